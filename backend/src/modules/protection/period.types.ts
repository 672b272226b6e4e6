import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { PeriodMode, PeriodPhase } from '../../core/protection/period.js';
import type { PeriodWarning } from '../../core/protection/period-draft.js';
import { Seen } from '../../platform/access/seen.js';
import { PeriodPhaseSpan, PeriodWindow } from './period.entity.js';
import { PeriodModeEnum, PeriodPhaseEnum } from './period.enums.js';

@ObjectType()
@Seen('protection.read')
export class ModeMeasures {
  @Field(() => PeriodModeEnum) mode: PeriodMode;
  @Field(() => [String]) measures: string[];
}

/** A switch of the mode, with the measures that came into force. */
@ObjectType()
@Seen('protection.read')
export class ModeSwitch {
  @Field(() => PeriodModeEnum) mode: PeriodMode;
  @Field(() => [String]) measures: string[];
  @Field() reason: string;
  @Field() at: Date;
  @Field() byName: string;
  @Field(() => Int) seq: number;
}

/** Something true and unexpected about a window: a clock is changed in it or at one of its ends. */
@ObjectType()
@Seen('protection.read')
export class PeriodWarningView {
  @Field(() => Int, { description: 'Place of the window, from 0' }) window: number;
  @Field(() => String, { description: 'CLOCK_CHANGES, SKIPPED, TWICE' }) code: PeriodWarning['code'];
  @Field(() => String, { nullable: true }) local: string | null;
  @Field(() => Int, { description: 'True length' }) minutes: number;
  @Field(() => Int, { description: 'Length it reads as' }) wallMinutes: number;
}

/** What the times of a draft make. */
@ObjectType()
@Seen('protection.read')
export class PeriodTimes {
  @Field(() => [PeriodWindow]) windows: readonly PeriodWindow[];
  @Field(() => [PeriodPhaseSpan]) phases: readonly PeriodPhaseSpan[];
  @Field(() => [PeriodWarningView]) warnings: readonly PeriodWarningView[];
  @Field(() => [String], { description: 'Local dates that a window touches' }) dutyDays: readonly string[];
}

/** Where a period stands now. */
@ObjectType()
@Seen('protection.read')
export class PeriodNow {
  @Field(() => PeriodPhaseEnum, { nullable: true }) phase: PeriodPhase | null;
  @Field() isWindowOpen: boolean;
  @Field(() => Date, { nullable: true }) windowEndsAt: Date | null;
  @Field(() => Int, { nullable: true, description: 'Which duty day it is, from 1' }) dutyDay: number | null;
}

@ObjectType()
@Seen('protection.read')
export class PeriodUnit {
  @Field(() => ID) id: string;
  @Field() name: string;
}
