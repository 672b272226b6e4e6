import { Args, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Viewer } from '../../core/access/permissions.js';
import { dutyDaysOf, PERIOD_MODES, type PeriodMode } from '../../core/protection/period.js';
import { windowWarnings } from '../../core/protection/period-draft.js';
import { Allow } from '../../platform/access/allow.js';
import { Seen } from '../../platform/access/seen.js';
import { Asker } from '../../platform/access/viewer.js';
import { ProtectionPeriod } from './period.entity.js';
import { PeriodModeEnum } from './period.enums.js';
import {
  ChangeProtectionPeriodInput,
  CreateProtectionPeriodInput,
  PeriodTimesInput,
  SwitchProtectionModeInput,
} from './period.inputs.js';
import { PeriodPlanning } from './period-planning.service.js';
import { PeriodService } from './period.service.js';
import { ModeMeasures, ModeSwitch, PeriodNow, PeriodTimes, PeriodUnit, PeriodWarningView } from './period.types.js';
import { PeriodView } from './period-view.service.js';

/** Protection periods. */
@Resolver(() => ProtectionPeriod)
export class PeriodResolver {
  constructor(
    private readonly periods: PeriodService,
    private readonly planning: PeriodPlanning,
    private readonly view: PeriodView,
  ) {}

  @Query(() => [ProtectionPeriod], { description: 'Newest first' })
  @Allow('protection.read')
  protectionPeriods(
    @Args('exerciseId', { type: () => ID }) exerciseId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<ProtectionPeriod[]> {
    return this.periods.visibleTo(exerciseId, viewer);
  }

  @Query(() => ProtectionPeriod)
  @Allow('protection.read')
  protectionPeriod(
    @Args('id', { type: () => ID }) id: string,
    @Asker() viewer: Viewer | null,
  ): Promise<ProtectionPeriod> {
    return this.periods.read(id, viewer);
  }

  @Query(() => PeriodTimes, { description: 'What times would make, before anything is saved' })
  @Allow('protection.plan')
  periodTimes(@Args('input') input: PeriodTimesInput): PeriodTimes {
    return this.planning.times(input);
  }

  @Mutation(() => ProtectionPeriod)
  @Allow('protection.plan')
  createProtectionPeriod(
    @Args('input') input: CreateProtectionPeriodInput,
    @Asker() viewer: Viewer | null,
  ): Promise<ProtectionPeriod> {
    return this.planning.create(input, viewer);
  }

  @Mutation(() => ProtectionPeriod)
  @Allow('protection.plan')
  changeProtectionPeriod(
    @Args('input') input: ChangeProtectionPeriodInput,
    @Asker() viewer: Viewer | null,
  ): Promise<ProtectionPeriod> {
    return this.planning.change(input, viewer);
  }

  @Mutation(() => ProtectionPeriod)
  @Allow('protection.plan')
  switchProtectionMode(
    @Args('input') input: SwitchProtectionModeInput,
    @Asker() viewer: Viewer | null,
  ): Promise<ProtectionPeriod> {
    return this.planning.switchMode(input, viewer);
  }

  @ResolveField(() => PeriodModeEnum)
  mode(@Parent() { id }: ProtectionPeriod): Promise<PeriodMode> {
    return this.periods.modeOf(id);
  }

  @ResolveField(() => [ModeMeasures])
  measures(@Parent() { measures }: ProtectionPeriod): ModeMeasures[] {
    return PERIOD_MODES.map((mode) => ({ mode, measures: measures[mode] }));
  }

  @ResolveField(() => [ModeSwitch], { description: 'Newest first' })
  switches(@Parent() { id }: ProtectionPeriod): Promise<ModeSwitch[]> {
    return this.view.switches(id);
  }

  @ResolveField(() => PeriodNow)
  now(@Parent() period: ProtectionPeriod): PeriodNow {
    return this.view.now(period);
  }

  @ResolveField(() => [String], { description: 'Local dates that a window touches' })
  dutyDays(@Parent() period: ProtectionPeriod): string[] {
    return dutyDaysOf(period);
  }

  @ResolveField(() => [PeriodWarningView])
  warnings(@Parent() { zone, windows }: ProtectionPeriod): PeriodWarningView[] {
    return windowWarnings(zone, windows);
  }

  @ResolveField(() => [PeriodUnit], { description: 'Root units that take part, as far as the viewer may know them' })
  units(@Parent() period: ProtectionPeriod, @Asker() viewer: Viewer | null): Promise<PeriodUnit[]> {
    return this.view.units(period, viewer);
  }

  @ResolveField(() => PeriodUnit, { nullable: true, description: 'Null = control' })
  @Seen('protection.read')
  ownerUnit(@Parent() period: ProtectionPeriod): Promise<PeriodUnit | null> {
    return this.view.owner(period);
  }
}
