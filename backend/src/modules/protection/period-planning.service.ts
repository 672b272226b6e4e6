import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { unknownIds } from '../../core/kernel/form.js';
import { type FieldProblem, Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import { dutyDaysOf, PERIOD_MODES, type PeriodMode } from '../../core/protection/period.js';
import { draftProblems, type PeriodDraft, periodTimes, windowWarnings } from '../../core/protection/period-draft.js';
import { requireGrants, requireViewer } from '../../platform/access/viewer.js';
import { Journal, type Slot, type Written } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { PeriodAct } from './period-act.entity.js';
import { ProtectionPeriod } from './period.entity.js';
import type {
  ChangeProtectionPeriodInput,
  CreateProtectionPeriodInput,
  ModeMeasuresInput,
  PeriodTimesInput,
  SwitchProtectionModeInput,
} from './period.inputs.js';
import { PeriodService } from './period.service.js';
import type { PeriodTimes } from './period.types.js';
import { TaskTimetable } from './task-timetable.service.js';

type Settings = Pick<
  ProtectionPeriod,
  | 'name'
  | 'basis'
  | 'zone'
  | 'windows'
  | 'phases'
  | 'measures'
  | 'ownerUnitId'
  | 'unitIds'
  | 'zeroReportAt'
  | 'incidentHours'
>;

/** What control does to protection periods. */
@Injectable()
export class PeriodPlanning {
  constructor(
    private readonly journal: Journal,
    private readonly exercises: ExerciseService,
    private readonly periods: PeriodService,
    private readonly timetable: TaskTimetable,
  ) {}

  /** What times would make, with warnings, before anything is saved. @throws Refusal BAD_INPUT by field */
  times(input: PeriodTimesInput): PeriodTimes {
    const draft = draftOf(input);
    refuseBadInput(draftProblems(draft));
    const { zone, windows, phases } = periodTimes(draft);
    return {
      windows: [...windows],
      phases: [...phases],
      warnings: windowWarnings(zone, windows),
      dutyDays: dutyDaysOf({ zone, windows }),
    };
  }

  /** @throws Refusal NOT_FOUND, BAD_INPUT naming every wrong field */
  async create(input: CreateProtectionPeriodInput, viewer: Viewer | null): Promise<ProtectionPeriod> {
    const { exerciseId, commandId: id } = input;
    const actor = requireViewer(viewer);
    requireGrants(actor, exerciseId, 'protection.plan');
    const settings = await this.settingsOf(exerciseId, input);
    const command = { streamId: exerciseId, kind: 'PERIOD_CREATED', commandId: id, content: input, actor };
    await this.journal.append(command, async (tx, slot) => {
      const made = { createdAt: slot.recordedAt, createdById: actor.userId, version: 1 };
      await tx.insert(ProtectionPeriod, { id, exerciseId, ...settings, ...made });
      return this.written(tx, id, { name: settings.name });
    });
    return this.periods.byId(id);
  }

  /** Changes the settings; deadlines of tasks that stand already stay as they are. @throws Refusal STALE_VERSION and as create */
  async change(input: ChangeProtectionPeriodInput, viewer: Viewer | null): Promise<ProtectionPeriod> {
    const { periodId: id, commandId } = input;
    const actor = requireViewer(viewer);
    const { exerciseId } = await this.periods.byId(id);
    requireGrants(actor, exerciseId, 'protection.plan');
    const settings = await this.settingsOf(exerciseId, input);
    const command = { streamId: exerciseId, kind: 'PERIOD_CHANGED', commandId, content: input, actor };
    await this.journal.append(command, async (tx) => {
      const before = await this.periods.byId(id, tx);
      if (before.version !== input.version) throw new Refusal('STALE_VERSION');
      await tx.update(ProtectionPeriod, { id }, { ...settings, version: before.version + 1 });
      await this.timetable.planNext(tx, id);
      return this.written(tx, id, { name: settings.name, before: { name: before.name, windows: before.windows } });
    });
    return this.periods.byId(id);
  }

  /** Puts another mode into force, with its measures. @throws Refusal NOT_FOUND, WRONG_STATE when it is in force already */
  async switchMode(input: SwitchProtectionModeInput, viewer: Viewer | null): Promise<ProtectionPeriod> {
    const actor = requireViewer(viewer);
    const { exerciseId } = await this.periods.byId(input.periodId);
    requireGrants(actor, exerciseId, 'protection.plan');
    if (input.reason.trim() === '') refuseBadInput([{ path: 'reason', code: 'REQUIRED' }]);
    const { commandId } = input;
    const command = { streamId: exerciseId, kind: 'PERIOD_MODE_SWITCHED', commandId, content: input, actor };
    await this.journal.append(command, (tx, slot) => this.switched(tx, slot, { input, actor }));
    return this.periods.byId(input.periodId);
  }

  private async switched(
    tx: EntityManager,
    slot: Slot,
    { input, actor }: { input: SwitchProtectionModeInput; actor: Viewer },
  ): Promise<Written> {
    const { mode, periodId } = input;
    const period = await this.periods.byId(periodId, tx);
    const before = await this.periods.modeOf(periodId, tx);
    if (before === mode) throw new Refusal('WRONG_STATE', { state: mode });
    const act = {
      id: randomUUID(),
      exerciseId: period.exerciseId,
      periodId,
      seq: slot.seq,
      kind: 'MODE_SWITCHED',
    } as const;
    const measures = period.measures[mode];
    const said = { mode, measures, reason: input.reason.trim(), byId: actor.userId, at: slot.recordedAt };
    await tx.insert(PeriodAct, { ...act, ...said });
    const sealed = await sealRows(tx, { protection_period_act: act.id });
    return { subjectId: periodId, details: { before, mode, alsoTold: period.unitIds, sealed } };
  }

  private async written(tx: EntityManager, id: string, details: Record<string, unknown>): Promise<Written> {
    const { unitIds } = await this.periods.byId(id, tx);
    const sealed = await sealRows(tx, { protection_period: id });
    return { subjectId: id, details: { ...details, alsoTold: unitIds, sealed } };
  }

  private async settingsOf(
    exerciseId: string,
    input: CreateProtectionPeriodInput | ChangeProtectionPeriodInput,
  ): Promise<Settings> {
    const draft = draftOf(input.times);
    const units = await this.exercises.unitsOf(exerciseId);
    const roots = new Set(units.filter(({ parentId }) => parentId === null).map(({ id }) => id));
    const unitIds = [...new Set(input.unitIds.map((id) => id.toLowerCase()))];
    const ownerUnitId = input.ownerUnitId?.toLowerCase() ?? null;
    refuseBadInput([
      ...(input.name.trim() === '' ? [{ path: 'name', code: 'REQUIRED' }] : []),
      ...draftProblems(draft).map(({ path, code }): FieldProblem => ({ path: `times.${path}`, code })),
      ...unknownIds('unitIds', unitIds, roots),
      ...unknownIds('ownerUnitId', ownerUnitId === null ? [] : [ownerUnitId], roots).map(({ code }) => ({
        path: 'ownerUnitId',
        code,
      })),
    ]);
    const { zone, windows, phases } = periodTimes(draft);
    return {
      name: input.name.trim(),
      basis: input.basis.trim(),
      zone,
      windows: [...windows],
      phases: [...phases],
      measures: measuresOf(input.measures),
      ownerUnitId,
      unitIds,
      zeroReportAt: draft.zeroReportAt,
      incidentHours: input.incidentHours,
    };
  }
}

function draftOf({ zone, windows, phases, zeroReportAt }: PeriodTimesInput): PeriodDraft {
  return { zone, windows: windows.map((one) => ({ ...one })), phases: phases ?? null, zeroReportAt };
}

function measuresOf(given: readonly ModeMeasuresInput[]): Record<PeriodMode, string[]> {
  const of = (mode: PeriodMode): string[] =>
    given
      .filter((one) => one.mode === mode)
      .flatMap(({ measures }) => measures.map((text) => text.trim()))
      .filter((text) => text !== '');
  return Object.fromEntries(PERIOD_MODES.map((mode) => [mode, of(mode)])) as Record<PeriodMode, string[]>;
}
