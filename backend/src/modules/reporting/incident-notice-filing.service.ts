import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { grantsIn, type Viewer } from '../../core/access/permissions.js';
import { codeOf } from '../../core/exercise/code.js';
import { required } from '../../core/kernel/form.js';
import { type FieldProblem, Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import { windowAt } from '../../core/protection/period.js';
import {
  clocksOwed,
  nextNoticeLook,
  type NoticeStage,
  type NoticeStanding,
  noticeStanding,
} from '../../core/reporting/incident-clock.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { Journal, type Slot } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { Timetable } from '../../platform/timetable/timetable.service.js';
import { Incident } from '../incident/incident.entity.js';
import { PeriodService } from '../protection/period.service.js';
import { IncidentNotice, IncidentNoticeAct } from './incident-notice.entity.js';
import type {
  FileIncidentNoticeInput,
  OpenIncidentNoticeInput,
  PassOnIncidentNoticeInput,
} from './incident-notice.inputs.js';
import { IncidentNoticeService, noticeFact } from './incident-notice.service.js';
import type { IncidentNoticeView } from './incident-notice.types.js';

/** Kind of the timetable's items on incident notices. */
export const NOTICE_KIND = 'incident-notice';
/** Most notices of one unit: each is a page of its own. */
const MAX_NOTICES = 1000;

/** Discoveries, reports on them, and their passing-on. */
@Injectable()
export class IncidentNoticeFilingService {
  constructor(
    private readonly journal: Journal,
    private readonly timetable: Timetable,
    private readonly periods: PeriodService,
    private readonly notices: IncidentNoticeService,
  ) {}

  /**
   * Notes down a discovery: from it the clocks run.
   * @throws Refusal NOT_FOUND, LIMIT_REACHED, BAD_INPUT for a discovery in the future or outside the windows
   */
  async open(input: OpenIncidentNoticeInput, viewer: Viewer): Promise<IncidentNoticeView> {
    const { commandId, periodId, unitId } = input;
    const { exerciseId, unitIds } = await this.periods.read(periodId, viewer);
    requireOwn(viewer, { exerciseId, rootId: unitId });
    if (!unitIds.includes(unitId)) throw new Refusal('NOT_FOUND');
    const command = { streamId: exerciseId, kind: 'INCIDENT_NOTICE_OPENED', commandId, content: input, actor: viewer };
    const receipt = await this.journal.append(command, async (tx, slot) => {
      const period = await this.periods.byId(periodId, tx);
      const { title, level, reporterKind, discoveredAt } = input;
      refuseBadInput([
        ...required('title', title),
        ...(discoveredAt > slot.recordedAt ? [{ path: 'discoveredAt', code: 'TOO_LATE' }] : []),
        ...(windowAt(period, discoveredAt) === null ? [{ path: 'discoveredAt', code: 'OUTSIDE_WINDOW' }] : []),
        ...(await incidentProblems(tx, input)),
      ]);
      const count = await tx.countBy(IncidentNotice, { exerciseId, rootId: unitId });
      if (count >= MAX_NOTICES) throw new Refusal('LIMIT_REACHED', { limit: String(MAX_NOTICES) });
      const { incidentHours } = period;
      const what = { title: title.trim(), level, reporterKind, discoveredAt, incidentHours };
      await tx.insert(IncidentNotice, {
        ...{ id: commandId, exerciseId, seq: slot.seq, periodId, rootId: unitId, code: codeOf('N', count + 1) },
        ...{ ...what, incidentId: input.incidentId ?? null },
        ...{ openedById: viewer.userId, recordedAt: slot.recordedAt },
      });
      await this.planLook(tx, { exerciseId, subjectId: commandId, dueAt: slot.recordedAt });
      const sealed = await sealRows(tx, { incident_notice: commandId });
      return { subjectId: commandId, partyId: unitId, details: { level, discoveredAt, sealed } };
    });
    return this.notices.read(receipt.subjectId, viewer);
  }

  /** Files the initial, a further or the final report. @throws Refusal NOT_FOUND, WRONG_STATE, BAD_INPUT */
  async file(input: FileIncidentNoticeInput, viewer: Viewer): Promise<IncidentNoticeView> {
    const notice = await this.notices.load(input.noticeId);
    requireOwn(viewer, notice);
    const { commandId, stage, level, reporterKind } = input;
    const streamId = notice.exerciseId;
    const command = { streamId, kind: 'INCIDENT_NOTICE_FILED', commandId, content: input, actor: viewer };
    await this.journal.append(command, async (tx, slot) => {
      refuseBadInput(required('text', input.text));
      requireStage(await this.standing(tx, notice, slot.recordedAt), stage);
      const said = { kind: 'FILED' as const, stage, level, reporterKind, text: input.text.trim() };
      await tx.insert(IncidentNoticeAct, { ...rowOf(notice, { id: commandId, slot, viewer }), ...said });
      const { clocks } = await this.standing(tx, notice, slot.recordedAt);
      const dueAt = nextNoticeLook(clocksOwed({ clocks }), slot.recordedAt);
      await this.planLook(tx, { exerciseId: notice.exerciseId, subjectId: notice.id, dueAt });
      const sealed = await sealRows(tx, { incident_notice_act: commandId });
      return { subjectId: notice.id, partyId: notice.rootId, details: { code: notice.code, stage, level, sealed } };
    });
    return this.notices.read(notice.id, viewer);
  }

  /** Says that it was passed on (L1). @throws Refusal NOT_FOUND, WRONG_STATE where nothing is to be passed on */
  async passOn(input: PassOnIncidentNoticeInput, viewer: Viewer): Promise<IncidentNoticeView> {
    const notice = await this.notices.load(input.noticeId);
    requireGrants(viewer, notice.exerciseId, 'reporting.direct');
    const { commandId } = input;
    const streamId = notice.exerciseId;
    const command = { streamId, kind: 'INCIDENT_NOTICE_PASSED_ON', commandId, content: input, actor: viewer };
    await this.journal.append(command, async (tx, slot) => {
      refuseBadInput(required('text', input.text));
      const { clocks } = await this.standing(tx, notice, slot.recordedAt);
      if (!clocks.some(({ rule, stoppedAt }) => rule === 'PASS_ON' && stoppedAt === null))
        throw new Refusal('WRONG_STATE');
      const said = { kind: 'PASSED_ON' as const, text: input.text.trim() };
      await tx.insert(IncidentNoticeAct, { ...rowOf(notice, { id: commandId, slot, viewer }), ...said });
      await this.planLook(tx, { exerciseId: notice.exerciseId, subjectId: notice.id, dueAt: null });
      const sealed = await sealRows(tx, { incident_notice_act: commandId });
      return { subjectId: notice.id, partyId: notice.rootId, details: { code: notice.code, sealed } };
    });
    return this.notices.read(notice.id, viewer);
  }

  private async standing(tx: EntityManager, notice: IncidentNotice, now: Date): Promise<NoticeStanding> {
    const acts = (await this.notices.actsOf([notice.id], tx)).get(notice.id) ?? [];
    return noticeStanding(notice, acts.map(noticeFact), now);
  }

  /** Once reported, only the passing-on is still looked at; a fresh discovery at once. */
  private planLook(
    tx: EntityManager,
    due: { readonly exerciseId: string; readonly subjectId: string; readonly dueAt: Date | null },
  ): Promise<void> {
    return this.timetable.plan(tx, { kind: NOTICE_KIND, ...due });
  }
}

function requireOwn(viewer: Viewer, { exerciseId, rootId }: Pick<IncidentNotice, 'exerciseId' | 'rootId'>): void {
  const own = grantsIn(viewer, exerciseId, 'reporting.file').some(({ unitId }) => unitId === rootId);
  if (!own) throw new Refusal('NOT_FOUND');
}

/** 初报 comes first and once, 终报 ends it. */
function requireStage({ stage }: NoticeStanding, wanted: NoticeStage): void {
  const fits = stage === null ? wanted === 'INITIAL' : wanted !== 'INITIAL' && stage !== 'FINAL';
  if (!fits) throw new Refusal('WRONG_STATE', { state: stage ?? 'OPEN' });
}

function rowOf(
  { id: noticeId, exerciseId }: IncidentNotice,
  { id, slot, viewer }: { readonly id: string; readonly slot: Slot; readonly viewer: Viewer },
) {
  const place = { id, exerciseId, seq: slot.seq, noticeId, deadlineAt: null };
  return { ...place, byId: viewer.userId, dueAt: slot.recordedAt, recordedAt: slot.recordedAt };
}

async function incidentProblems(tx: EntityManager, input: OpenIncidentNoticeInput): Promise<FieldProblem[]> {
  const { incidentId: id, unitId: rootId } = input;
  if (id === null || id === undefined) return [];
  return (await tx.countBy(Incident, { id, rootId })) === 0 ? [{ path: 'incidentId', code: 'NOT_FOUND' }] : [];
}
