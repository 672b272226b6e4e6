import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Seen } from '../../platform/access/seen.js';
import { LocalText } from '../../platform/graphql/shared.types.js';

/** Rule-sets are public: whoever is scored may read by what. */
const OPEN = 'ruleset.read';

/** What stands at a path instead of the file's own reading; the value as JSON. */
@ObjectType()
@Seen(OPEN)
export class RuleSetting {
  @Field() path: string;
  @Field() value: string;
}

/** Another reading of an unclear point. */
@ObjectType()
@Seen(OPEN)
export class RuleAlternative {
  @Field() key: string;
  @Field() title: LocalText;
  @Field(() => [RuleSetting]) settings: RuleSetting[];
}

@ObjectType()
@Seen(OPEN)
export class RuleCap {
  @Field() key: string;
  @Field() title: LocalText;
  @Field() limit: string;
  /** Key of a wider family whose limit holds as well. */
  @Field(() => String, { nullable: true }) within: string | null;
}

/** One thing that multiplies points after their price. */
@ObjectType()
@Seen(OPEN)
export class RuleMultiplier {
  @Field({ description: 'decay | key-unit | non-participant' }) kind: string;
  @Field() clause: LocalText;
  /** One figure, or a share for each use. */
  @Field(() => [String]) times: string[];
  /** So many count; null = no limit. */
  @Field(() => Int, { nullable: true }) limit: number | null;
  /** Where it is counted: exercise, team, unit, team-unit; own or root for the key-unit flag. */
  @Field() scope: string;
  @Field(() => String, { nullable: true, description: 'node | result' }) counts: string | null;
  @Field(() => Boolean, { nullable: true }) zeroTakesPlace: boolean | null;
}

@ObjectType()
@Seen(OPEN)
export class RuleMultipliers {
  /** In the order they act. */
  @Field(() => [RuleMultiplier]) list: RuleMultiplier[];
  @Field({ description: 'none | half-up | up | down' }) rounding: string;
  @Field(() => Int) places: number;
  @Field() roundEach: boolean;
  @Field({ description: 'after-multipliers | before-multipliers' }) capStage: string;
  @Field({ description: 'after-multipliers | before-multipliers' }) deductionStage: string;
}

@ObjectType()
@Seen(OPEN)
export class RulePenaltyTier {
  @Field(() => Int, { nullable: true }) untilMinutes: number | null;
  @Field() points: string;
}

/** The clock of abnormal defence 非正常防守. */
@ObjectType()
@Seen(OPEN)
export class RuleAbnormalDefense {
  @Field() title: LocalText;
  @Field() clause: LocalText;
  @Field(() => Int) graceMinutes: number;
  @Field(() => Int) stepMinutes: number;
  @Field(() => [RulePenaltyTier]) tiers: RulePenaltyTier[];
  @Field({ description: 'evidence | notice | grace-end' }) tiersFrom: string;
  @Field({ description: 'down | up' }) rounding: string;
  @Field({ description: 'tier | whole' }) roundingSpan: string;
  @Field({ description: 'added | merged' }) episodes: string;
}

@ObjectType()
@Seen(OPEN)
export class RuleDrillLimit {
  @Field({ description: 'Kind of expectation' }) kind: string;
  @Field() limit: string;
}

/** What the marks of drills 演练评估 are held under. */
@ObjectType()
@Seen(OPEN)
export class RuleDrillMarks {
  @Field() title: LocalText;
  @Field() clause: LocalText;
  @Field(() => [RuleDrillLimit]) limits: RuleDrillLimit[];
  @Field(() => String, { nullable: true, description: 'In all; null = no limit' }) total: string | null;
  @Field({ description: 'drill | exercise' }) limitsPer: string;
}

/** A worked example the file carries as its own test. */
@ObjectType()
@Seen(OPEN)
export class RuleExample {
  @Field() name: string;
  @Field() title: LocalText;
  @Field(() => [RuleSetting]) settings: RuleSetting[];
}
