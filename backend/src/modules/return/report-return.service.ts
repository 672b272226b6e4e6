import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import { reasonProblems, requireReturnable, returnDueAt } from '../../core/submission/return.js';
import type { Slot, Written } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { requireReferee } from '../adjudication/judging.rights.js';
import { QueueItems } from '../adjudication/queue-items.service.js';
import { IncidentReport } from '../incident/incident-report.entity.js';
import type { Incident } from '../incident/incident.entity.js';
import { ReportReturn } from '../incident/report-version.entity.js';
import { NoticeService } from '../notice/notice.service.js';
import { PolicyService } from '../policy/policy.service.js';
import { reasonsOf, returnNews } from './reasons.js';
import { ReportActs } from './report-acts.service.js';
import { ReturnActs } from './return-acts.service.js';
import type { ReturnReportInput } from './return.inputs.js';

/** Returning a report for more 退回补正, before its incident is marked. */
@Injectable()
export class ReportReturnService {
  constructor(
    private readonly reports: ReportActs,
    private readonly acts: ReturnActs,
    private readonly policies: PolicyService,
    private readonly notices: NoticeService,
    private readonly queue: QueueItems,
  ) {}

  /**
   * Sends a report back with reasons and a deadline. Its incident waits until the report is filed again.
   * @throws Refusal BAD_INPUT, CLAIMED_BY_OTHER, CONFLICT_OF_INTEREST, LIMIT_REACHED when it was returned as often as the
   *   policy allows, WRONG_STATE unless it is filed and nothing is decided on its incident
   */
  async return(input: ReturnReportInput, viewer: Viewer | null): Promise<Incident> {
    const { report, incident } = await this.reports.find(input.reportId);
    const referee = requireReferee(viewer, incident.exerciseId);
    if (report.state === 'DRAFT') throw new Refusal('NOT_FOUND');
    const keys = new Set(report.sections.map(({ key }) => key));
    if (report.state === 'FILED') refuseBadInput(reasonProblems(reasonsOf(input), keys));
    const command = { kind: 'REPORT_RETURNED', commandId: input.commandId, content: input, actor: referee };
    await this.acts.append({ ...command, streamId: incident.exerciseId }, (tx, slot) =>
      this.write(tx, slot, { input, referee }),
    );
    return this.reports.read(incident.id, viewer);
  }

  private async write(
    tx: EntityManager,
    slot: Slot,
    { input, referee }: { input: ReturnReportInput; referee: Viewer },
  ): Promise<Written> {
    const { report, incident } = await this.reports.require(tx, input.reportId, ['FILED']);
    const { exerciseId, rootId, unitId, code } = incident;
    const { id, versionNo, kind } = report;
    const parties = [rootId, unitId];
    await this.acts.requireNotTaken(tx, incident.id, { referee, now: slot.recordedAt, parties });
    await this.acts.requireUndecided(tx, incident.id);
    const policy = await this.policies.inForce(exerciseId, tx);
    requireReturnable(await tx.countBy(ReportReturn, { reportId: id }), policy.maxReturns);
    const scoring = await this.acts.begin(tx, exerciseId, slot);
    const versionIds = await this.reports.keep(tx, report, exerciseId);
    const dueAt = returnDueAt(slot.recordedAt, policy.returnHours);
    const given = { reasons: reasonsOf(input), comment: input.comment, dueAt };
    const row = { id: input.commandId, exerciseId, seq: slot.seq, reportId: id, versionNo };
    await tx.insert(ReportReturn, { ...row, ...given, refereeId: referee.userId, recordedAt: slot.recordedAt });
    await tx.update(IncidentReport, { id }, { state: 'RETURNED', version: report.version + 1 });
    await this.queue.close(tx, { kind: 'INCIDENT', id: incident.id });
    const news = returnNews('REPORT_RETURNED', { partyId: rootId, subjectId: incident.id, code, ...given });
    const told = await this.notices.give(tx, exerciseId, slot, [news]);
    const posted = await scoring.post({ incidents: [incident.id] });
    const written = { incident_report: id, report_return: input.commandId, report_version: versionIds, notice: told };
    const sealed = await sealRows(tx, written);
    const codes = given.reasons.map((reason) => reason.code);
    const about = { code, kind, reportId: id, versionNo, reasons: codes, dueAt: dueAt.toISOString() };
    return { subjectId: incident.id, partyId: rootId, details: { ...about, sealed, posted } };
  }
}
