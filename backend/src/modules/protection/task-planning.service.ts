import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import { requireGrants, requireViewer } from '../../platform/access/viewer.js';
import { Journal, type Written } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { MAX_TASKS, settingsOf, taskProblems } from './task-settings.js';
import { rowsOf, templateProblems } from './template-rows.js';
import { TaskFactsService } from './task-facts.service.js';
import { TaskTimetable } from './task-timetable.service.js';
import { ProtectionTask } from './task.entity.js';
import type {
  AddProtectionTaskInput,
  ApplyTaskTemplatesInput,
  ChangeProtectionTaskInput,
  RemoveProtectionTaskInput,
} from './task.inputs.js';
import { PeriodService } from './period.service.js';
import { TemplateService } from './template.service.js';

/** What control plans to be done: from templates, and by hand. */
@Injectable()
export class TaskPlanning {
  constructor(
    private readonly journal: Journal,
    private readonly periods: PeriodService,
    private readonly facts: TaskFactsService,
    private readonly timetable: TaskTimetable,
    private readonly templates: TemplateService,
  ) {}

  /**
   * Adds the tasks of templates that are not there yet, with deadlines counted from the period's phases.
   * @throws Refusal NOT_FOUND, BAD_INPUT, LIMIT_REACHED
   */
  async apply(input: ApplyTaskTemplatesInput, viewer: Viewer | null): Promise<string> {
    const { periodId, commandId } = input;
    const actor = await this.planner(periodId, viewer);
    const all = this.templates.templates();
    const command = { kind: 'TASKS_PLANNED', commandId, content: input, ...actor };
    await this.journal.append(command, async (tx, slot) => {
      const period = await this.periods.byId(periodId, tx);
      refuseBadInput(templateProblems(input, all, period));
      const present = await this.facts.tasksOf(periodId, tx);
      const chosen = all.filter(({ key }) => input.templateKeys.includes(key));
      const rows = rowsOf({ period, present, tagUnits: input.tagUnits, createdAt: slot.recordedAt }, chosen);
      if (rows.length === 0) refuseBadInput([{ path: 'templateKeys', code: 'DUPLICATE' }]);
      return this.added(tx, periodId, rows);
    });
    return periodId;
  }

  /** @throws Refusal NOT_FOUND, BAD_INPUT naming every wrong field, LIMIT_REACHED */
  async add(input: AddProtectionTaskInput, viewer: Viewer | null): Promise<ProtectionTask> {
    const { periodId, commandId: id } = input;
    const actor = await this.planner(periodId, viewer);
    const command = { kind: 'TASKS_PLANNED', commandId: id, content: input, ...actor };
    await this.journal.append(command, async (tx, slot) => {
      const period = await this.periods.byId(periodId, tx);
      const present = await this.facts.tasksOf(periodId, tx);
      refuseBadInput(taskProblems(input, { id, period, present }));
      const place = { id, exerciseId: period.exerciseId, periodId, ordinal: nextOrdinal(present) };
      const made = { templateKey: null, templateTaskKey: null, source: '', createdAt: slot.recordedAt };
      const row = { ...place, ...made, ...settingsOf(input, period, null), isRemoved: false, version: 1 };
      return this.added(tx, periodId, [row]);
    });
    return this.facts.task(id);
  }

  /** @throws Refusal NOT_FOUND, BAD_INPUT, STALE_VERSION */
  async change(input: ChangeProtectionTaskInput, viewer: Viewer | null): Promise<ProtectionTask> {
    const { taskId: id, commandId } = input;
    const { periodId } = await this.facts.task(id);
    const actor = await this.planner(periodId, viewer);
    const command = { kind: 'TASK_CHANGED', commandId, content: input, ...actor };
    await this.journal.append(command, async (tx) => {
      const before = await this.current(tx, input);
      const period = await this.periods.byId(periodId, tx);
      const present = await this.facts.tasksOf(periodId, tx);
      refuseBadInput(taskProblems(input, { id: before.id, period, present }));
      await tx.update(ProtectionTask, { id }, { ...settingsOf(input, period, before), version: before.version + 1 });
      return this.changed(tx, before, {});
    });
    return this.facts.task(id);
  }

  /** Takes a task out of the plan; what was done on it stays on record. @throws Refusal NOT_FOUND, STALE_VERSION */
  async remove(input: RemoveProtectionTaskInput, viewer: Viewer | null): Promise<string> {
    const { taskId: id, commandId } = input;
    const { periodId } = await this.facts.task(id);
    const actor = await this.planner(periodId, viewer);
    if (input.reason.trim() === '') refuseBadInput([{ path: 'reason', code: 'REQUIRED' }]);
    const command = { kind: 'TASK_REMOVED', commandId, content: input, ...actor };
    await this.journal.append(command, async (tx) => {
      const before = await this.current(tx, input);
      await tx.update(ProtectionTask, { id }, { isRemoved: true, version: before.version + 1 });
      return this.changed(tx, before, { reason: input.reason.trim() });
    });
    return periodId;
  }

  private async planner(periodId: string, viewer: Viewer | null): Promise<{ streamId: string; actor: Viewer }> {
    const actor = requireViewer(viewer);
    const { exerciseId: streamId } = await this.periods.byId(periodId);
    requireGrants(actor, streamId, 'protection.plan');
    return { streamId, actor };
  }

  private async current(
    tx: EntityManager,
    { taskId, version }: { readonly taskId: string; readonly version: number },
  ): Promise<ProtectionTask> {
    const task = await this.facts.task(taskId, tx);
    if (task.version !== version) throw new Refusal('STALE_VERSION');
    return task;
  }

  private async added(tx: EntityManager, periodId: string, rows: readonly ProtectionTask[]): Promise<Written> {
    const count = (await this.facts.tasksOf(periodId, tx)).length + rows.length;
    if (count > MAX_TASKS) throw new Refusal('LIMIT_REACHED', { limit: String(MAX_TASKS) });
    await tx.insert(ProtectionTask, [...rows]);
    await this.timetable.planNext(tx, periodId);
    const { unitIds } = await this.periods.byId(periodId, tx);
    const sealed = await sealRows(tx, { protection_task: rows.map(({ id }) => id) });
    return { subjectId: periodId, details: { count: rows.length, alsoTold: unitIds, sealed } };
  }

  private async changed(tx: EntityManager, before: ProtectionTask, details: Record<string, unknown>): Promise<Written> {
    await this.timetable.planNext(tx, before.periodId);
    const { unitIds } = await this.periods.byId(before.periodId, tx);
    const sealed = await sealRows(tx, { protection_task: before.id });
    const was = { name: before.name.zh, dueAt: before.dueAt };
    return { subjectId: before.id, details: { ...details, before: was, alsoTold: unitIds, sealed } };
  }
}

/** The place after the last. */
function nextOrdinal(present: readonly ProtectionTask[]): number {
  return Math.max(0, ...present.map(({ ordinal }) => ordinal)) + 1;
}
