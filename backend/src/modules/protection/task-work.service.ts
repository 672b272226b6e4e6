import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { unknownIds } from '../../core/kernel/form.js';
import { type FieldProblem, Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import { occasionsOf, stepRefusal, type TaskStatus, type TaskStep, unitsOf } from '../../core/protection/task.js';
import { instantOf, isLocal } from '../../core/protection/wall-time.js';
import { requireGrants, requireViewer } from '../../platform/access/viewer.js';
import { Journal, type Slot, type Written } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { EvidenceService } from '../evidence/evidence.service.js';
import { NoticeService } from '../notice/notice.service.js';
import { StoredTaskAct } from './task-act.entity.js';
import { type TaskFacts, TaskFactsService } from './task-facts.service.js';
import { TaskTimetable } from './task-timetable.service.js';
import type { ProtectionTask } from './task.entity.js';
import type {
  ExcuseProtectionTaskInput,
  ReturnProtectionTaskInput,
  SignProtectionTaskInput,
  SubmitProtectionTaskInput,
  TaskPlaceInput,
} from './task.inputs.js';

/** Where an act belongs. */
export interface TaskPlace {
  readonly taskId: string;
  readonly unitId: string;
  readonly day: string | null;
}

/** What is done, by whom, with what is said and shown. */
interface Act {
  readonly step: TaskStep;
  readonly input: TaskPlaceInput;
  readonly actor: Viewer;
  readonly text: string;
  readonly evidenceIds: readonly string[];
  /** A new deadline, local, as typed. */
  readonly dueLocal: string | null;
}

/** The work on tasks: a unit does them and hands them in, control signs them off, returns or excuses them. */
@Injectable()
export class TaskWork {
  constructor(
    private readonly journal: Journal,
    private readonly facts: TaskFactsService,
    private readonly timetable: TaskTimetable,
    private readonly evidence: EvidenceService,
    private readonly notices: NoticeService,
  ) {}

  /** @throws Refusal NOT_FOUND, WRONG_STATE */
  start(input: TaskPlaceInput, viewer: Viewer | null): Promise<TaskPlace> {
    return this.act({ ...plain('STARTED', input, viewer), text: '' });
  }

  /** @throws Refusal NOT_FOUND, BAD_INPUT, WRONG_STATE, REQUIREMENT_OPEN naming what must be signed off before */
  submit(input: SubmitProtectionTaskInput, viewer: Viewer | null): Promise<TaskPlace> {
    const { text, evidenceIds } = input;
    return this.act({ ...plain('SUBMITTED', input, viewer), text: said('text', text), evidenceIds });
  }

  /** @throws Refusal NOT_FOUND, BAD_INPUT, WRONG_STATE */
  return(input: ReturnProtectionTaskInput, viewer: Viewer | null): Promise<TaskPlace> {
    const { reason, dueLocal = null } = input;
    return this.act({ ...plain('RETURNED', input, viewer), text: said('reason', reason), dueLocal });
  }

  /** @throws Refusal NOT_FOUND, WRONG_STATE, SECOND_APPROVER for what the signer handed in himself */
  sign(input: SignProtectionTaskInput, viewer: Viewer | null): Promise<TaskPlace> {
    return this.act({ ...plain('SIGNED', input, viewer), text: input.comment.trim() });
  }

  /** @throws Refusal NOT_FOUND, BAD_INPUT, WRONG_STATE */
  excuse(input: ExcuseProtectionTaskInput, viewer: Viewer | null): Promise<TaskPlace> {
    const step = input.isApplicable ? 'RESTORED' : 'EXCUSED';
    return this.act({ ...plain(step, input, viewer), text: said('reason', input.reason) });
  }

  private async act(act: Act): Promise<TaskPlace> {
    const { input, actor, step } = act;
    const { exerciseId } = await this.facts.task(input.taskId);
    requireMay(actor, exerciseId, act);
    const { commandId } = input;
    const command = { streamId: exerciseId, kind: `TASK_${step}`, commandId, content: input, actor };
    await this.journal.append(command, (tx, slot) => this.written(tx, slot, act));
    return { taskId: input.taskId, unitId: input.unitId, day: input.day ?? null };
  }

  private async written(tx: EntityManager, slot: Slot, act: Act): Promise<Written> {
    const { input, actor, step, text } = act;
    const task = await this.facts.task(input.taskId, tx);
    const facts = await this.facts.of(task.periodId, tx);
    const unitId = input.unitId.toLowerCase();
    const day = input.day ?? null;
    const status = requireOwed(facts, task, { unitId, day }, slot.recordedAt);
    requireAllowed(facts, { task, status, unitId }, { ...act, now: slot.recordedAt });
    const dueAt = newDeadline(facts, status, act, slot.recordedAt);
    const evidenceIds = await this.ownEvidence(tx, { exerciseId: task.exerciseId, partyId: unitId }, act.evidenceIds);
    const id = randomUUID();
    const place = { id, exerciseId: task.exerciseId, periodId: task.periodId, taskId: task.id, unitId, day };
    const done = { kind: step, at: slot.recordedAt, recordedAt: slot.recordedAt, byId: actor.userId };
    await tx.insert(StoredTaskAct, { ...place, ...done, seq: slot.seq, ordinal: 0, text, evidenceIds, dueAt });
    const notice = step === 'RETURNED' ? await this.tellReturned(tx, slot, { facts, task, unitId, text, dueAt }) : [];
    await this.timetable.planNext(tx, task.periodId);
    const sealed = await sealRows(tx, { protection_task_act: id, ...(notice.length > 0 && { notice }) });
    const details = { periodId: task.periodId, task: task.name.zh, day, before: status.state, sealed };
    return { subjectId: task.id, partyId: unitId, details };
  }

  private tellReturned(
    tx: EntityManager,
    slot: Slot,
    { facts, task, unitId, text, dueAt }: Returned,
  ): Promise<string[]> {
    const said = { task: task.name.zh, period: facts.period.name, reason: text };
    const params: Record<string, string> = dueAt === null ? said : { ...said, until: dueAt.toISOString() };
    const notice = { to: { partyId: unitId }, subjectId: task.id, code: 'TASK_RETURNED', params };
    return this.notices.give(tx, task.exerciseId, slot, [notice]);
  }

  private async ownEvidence(
    tx: EntityManager,
    owner: { exerciseId: string; partyId: string },
    given: readonly string[],
  ): Promise<string[]> {
    const ids = [...new Set(given.map((id) => id.toLowerCase()))];
    refuseBadInput(unknownIds('evidenceIds', ids, await this.evidence.ownedIds(owner, ids, tx)));
    return ids;
  }
}

interface Returned {
  readonly facts: TaskFacts;
  readonly task: ProtectionTask;
  readonly unitId: string;
  readonly text: string;
  readonly dueAt: Date | null;
}

function plain(step: TaskStep, input: TaskPlaceInput, viewer: Viewer | null): Act {
  return { step, input, actor: requireViewer(viewer), text: '', evidenceIds: [], dueLocal: null };
}

function said(path: string, text: string): string {
  if (text.trim() === '') refuseBadInput([{ path, code: 'REQUIRED' }]);
  return text.trim();
}

/** A unit's own people work; control decides. */
function requireMay(actor: Viewer, exerciseId: string, { step, input }: Act): void {
  const isWork = step === 'STARTED' || step === 'SUBMITTED';
  const grants = requireGrants(actor, exerciseId, isWork ? 'task.work' : 'task.sign');
  const unitId = input.unitId.toLowerCase();
  if (isWork && !grants.some((grant) => grant.unitId === unitId)) throw new Refusal('NOT_FOUND');
}

/** Where the unit stands with the task, or that day of it. @throws Refusal NOT_FOUND, BAD_INPUT */
function requireOwed(
  { board, period }: TaskFacts,
  task: ProtectionTask,
  { unitId, day }: { readonly unitId: string; readonly day: string | null },
  now: Date,
): TaskStatus {
  if (!unitsOf(task, period.unitIds).includes(unitId)) throw new Refusal('NOT_FOUND');
  if (!occasionsOf(period, task).includes(day)) {
    refuseBadInput([{ path: 'day', code: day === null ? 'REQUIRED' : 'NOT_A_DUTY_DAY' }]);
  }
  return board.status(task, unitId, day, now);
}

function requireAllowed(
  { board, tasks }: TaskFacts,
  { task, status, unitId }: { readonly task: ProtectionTask; readonly status: TaskStatus; readonly unitId: string },
  { step, actor, now }: Pick<Act, 'step' | 'actor'> & { readonly now: Date },
): void {
  const waitsFor = board.waitsFor(task, unitId, now);
  const refusal = stepRefusal(status, { step, byId: actor.userId, isBlocked: waitsFor.length > 0 });
  if (refusal === null) return;
  const names = tasks.filter(({ id }) => waitsFor.includes(id)).map(({ name }) => name.zh);
  throw new Refusal(refusal, refusal === 'REQUIREMENT_OPEN' ? { tasks: names.join('、') } : { state: status.state });
}

/** The deadline a return gives; once the old one has passed there must be a new one, and it lies ahead. */
function newDeadline({ period }: TaskFacts, status: TaskStatus, act: Act, now: Date): Date | null {
  if (act.step !== 'RETURNED') return null;
  if (act.dueLocal === null) {
    if (now >= status.dueAt) refuseBadInput([{ path: 'dueLocal', code: 'REQUIRED' }]);
    return null;
  }
  const wrong = (code: string): FieldProblem[] => [{ path: 'dueLocal', code }];
  if (!isLocal(act.dueLocal)) refuseBadInput(wrong('NOT_A_TIME'));
  const dueAt = instantOf(act.dueLocal, period.zone);
  const last = period.phases.at(-1)?.endsAt;
  if (dueAt <= now) refuseBadInput(wrong('IN_THE_PAST'));
  if (last !== undefined && dueAt > last) refuseBadInput(wrong('TOO_LATE'));
  return dueAt;
}
