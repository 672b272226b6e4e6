import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import { grantsIn, type Viewer } from '../../core/access/permissions.js';
import { required, unknownIds } from '../../core/kernel/form.js';
import { type FieldProblem, Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import { zeroDays } from '../../core/reporting/zero-report.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { Journal } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { Incident } from '../incident/incident.entity.js';
import { NoticeService } from '../notice/notice.service.js';
import type { ProtectionPeriod } from '../protection/period.entity.js';
import { PeriodService } from '../protection/period.service.js';
import { toUnit } from './recipients.service.js';
import { ZeroReport, ZeroReportAct } from './zero-report.entity.js';
import type { FileZeroReportInput, UrgeZeroReportInput } from './zero-report.inputs.js';
import { ZeroReportService } from './zero-report.service.js';
import type { ZeroReportDesk, ZeroReportView } from './zero-report.types.js';

/** Filing of zero reports, and the urging of those who have not. */
@Injectable()
export class ZeroReportFilingService {
  constructor(
    private readonly journal: Journal,
    private readonly periods: PeriodService,
    private readonly notices: NoticeService,
    private readonly reports: ZeroReportService,
  ) {}

  /**
   * Files a day's report, or the next version of it. What was missed may be filed afterwards; it stays missed.
   * @throws Refusal NOT_FOUND, STALE_VERSION, BAD_INPUT for a day that is none of the period or has not begun
   */
  async file(input: FileZeroReportInput, viewer: Viewer): Promise<ZeroReportView> {
    const { commandId, periodId, unitId } = input;
    const { exerciseId } = await this.ownPeriod(periodId, unitId, viewer);
    const command = { streamId: exerciseId, kind: 'ZERO_REPORT_FILED', commandId, content: input, actor: viewer };
    const receipt = await this.journal.append(command, async (tx, slot) => {
      const period = await this.periods.byId(periodId, tx);
      refuseBadInput([...dayProblems(period, input.day, slot.recordedAt), ...(await contentProblems(tx, input))]);
      const versions = await tx.countBy(ZeroReport, { periodId, rootId: unitId, day: input.day });
      if (versions !== input.expectedVersion) throw new Refusal('STALE_VERSION');
      const { day, kind, situations, incidentIds } = input;
      await tx.insert(ZeroReport, {
        ...{ id: commandId, exerciseId, seq: slot.seq, periodId, rootId: unitId, day, kind, situations },
        ...{ versionNo: versions + 1, text: input.text.trim(), incidentIds: [...new Set(incidentIds)] },
        ...{ filedById: viewer.userId, recordedAt: slot.recordedAt },
      });
      const sealed = await sealRows(tx, { zero_report: commandId });
      return { subjectId: commandId, partyId: unitId, details: { day, kind, versionNo: versions + 1, sealed } };
    });
    return this.reports.byId(receipt.subjectId);
  }

  /** Urges units that have not filed for a day 催报. @throws Refusal NOT_FOUND, BAD_INPUT for a unit that has filed */
  async urge(input: UrgeZeroReportInput, viewer: Viewer): Promise<ZeroReportDesk> {
    const { commandId, periodId, day } = input;
    const { exerciseId } = await this.periods.read(periodId, viewer);
    requireGrants(viewer, exerciseId, 'reporting.direct');
    const command = { streamId: exerciseId, kind: 'ZERO_REPORT_URGED', commandId, content: input, actor: viewer };
    await this.journal.append(command, async (tx, slot) => {
      const period = await this.periods.byId(periodId, tx);
      const rootIds = [...new Set(input.unitIds)];
      refuseBadInput([
        ...dayProblems(period, day, slot.recordedAt),
        ...(await this.filedAlready(tx, input, new Set(period.unitIds))),
      ]);
      const act = { id: commandId, exerciseId, seq: slot.seq, periodId, day, kind: 'URGED' as const, rootIds };
      await tx.insert(ZeroReportAct, {
        ...act,
        ...{ byId: viewer.userId, dueAt: slot.recordedAt, recordedAt: slot.recordedAt },
      });
      const telling = { subjectId: periodId, code: 'ZERO_REPORT_URGED', params: { day, period: period.name } };
      const told = await this.notices.give(
        tx,
        exerciseId,
        slot,
        rootIds.map((rootId) => toUnit(rootId, telling)),
      );
      const sealed = await sealRows(tx, { zero_report_act: commandId, notice: told });
      return { subjectId: periodId, details: { day, alsoTold: rootIds, sealed } };
    });
    return this.reports.desk(periodId, viewer);
  }

  /** A period in which the viewer files for the unit. @throws Refusal NOT_FOUND */
  private async ownPeriod(periodId: string, unitId: string, viewer: Viewer): Promise<ProtectionPeriod> {
    const { period, roots } = await this.reports.sight(periodId, viewer);
    const isOwn = grantsIn(viewer, period.exerciseId, 'reporting.file').some((grant) => grant.unitId === unitId);
    if (!isOwn || !roots.includes(unitId)) throw new Refusal('NOT_FOUND');
    return period;
  }

  private async filedAlready(
    tx: EntityManager,
    { periodId, day, unitIds }: UrgeZeroReportInput,
    taking: ReadonlySet<string>,
  ): Promise<FieldProblem[]> {
    const first = await this.reports.firstFiled(periodId, tx);
    const unknown = unknownIds('unitIds', unitIds, taking);
    if (unknown.length > 0) return unknown;
    return unitIds.flatMap((id, index) =>
      first(id, day) === null ? [] : [{ path: `unitIds.${index}`, code: 'WRONG_STATE' }],
    );
  }
}

function dayProblems(period: ProtectionPeriod, day: string, now: Date): FieldProblem[] {
  const found = zeroDays(period).find((one) => one.day === day);
  if (found === undefined) return [{ path: 'day', code: 'NOT_FOUND' }];
  return now < found.opensAt ? [{ path: 'day', code: 'TOO_EARLY' }] : [];
}

/** 平安 says nothing more; 有情况 says how many and what. */
async function contentProblems(tx: EntityManager, input: FileZeroReportInput): Promise<FieldProblem[]> {
  const { kind, situations, text, incidentIds, unitId } = input;
  const own = incidentIds.length === 0 ? [] : await tx.findBy(Incident, { id: In(incidentIds), rootId: unitId });
  const known = new Set(own.map(({ id }) => id));
  const links = unknownIds('incidentIds', incidentIds, known);
  if (kind === 'SITUATION') {
    return [
      ...(situations < 1 ? [{ path: 'situations', code: 'TOO_SMALL' }] : []),
      ...required('text', text),
      ...links,
    ];
  }
  return [
    ...(situations > 0 ? [{ path: 'situations', code: 'TOO_LARGE' }] : []),
    ...(incidentIds.length > 0 ? [{ path: 'incidentIds', code: 'TOO_MANY' }] : links),
  ];
}
