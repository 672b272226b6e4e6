/** The matrix of tasks and root units, and what time has to say about it. */
import type { Period } from './period.js';
import {
  dueOn,
  isFulfilled,
  isOpen,
  occasionAt,
  occasionsOf,
  REMIND_HOURS,
  type Task,
  type TaskAct,
  taskStatus,
  type TaskStatus,
  type TaskTelling,
  unitsOf,
} from './task.js';

const HOUR_MS = 3_600_000;

/** One unit's place in one task. */
export interface TaskCell {
  readonly taskId: string;
  readonly unitId: string;
  /** The duty day shown; null for a task owed once. */
  readonly day: string | null;
  readonly status: TaskStatus;
  /** Ids of required tasks that are not signed off. */
  readonly waitsFor: readonly string[];
  /** Duty days so far, without today, on which nothing was handed in. */
  readonly missedDays: readonly string[];
}

/** Everything a matrix is made of. */
export interface BoardFacts {
  readonly period: Period;
  readonly unitIds: readonly string[];
  /** Hour of the daily report, for daily tasks without their own. */
  readonly zeroReportAt: string;
  readonly tasks: readonly Task[];
  /** Oldest first. */
  readonly acts: readonly TaskAct[];
}

/** One thing time says, to all units that are as late: `at` is when it was due. */
export interface Telling {
  readonly kind: TaskTelling;
  readonly taskId: string;
  readonly day: string | null;
  readonly at: Date;
  readonly dueAt: Date;
  readonly unitIds: readonly string[];
}

/** Where units stand with tasks; holds the acts by task, unit and day. */
export class TaskBoard {
  private readonly acts: ReadonlyMap<string, TaskAct[]>;
  private readonly byId: ReadonlyMap<string, Task>;

  constructor(private readonly facts: BoardFacts) {
    this.acts = Map.groupBy(facts.acts, (act) => keyOf(act.taskId, act.unitId, act.day));
    this.byId = new Map(facts.tasks.map((task) => [task.id, task]));
  }

  /** The cell of a unit in a task, for a given duty day or for the one that counts now. */
  cell(task: Task, unitId: string, now: Date, day = this.occasion(task, now)): TaskCell {
    return {
      taskId: task.id,
      unitId,
      day,
      status: this.status(task, unitId, day, now),
      waitsFor: this.waitsFor(task, unitId, now),
      missedDays: this.missedDays(task, unitId, now),
    };
  }

  /** All cells of the tasks for these units, without those a task is not for. */
  cells(now: Date, unitIds: readonly string[] = this.facts.unitIds): TaskCell[] {
    return this.facts.tasks.flatMap((task) =>
      unitsOf(task, this.facts.unitIds)
        .filter((id) => unitIds.includes(id))
        .map((unitId) => this.cell(task, unitId, now)),
    );
  }

  /** The duty day of a task that counts now. */
  occasion(task: Task, now: Date): string | null {
    return occasionAt(this.facts.period, task, now);
  }

  /** Where a unit stands with a task, or one day of it. */
  status(task: Task, unitId: string, day: string | null, now: Date): TaskStatus {
    const dueAt = dueOn(this.facts.period, task, day, this.facts.zeroReportAt);
    return taskStatus({ dueAt, dueSince: task.createdAt }, this.acts.get(keyOf(task.id, unitId, day)) ?? [], now);
  }

  /** Required tasks that the unit has not got signed; a daily one holds nobody up, nor one that is not for the unit. */
  waitsFor(task: Task, unitId: string, now: Date): string[] {
    return task.requires.filter((id) => {
      const other = this.byId.get(id);
      if (other === undefined || other.daily || !unitsOf(other, this.facts.unitIds).includes(unitId)) return false;
      return !isFulfilled(this.status(other, unitId, null, now).state);
    });
  }

  /** What is to be told up to `now` and was not, in the order it was due. */
  dueTellings(now: Date): Telling[] {
    return this.tellings().filter(({ at }) => at <= now);
  }

  /** When there is something to be told next; null when there is nothing any more. */
  nextTellingAt(): Date | null {
    return this.tellings()[0]?.at ?? null;
  }

  private missedDays(task: Task, unitId: string, now: Date): string[] {
    const current = this.occasion(task, now);
    return occasionsOf(this.facts.period, task).filter(
      (day): day is string =>
        day !== null && current !== null && day < current && this.status(task, unitId, day, now).isOverdue,
    );
  }

  /** All that is to be told of open tasks as things stand, whenever it is due, in order. */
  private tellings(): Telling[] {
    const groups = new Map<string, Telling>();
    for (const one of this.owed()) {
      const key = [one.at.getTime(), one.kind, one.taskId, one.day].join('/');
      const known = groups.get(key);
      groups.set(key, known === undefined ? one : { ...known, unitIds: [...known.unitIds, ...one.unitIds] });
    }
    return [...groups.values()].sort((a, b) => a.at.getTime() - b.at.getTime() || (a.taskId < b.taskId ? -1 : 1));
  }

  private *owed(): Generator<Telling> {
    const { period, tasks, unitIds } = this.facts;
    for (const task of tasks) {
      for (const day of occasionsOf(period, task)) {
        for (const unitId of unitsOf(task, unitIds)) yield* this.tellingsOf({ task, day, unitId });
      }
    }
  }

  private *tellingsOf(owed: { task: Task; day: string | null; unitId: string }): Generator<Telling> {
    const { task, day, unitId } = owed;
    const { state, dueAt, dueSince, isReminded, isEscalated } = this.status(task, unitId, day, task.createdAt);
    if (!isOpen(state)) return;
    const hours = task.daily ? REMIND_HOURS.daily : REMIND_HOURS.dated;
    const remindAt = later(new Date(dueAt.getTime() - hours * HOUR_MS), dueSince);
    const one = { taskId: task.id, day, dueAt, unitIds: [unitId] };
    if (!isReminded && !isEscalated && remindAt < dueAt) yield { ...one, kind: 'REMINDED', at: remindAt };
    if (!isEscalated) yield { ...one, kind: 'ESCALATED', at: later(dueAt, dueSince) };
  }
}

function later(a: Date, b: Date): Date {
  return a > b ? a : b;
}

function keyOf(taskId: string, unitId: string, day: string | null): string {
  return `${taskId}/${unitId}/${day ?? ''}`;
}
