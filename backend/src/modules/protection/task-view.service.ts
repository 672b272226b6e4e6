import { Injectable } from '@nestjs/common';
import { grantsIn, type Viewer } from '../../core/access/permissions.js';
import { Refusal } from '../../core/kernel/refusal.js';
import type { TaskCell } from '../../core/protection/board.js';
import { occasionsOf, stepRefusal, TASK_STEPS, type TaskStep, unitsOf } from '../../core/protection/task.js';
import { Clock } from '../../platform/clock/clock.js';
import { EvidenceService } from '../evidence/evidence.service.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { IdentityService } from '../identity/identity.service.js';
import type { ProtectionPeriod } from './period.entity.js';
import { PeriodService, rootsSeen } from './period.service.js';
import type { PeriodUnit } from './period.types.js';
import type { StoredTaskAct } from './task-act.entity.js';
import { type TaskFacts, TaskFactsService } from './task-facts.service.js';
import type { ProtectionTask } from './task.entity.js';
import type { TaskActView, TaskCellView, TaskFile, TaskMatrix } from './task.types.js';
import type { TaskPlace } from './task-work.service.js';

/** People and files behind acts. */
@Injectable()
export class TaskSources {
  constructor(
    readonly identity: IdentityService,
    readonly evidence: EvidenceService,
    readonly exercises: ExerciseService,
  ) {}
}

/** What people see of tasks: control and referees all units, a unit's people their own. */
@Injectable()
export class TaskViewService {
  constructor(
    private readonly clock: Clock,
    private readonly periods: PeriodService,
    private readonly facts: TaskFactsService,
    private readonly sources: TaskSources,
  ) {}

  /** The matrix of a period. @throws Refusal NOT_FOUND */
  async matrix(periodId: string, viewer: Viewer | null): Promise<TaskMatrix> {
    const period = await this.periods.read(periodId, viewer);
    const units = await this.unitsSeen(period, viewer);
    const facts = await this.facts.of(periodId);
    const asOf = this.clock.now();
    const cells = Map.groupBy(
      facts.board.cells(
        asOf,
        units.map(({ id }) => id),
      ),
      ({ taskId }) => taskId,
    );
    const isAll = rootsSeen(viewer, period.exerciseId) === null;
    const rows = facts.tasks
      .map((task) => ({ task, cells: (cells.get(task.id) ?? []).map(cellView) }))
      .filter((row) => isAll || row.cells.length > 0);
    return { periodId, asOf, units, rows };
  }

  /** The root units of a period as far as the viewer may know them, by name. */
  async unitsSeen(period: ProtectionPeriod, viewer: Viewer | null): Promise<PeriodUnit[]> {
    const roots = rootsSeen(viewer, period.exerciseId);
    const units = await this.sources.exercises.unitsOf(period.exerciseId);
    return units
      .filter(({ id }) => period.unitIds.includes(id) && (roots === null || roots.has(id)))
      .map(({ id, name }) => ({ id, name }));
  }

  /** One unit's place in one task, with its acts. @throws Refusal NOT_FOUND for unknown and foreign ones alike */
  async file({ taskId, unitId, day }: TaskPlace, viewer: Viewer | null): Promise<TaskFile> {
    const task = await this.facts.task(taskId);
    const facts = await this.facts.of(task.periodId);
    const unit = (await this.unitsSeen(facts.period, viewer)).find(({ id }) => id === unitId.toLowerCase());
    if (unit === undefined || !unitsOf(task, facts.period.unitIds).includes(unit.id)) throw new Refusal('NOT_FOUND');
    const days = occasionsOf(facts.period, task);
    if (day !== null && !days.includes(day)) throw new Refusal('NOT_FOUND');
    const now = this.clock.now();
    const shown = facts.board.cell(task, unit.id, now, day ?? facts.board.occasion(task, now));
    const own = facts.acts.filter((act) => act.taskId === task.id && act.unitId === unit.id);
    return {
      task,
      unit,
      cell: cellView(shown),
      days: task.daily ? days.map((one) => cellView(facts.board.cell(task, unit.id, now, one))) : [],
      acts: await this.acts(own.filter((act) => act.day === shown.day)),
      steps: stepsOf({ facts, task, cell: shown }, viewer),
    };
  }

  /** Acts with their people and files, oldest first. */
  async acts(acts: readonly StoredTaskAct[]): Promise<TaskActView[]> {
    const { identity, evidence } = this.sources;
    const people = await identity.byIds(acts.flatMap(({ byId }) => byId ?? []));
    const files = new Map(
      (await evidence.byIds(acts.flatMap(({ evidenceIds }) => evidenceIds))).map((one) => [one.id, one]),
    );
    const names = new Map(people.map(({ id, displayName }) => [id, displayName]));
    return acts.map(({ id, kind, day, at, seq, byId, text, dueAt, evidenceIds }) => ({
      ...{ id, kind, day, at, seq, text, dueAt },
      byName: byId === null ? null : (names.get(byId) ?? null),
      evidence: evidenceIds.flatMap((fileId) => files.get(fileId) ?? []),
    }));
  }
}

interface Shown {
  readonly facts: TaskFacts;
  readonly task: ProtectionTask;
  readonly cell: TaskCell;
}

/** What the viewer may do with it now. */
function stepsOf({ facts, cell }: Shown, viewer: Viewer | null): TaskStep[] {
  const { exerciseId } = facts.period;
  const isOwn = grantsIn(viewer, exerciseId, 'task.work').some(({ unitId }) => unitId === cell.unitId);
  const isControl = grantsIn(viewer, exerciseId, 'task.sign').length > 0;
  const byId = viewer?.userId ?? '';
  return TASK_STEPS.filter((step) => {
    const isWork = step === 'STARTED' || step === 'SUBMITTED';
    if (!(isWork ? isOwn : isControl)) return false;
    return stepRefusal(cell.status, { step, byId, isBlocked: cell.waitsFor.length > 0 }) === null;
  });
}

function cellView({ unitId, day, status, waitsFor, missedDays }: TaskCell): TaskCellView {
  const { state, dueAt, isOverdue, isLate, submittedAt } = status;
  return { unitId, day, state, dueAt, isOverdue, isLate, submittedAt, waitsFor, missedDays };
}
