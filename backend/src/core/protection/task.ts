/**
 * Tasks 任务 of a protection period and where each unit stands with each of them. A state is the fold of what was done
 * (append-only acts) and of the time; nothing that time alone changes is stored.
 */
import type { RefusalCode } from '../kernel/refusal.js';
import { dutyDaysOf, dutyDeadline, type Period, type PeriodPhase } from './period.js';
import { dateOf } from './wall-time.js';

/** What people do with a task. `EXCUSED`: control says that it does not apply to the unit; `RESTORED`: that it does after all. */
export const TASK_STEPS = ['STARTED', 'SUBMITTED', 'RETURNED', 'SIGNED', 'EXCUSED', 'RESTORED'] as const;
export type TaskStep = (typeof TASK_STEPS)[number];

/** What time does with a task: the unit is reminded before the deadline, unit and control are told after it. */
export const TASK_TELLINGS = ['REMINDED', 'ESCALATED'] as const;
export type TaskTelling = (typeof TASK_TELLINGS)[number];

export const TASK_ACTS = [...TASK_STEPS, ...TASK_TELLINGS] as const;
export type TaskActKind = (typeof TASK_ACTS)[number];

export const TASK_STATES = ['NOT_STARTED', 'STARTED', 'SUBMITTED', 'RETURNED', 'SIGNED', 'NOT_APPLICABLE'] as const;
export type TaskState = (typeof TASK_STATES)[number];

/** Hours before a deadline at which a unit is reminded: of a task with a date, and of a daily one (示例/自拟). */
export const REMIND_HOURS = { dated: 24, daily: 2 } as const;

/** What of a task its arithmetic needs. */
export interface Task {
  readonly id: string;
  readonly phase: PeriodPhase;
  readonly dueAt: Date;
  /** When it was set: nobody is reminded before, of a deadline that lay in the past. */
  readonly createdAt: Date;
  readonly daily: boolean;
  /** Local `HH:mm`; of daily tasks. */
  readonly dueTime: string | null;
  /** Ids of tasks that must be signed off before. */
  readonly requires: readonly string[];
  /** Root units it is for; null = all of the period. */
  readonly unitIds: readonly string[] | null;
}

/** One act on a task by or for a root unit; `day` names the duty day of a daily task. */
export interface TaskAct {
  readonly taskId: string;
  readonly unitId: string;
  readonly day: string | null;
  readonly kind: TaskActKind;
  readonly seq: number;
  /** When it was done; of a telling, when it was due. */
  readonly at: Date;
  readonly byId: string | null;
  /** A later deadline given with a return. */
  readonly dueAt: Date | null;
}

/** Where a unit stands with a task, or with one day of a daily one. */
export interface TaskStatus {
  readonly state: TaskState;
  /** The deadline in force: a return may have moved it. */
  readonly dueAt: Date;
  /** Since when that deadline is in force. */
  readonly dueSince: Date;
  /** Owed and past the deadline. */
  readonly isOverdue: boolean;
  /** What was handed in last came after the deadline then in force. */
  readonly isLate: boolean;
  readonly submittedAt: Date | null;
  readonly submittedById: string | null;
  readonly isReminded: boolean;
  readonly isEscalated: boolean;
}

const OPEN: ReadonlySet<TaskState> = new Set(['NOT_STARTED', 'STARTED', 'RETURNED']);
const STATE_AFTER: Readonly<Record<Exclude<TaskStep, 'RESTORED'>, TaskState>> = {
  STARTED: 'STARTED',
  SUBMITTED: 'SUBMITTED',
  RETURNED: 'RETURNED',
  SIGNED: 'SIGNED',
  EXCUSED: 'NOT_APPLICABLE',
};

/** Whether somebody still owes something. */
export function isOpen(state: TaskState): boolean {
  return OPEN.has(state);
}

/** Whether what requires this task may go on: it is signed off, or does not apply. */
export function isFulfilled(state: TaskState): boolean {
  return state === 'SIGNED' || state === 'NOT_APPLICABLE';
}

/** Folds the acts on one task by one unit, oldest first; the task's own deadline stands since it was set. */
export function taskStatus(
  { dueAt, dueSince }: Pick<TaskStatus, 'dueAt' | 'dueSince'>,
  acts: readonly TaskAct[],
  now: Date,
): TaskStatus {
  let status: Omit<TaskStatus, 'isOverdue'> = {
    state: 'NOT_STARTED',
    dueAt,
    dueSince,
    isLate: false,
    submittedAt: null,
    submittedById: null,
    isReminded: false,
    isEscalated: false,
  };
  for (const act of acts) status = after(status, act);
  return { ...status, isOverdue: isOpen(status.state) && now >= status.dueAt };
}

function after(status: Omit<TaskStatus, 'isOverdue'>, act: TaskAct): Omit<TaskStatus, 'isOverdue'> {
  if (act.kind === 'REMINDED') return { ...status, isReminded: true };
  if (act.kind === 'ESCALATED') return { ...status, isEscalated: true };
  if (act.kind === 'RESTORED') return { ...status, state: 'NOT_STARTED' };
  const state = STATE_AFTER[act.kind];
  if (act.kind === 'SUBMITTED') {
    return { ...status, state, isLate: act.at > status.dueAt, submittedAt: act.at, submittedById: act.byId };
  }
  if (act.kind !== 'RETURNED' || act.dueAt === null) return { ...status, state };
  // A new deadline is a new promise: it is reminded of and escalated for itself.
  return { ...status, state, dueAt: act.dueAt, dueSince: act.at, isReminded: false, isEscalated: false };
}

/** From which states a step is taken. */
const FROM: Readonly<Record<TaskStep, ReadonlySet<TaskState>>> = {
  STARTED: new Set(['NOT_STARTED', 'RETURNED']),
  SUBMITTED: new Set(['NOT_STARTED', 'STARTED', 'RETURNED']),
  RETURNED: new Set(['SUBMITTED']),
  SIGNED: new Set(['SUBMITTED']),
  EXCUSED: new Set(['NOT_STARTED', 'STARTED', 'SUBMITTED', 'RETURNED']),
  RESTORED: new Set(['NOT_APPLICABLE']),
};

/**
 * Why a step is refused; null when it may be taken. Nobody signs what he handed in himself.
 * @param isBlocked whether a task it requires is not signed off yet
 */
export function stepRefusal(
  status: Pick<TaskStatus, 'state' | 'submittedById'>,
  { step, byId, isBlocked }: { readonly step: TaskStep; readonly byId: string; readonly isBlocked: boolean },
): RefusalCode | null {
  if (!FROM[step].has(status.state)) return 'WRONG_STATE';
  if (step === 'SIGNED' && status.submittedById === byId) return 'SECOND_APPROVER';
  return step === 'SUBMITTED' && isBlocked ? 'REQUIREMENT_OPEN' : null;
}

/** The root units of a period that a task is for. */
export function unitsOf(task: Pick<Task, 'unitIds'>, periodUnitIds: readonly string[]): readonly string[] {
  const { unitIds } = task;
  return unitIds === null ? periodUnitIds : periodUnitIds.filter((id) => unitIds.includes(id));
}

/** The duty days a daily task is owed on: those of its phase; null stands for a task that is owed once. */
export function occasionsOf(period: Period, task: Task): readonly (string | null)[] {
  return task.daily ? dutyDaysOf(period) : [null];
}

/** When a task is due, or a day of a daily one; `fallback` is the hour of the daily report. */
export function dueOn(period: Period, task: Task, day: string | null, fallback: string): Date {
  return day === null ? task.dueAt : dutyDeadline(period, day, task.dueTime ?? fallback);
}

/** The occasion that is shown now: today or the last duty day past, the first before any; null for a task owed once. */
export function occasionAt(period: Period, task: Task, now: Date): string | null {
  if (!task.daily) return null;
  const days = dutyDaysOf(period);
  const today = dateOf(now, period.zone);
  return days.findLast((day) => day <= today) ?? days[0] ?? null;
}
