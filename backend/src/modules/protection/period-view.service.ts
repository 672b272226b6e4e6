import { Injectable } from '@nestjs/common';
import type { Viewer } from '../../core/access/permissions.js';
import { dutyDaysOf, phaseAt, windowAt } from '../../core/protection/period.js';
import { dateOf } from '../../core/protection/wall-time.js';
import { Clock } from '../../platform/clock/clock.js';
import { IdentityService } from '../identity/identity.service.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import type { ProtectionPeriod } from './period.entity.js';
import { PeriodService } from './period.service.js';
import type { ModeSwitch, PeriodNow, PeriodUnit } from './period.types.js';
import { TaskViewService } from './task-view.service.js';

/** Edges of a period: its units, switches and where it stands. */
@Injectable()
export class PeriodView {
  constructor(
    private readonly clock: Clock,
    private readonly periods: PeriodService,
    private readonly exercises: ExerciseService,
    private readonly identity: IdentityService,
    private readonly tasks: TaskViewService,
  ) {}

  units(period: ProtectionPeriod, viewer: Viewer | null): Promise<PeriodUnit[]> {
    return this.tasks.unitsSeen(period, viewer);
  }

  async owner({ exerciseId, ownerUnitId }: ProtectionPeriod): Promise<PeriodUnit | null> {
    const units = ownerUnitId === null ? [] : await this.exercises.unitsOf(exerciseId);
    const owner = units.find(({ id }) => id === ownerUnitId);
    return owner === undefined ? null : { id: owner.id, name: owner.name };
  }

  async switches(periodId: string): Promise<ModeSwitch[]> {
    const acts = await this.periods.switchesOf(periodId);
    const people = await this.identity.byIds(acts.map(({ byId }) => byId));
    const names = new Map(people.map(({ id, displayName }) => [id, displayName]));
    return acts.map(({ byId, ...act }) => ({ ...act, byName: names.get(byId) ?? '' }));
  }

  now(period: ProtectionPeriod): PeriodNow {
    const now = this.clock.now();
    const window = windowAt(period, now);
    const day = dutyDaysOf(period).indexOf(dateOf(now, period.zone));
    return {
      phase: phaseAt(period, now),
      isWindowOpen: window !== null,
      windowEndsAt: window?.endsAt ?? null,
      dutyDay: day < 0 ? null : day + 1,
    };
  }
}
