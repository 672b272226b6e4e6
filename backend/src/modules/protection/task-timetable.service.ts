import { randomUUID } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Refusal } from '../../core/kernel/refusal.js';
import type { Telling } from '../../core/protection/board.js';
import { Transaction } from '../../platform/database/transaction.js';
import { Journal, type Slot, type Written } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { timerCommandId } from '../../platform/timetable/command-id.js';
import { Timetable } from '../../platform/timetable/timetable.service.js';
import { StoredTaskAct } from './task-act.entity.js';
import { type TaskFacts, TaskFactsService } from './task-facts.service.js';
import { TaskListeners } from './task-listeners.service.js';

const KIND = 'protection-tasks';

/** What time says about tasks: the unit is reminded before a deadline; it and control are told once it has passed. */
@Injectable()
export class TaskTimetable implements OnModuleInit {
  constructor(
    private readonly transaction: Transaction,
    private readonly journal: Journal,
    private readonly timetable: Timetable,
    private readonly facts: TaskFactsService,
    private readonly people: TaskListeners,
  ) {}

  onModuleInit(): void {
    this.timetable.register(KIND, (periodId, now) => this.look(periodId, now));
  }

  /** Says when to look at a period next; called within every act that may change it. */
  async planNext(tx: EntityManager, periodId: string): Promise<void> {
    const { board, period } = await this.facts.of(periodId, tx);
    const dueAt = board.nextTellingAt();
    await this.timetable.plan(tx, { kind: KIND, subjectId: periodId, exerciseId: period.exerciseId, dueAt });
  }

  /** Tells whatever is due, one record for each task and deadline, in the order it was due. */
  private async look(periodId: string, now: Date): Promise<void> {
    const { board, period } = await this.facts.of(periodId);
    for (const telling of board.dueTellings(now)) {
      const { kind, taskId, day, dueAt, unitIds } = telling;
      const what = [kind, taskId, day ?? '', dueAt.toISOString(), ...unitIds].join('/');
      const command = {
        streamId: period.exerciseId,
        kind: `TASK_${kind}`,
        commandId: timerCommandId(KIND, periodId, what),
        content: telling,
        actor: null,
      };
      await this.journal
        .append(command, (tx, slot) => this.tell(tx, slot, { periodId, telling, now }))
        .catch(unlessDone);
    }
    await this.transaction.run(async (tx) => {
      // Under the stream's lock: nobody may act between what is read and what is planned.
      await tx.query('SELECT 1 FROM journal_stream WHERE stream_id = $1 FOR UPDATE', [period.exerciseId]);
      await this.planNext(tx, periodId);
    });
  }

  private async tell(tx: EntityManager, slot: Slot, looked: Looked): Promise<Written> {
    const { periodId, telling, now } = looked;
    const facts = await this.facts.of(periodId, tx);
    const unitIds = stillDue(facts, telling, now);
    if (unitIds.length === 0) throw new Refusal('WRONG_STATE');
    const { kind, taskId, day, at } = telling;
    const told = { kind, taskId, day, at, byId: null, text: '', evidenceIds: [], dueAt: telling.dueAt };
    const place = { exerciseId: facts.period.exerciseId, periodId, seq: slot.seq, recordedAt: slot.recordedAt };
    const acts = unitIds.map((unitId, ordinal) => ({ id: randomUUID(), ...place, ...told, unitId, ordinal }));
    await tx.insert(StoredTaskAct, acts);
    const notice = await this.people.tell(tx, slot, { facts, telling, unitIds });
    const sealed = await sealRows(tx, { protection_task_act: acts.map(({ id }) => id), notice });
    return { subjectId: taskId, details: { periodId, day, alsoTold: unitIds, sealed } };
  }
}

interface Looked {
  readonly periodId: string;
  readonly telling: Telling;
  readonly now: Date;
}

/** Of the units looked at those to whom it still has to be said: somebody may have acted before the lock was ours. */
function stillDue({ board }: TaskFacts, telling: Telling, now: Date): readonly string[] {
  const { kind, taskId, day, at } = telling;
  const isSame = (one: Telling): boolean =>
    one.kind === kind && one.taskId === taskId && one.day === day && one.at.getTime() === at.getTime();
  const open = new Set(
    board
      .dueTellings(now)
      .filter(isSame)
      .flatMap(({ unitIds }) => unitIds),
  );
  return telling.unitIds.filter((id) => open.has(id));
}

/** All those it was for have acted meanwhile: nothing is to be told any more. */
function unlessDone(error: unknown): void {
  if (!(error instanceof Refusal)) throw error;
}
