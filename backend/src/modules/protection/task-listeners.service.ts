import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull } from 'typeorm';
import type { Telling } from '../../core/protection/board.js';
import type { Slot } from '../../platform/journal/journal.service.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { Membership } from '../exercise/membership.entity.js';
import { type NewNotice, NoticeService } from '../notice/notice.service.js';
import type { TaskFacts } from './task-facts.service.js';

interface Told {
  readonly facts: TaskFacts;
  readonly telling: Telling;
  readonly unitIds: readonly string[];
}

/** Who hears of a deadline: the units, and those who direct once it has passed. */
@Injectable()
export class TaskListeners {
  constructor(
    private readonly exercises: ExerciseService,
    private readonly notices: NoticeService,
  ) {}

  /** Gives the notices of a telling and answers their ids. */
  async tell(tx: EntityManager, slot: Slot, { facts, telling, unitIds }: Told): Promise<string[]> {
    const { period, tasks } = facts;
    const { kind, taskId, day, dueAt } = telling;
    const name = tasks.find(({ id }) => id === taskId)?.name.zh ?? '';
    const params = { task: name, period: period.name, until: dueAt.toISOString(), ...(day === null ? {} : { day }) };
    const code = kind === 'REMINDED' ? 'TASK_DUE_SOON' : 'TASK_OVERDUE';
    const toUnits = unitIds.map((partyId): NewNotice => ({ to: { partyId }, subjectId: taskId, code, params }));
    const control = kind === 'ESCALATED' ? await this.toControl(tx, period.exerciseId, unitIds) : [];
    const toControl = control.map(({ personId, units }): NewNotice => {
      return { to: { personId }, subjectId: taskId, code: 'TASK_OVERDUE_UNITS', params: { ...params, units } };
    });
    return this.notices.give(tx, period.exerciseId, slot, [...toUnits, ...toControl]);
  }

  private async toControl(
    tx: EntityManager,
    exerciseId: string,
    unitIds: readonly string[],
  ): Promise<{ personId: string; units: string }[]> {
    const names = new Map((await this.exercises.unitsOf(exerciseId, tx)).map(({ id, name }) => [id, name]));
    const units = unitIds.map((id) => names.get(id) ?? '').join('、');
    const directing = await tx.findBy(Membership, { exerciseId, role: 'ORGANIZER', revokedAt: IsNull() });
    return [...new Set(directing.map(({ userId }) => userId))].map((personId) => ({ personId, units }));
  }
}
