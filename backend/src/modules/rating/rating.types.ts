import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Seen } from '../../platform/access/seen.js';
import { LocalText } from '../../platform/graphql/shared.types.js';
import { RuleSetView } from '../ruleset/rule-set.types.js';
import { RatingSheet } from './rating-sheet.entity.js';

/** Who may read a rating at all; the service decides by role and state of the exercise. */
const MEMBERS = 'rating.read';

@ObjectType()
@Seen(MEMBERS)
export class RatedLevel {
  @Field() key: string;
  @Field() level: string;
}

/** A factor with the level it counts with. */
@ObjectType()
@Seen(MEMBERS)
export class RatedFactor {
  @Field() key: string;
  @Field(() => String, { nullable: true, description: 'Exact; null while not judged' }) level: string | null;
  @Field(() => [String], { description: 'Keys of the parts whose mean it is; empty when judged as a whole' })
  meanOf: string[];
}

/** A value with its grade; null where factors are missing. */
@ObjectType()
@Seen(MEMBERS)
export class RatedValue {
  @Field() key: string;
  @Field({ description: 'process | result' }) kind: string;
  @Field(() => String, { nullable: true }) exact: string | null;
  @Field(() => String, { nullable: true, description: 'Rounded as the rule-set says' }) text: string | null;
  @Field(() => String, { nullable: true, description: 'Key of the grade' }) grade: string | null;
  @Field(() => [String], { description: 'Keys of the factors it still needs' }) missing: string[];
}

/** Two factors that mirror each other do not add up. */
@ObjectType()
@Seen(MEMBERS)
export class MirrorWarning {
  @Field(() => [String]) factors: string[];
  @Field(() => [String]) levels: string[];
  @Field() sum: string;
  @Field() expected: string;
}

/** What a sheet of levels comes to. */
@ObjectType()
@Seen(MEMBERS)
export class RatingResult {
  @Field(() => [RatedFactor]) factors: RatedFactor[];
  @Field(() => [RatedValue]) values: RatedValue[];
  @Field(() => [MirrorWarning]) warnings: MirrorWarning[];
  @Field(() => [String], { description: 'Keys of the factors without a level' }) missing: string[];
}

/** A rule-set one may rate by. */
@ObjectType()
@Seen(MEMBERS)
export class RatingChoice {
  @Field(() => ID) hash: string;
  @Field() key: string;
  @Field() title: LocalText;
}

/** 演习评级: the rating of an exercise by rated factors. */
@ObjectType()
@Seen(MEMBERS)
export class ExerciseRating {
  @Field(() => ID) exerciseId: string;
  @Field({ description: 'Whether the viewer may record a sheet now' }) mayRecord: boolean;
  @Field(() => RatingSheet, { nullable: true }) current: RatingSheet | null;
  @Field(() => RuleSetView, {
    nullable: true,
    description: 'By which it is, or would be, rated; null when none is stored',
  })
  ruleSet: RuleSetView | null;
  @Field(() => [RatingChoice]) choices: RatingChoice[];
  @Field(() => [RatingSheet], { description: 'Newest first; empty for all but referees and control' })
  history: RatingSheet[];
}
