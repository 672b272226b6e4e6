import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { missingOfReport } from '../../core/incident/report.js';
import { Refusal } from '../../core/kernel/refusal.js';
import type { Slot, Written } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { DefenderService } from '../incident/defender.service.js';
import { IncidentReport } from '../incident/incident-report.entity.js';
import type { Incident } from '../incident/incident.entity.js';
import type { FileReportInput } from '../incident/incident.inputs.js';
import { ReportRevisionService } from '../incident/report-revision.service.js';
import { NoticeService } from '../notice/notice.service.js';
import { ReportActs } from './report-acts.service.js';
import { ReturnActs } from './return-acts.service.js';
import type { WithdrawReportInput } from './return.inputs.js';

/** Filing a returned report again, and withdrawing a report. */
@Injectable()
export class ReportResubmissionService {
  constructor(
    private readonly reports: ReportActs,
    private readonly acts: ReturnActs,
    private readonly revisions: ReportRevisionService,
    private readonly defender: DefenderService,
    private readonly notices: NoticeService,
  ) {}

  /**
   * Files what was written since the return as a new version; the receipt stays that of the first.
   * @throws Refusal NOT_FOUND, RETURN_TOO_LATE, STALE_VERSION, WRONG_STATE unless it is returned, INCOMPLETE with the same
   *   fields as `missing`
   */
  async file(input: FileReportInput, viewer: Viewer): Promise<Incident> {
    const { incident } = await this.reports.findOwn(input.reportId, viewer);
    const command = { kind: 'REPORT_RESUBMITTED', commandId: input.commandId, content: input, actor: viewer };
    await this.acts.append({ ...command, streamId: incident.exerciseId }, (tx, slot) =>
      this.write(tx, slot, { input, viewer }),
    );
    return this.reports.read(incident.id, viewer);
  }

  /**
   * Takes a report back 撤回: it stays on record and never counts.
   * @throws Refusal NOT_FOUND, WRONG_STATE unless it is filed or returned and nothing is decided on its incident
   */
  async withdraw(input: WithdrawReportInput, viewer: Viewer): Promise<Incident> {
    const { incident, report } = await this.reports.findOwn(input.reportId, viewer);
    if (report.state === 'DRAFT') throw new Refusal('WRONG_STATE', { state: report.state });
    const command = { kind: 'REPORT_WITHDRAWN', commandId: input.commandId, content: input, actor: viewer };
    await this.acts.append({ ...command, streamId: incident.exerciseId }, (tx, slot) => this.take(tx, slot, input));
    return this.reports.read(incident.id, viewer);
  }

  private async write(
    tx: EntityManager,
    slot: Slot,
    { input, viewer }: { input: FileReportInput; viewer: Viewer },
  ): Promise<Written> {
    const { report, incident } = await this.reports.require(tx, input.reportId, ['RETURNED']);
    const { id, kind } = report;
    const { exerciseId, rootId, code } = incident;
    const returned = await this.revisions.lastReturn(tx, id);
    await this.revisions.requireInTime(tx, id, slot.recordedAt);
    const [revised = report] = await this.revisions.withRevisions([report], tx);
    if (revised.version !== input.version) throw new Refusal('STALE_VERSION', { version: String(revised.version) });
    const missing = missingOfReport(revised);
    if (missing.length > 0) throw new Refusal('INCOMPLETE', { count: String(missing.length) }, missing);
    await this.defender.requireReferences(tx, incident, revised);
    const scoring = await this.acts.begin(tx, exerciseId, slot);
    const versionNo = report.versionNo + 1;
    const { startedAt, endedAt, sections, evidenceIds, foundAddresses, means, outcome, updatedAt } = revised;
    const content = { startedAt, endedAt, sections, evidenceIds, foundAddresses, means, outcome, updatedAt };
    const standing = { state: 'FILED', versionNo, version: revised.version + 1, authoredById: viewer.userId } as const;
    await tx.update(IncidentReport, { id }, { ...content, ...standing });
    await this.revisions.drop(tx, id);
    await this.reports.settleQueue(tx, incident.id, slot.recordedAt);
    const receipt = { receiptSeq: slot.seq, filedAt: slot.recordedAt, filedById: viewer.userId };
    const versionIds = await this.reports.archive(tx, id, { exerciseId, versionNo, ...receipt });
    const params = { code, versionNo: String(versionNo) };
    const news = { to: { personId: returned.refereeId }, subjectId: incident.id, code: 'REPORT_RESUBMITTED', params };
    const told = await this.notices.give(tx, exerciseId, slot, [news]);
    const posted = await scoring.post({ incidents: [incident.id] });
    const sealed = await sealRows(tx, { incident_report: id, report_version: versionIds, notice: told });
    return {
      subjectId: incident.id,
      partyId: rootId,
      details: { code, kind, reportId: id, versionNo, sealed, posted },
    };
  }

  private async take(tx: EntityManager, slot: Slot, input: WithdrawReportInput): Promise<Written> {
    const { report, incident } = await this.reports.require(tx, input.reportId, ['FILED', 'RETURNED']);
    const { id, kind, versionNo } = report;
    const { exerciseId, rootId, code } = incident;
    await this.acts.requireUndecided(tx, incident.id);
    const scoring = await this.acts.begin(tx, exerciseId, slot);
    const versionIds = await this.reports.keep(tx, report, exerciseId);
    const withdrawal = { withdrawnAt: slot.recordedAt, withdrawReason: input.reason.trim() };
    await tx.update(IncidentReport, { id }, { state: 'WITHDRAWN', version: report.version + 1, ...withdrawal });
    await this.revisions.drop(tx, id);
    await this.reports.settleQueue(tx, incident.id, slot.recordedAt);
    const posted = await scoring.post({ incidents: [incident.id] });
    const sealed = await sealRows(tx, { incident_report: id, report_version: versionIds });
    return {
      subjectId: incident.id,
      partyId: rootId,
      details: { code, kind, reportId: id, versionNo, sealed, posted },
    };
  }
}
