import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource, type EntityManager } from 'typeorm';
import { Refusal } from '../../core/kernel/refusal.js';
import { TaskBoard } from '../../core/protection/board.js';
import { ProtectionPeriod } from './period.entity.js';
import { PeriodService } from './period.service.js';
import { StoredTaskAct } from './task-act.entity.js';
import { ProtectionTask } from './task.entity.js';

/** Everything about the tasks of one period. */
export interface TaskFacts {
  readonly period: ProtectionPeriod;
  /** In their order, without those removed. */
  readonly tasks: readonly ProtectionTask[];
  readonly acts: readonly StoredTaskAct[];
  readonly board: TaskBoard;
}

/** Reads tasks and what was done on them. Inside a transaction pass its manager. */
@Injectable()
export class TaskFactsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly periods: PeriodService,
  ) {}

  /** The whole of a period. @throws Refusal NOT_FOUND */
  async of(periodId: string, tx: EntityManager = this.dataSource.manager): Promise<TaskFacts> {
    const period = await this.periods.byId(periodId, tx);
    const tasks = await this.tasksOf(periodId, tx);
    const acts = await tx.find(StoredTaskAct, { where: { periodId }, order: { seq: 'ASC', ordinal: 'ASC' } });
    const { unitIds, zeroReportAt } = period;
    return { period, tasks, acts, board: new TaskBoard({ period, unitIds, zeroReportAt, tasks, acts }) };
  }

  /** The tasks of a period in their order, without those removed. */
  tasksOf(periodId: string, tx: EntityManager = this.dataSource.manager): Promise<ProtectionTask[]> {
    const where = { periodId, isRemoved: false };
    return tx.find(ProtectionTask, { where, order: { ordinal: 'ASC', id: 'ASC' } });
  }

  /** A task, whoever asks. @throws Refusal NOT_FOUND, for a removed one as well */
  async task(id: string, tx: EntityManager = this.dataSource.manager): Promise<ProtectionTask> {
    const task = isUUID(id) ? await tx.findOneBy(ProtectionTask, { id, isRemoved: false }) : null;
    if (task === null) throw new Refusal('NOT_FOUND');
    return task;
  }
}
