import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Seen } from '../../platform/access/seen.js';
import { LocalText } from '../../platform/graphql/shared.types.js';
import { RuleFormula } from './rule-set.types.js';

/** Rule-sets are public: whoever is rated may read by what. */
const OPEN = 'ruleset.read';

@ObjectType()
@Seen(OPEN)
export class RatingLevelView {
  @Field() level: string;
  @Field() title: LocalText;
}

@ObjectType()
@Seen(OPEN)
export class RatingPartView {
  @Field() key: string;
  @Field() symbol: string;
  @Field() title: LocalText;
}

/** A factor judged by level. */
@ObjectType()
@Seen(OPEN)
export class RatingFactorView {
  @Field() key: string;
  @Field() symbol: string;
  @Field() title: LocalText;
  @Field() group: LocalText;
  @Field(() => [RatingLevelView]) levels: RatingLevelView[];
  /** When judged, the factor is their mean. */
  @Field(() => [RatingPartView]) parts: RatingPartView[];
}

/** A value computed from factors and other values. */
@ObjectType()
@Seen(OPEN)
export class RatingValueView {
  @Field() key: string;
  @Field() symbol: string;
  @Field() title: LocalText;
  @Field({ description: 'process | result' }) kind: string;
  @Field(() => RuleFormula) formula: RuleFormula;
}

@ObjectType()
@Seen(OPEN)
export class RatingGradeView {
  @Field() key: string;
  @Field() title: LocalText;
  @Field() from: string;
}

@ObjectType()
@Seen(OPEN)
export class RatingMirrorView {
  @Field(() => [String]) factors: string[];
  @Field() sum: string;
}

/** Rated factors, their values and grades. */
@ObjectType()
@Seen(OPEN)
export class RatingRulesView {
  @Field(() => [RatingFactorView]) factors: RatingFactorView[];
  @Field(() => [RatingValueView]) values: RatingValueView[];
  @Field(() => [RatingGradeView]) grades: RatingGradeView[];
  @Field(() => [RatingMirrorView]) mirrors: RatingMirrorView[];
  @Field(() => Int) places: number;
}
