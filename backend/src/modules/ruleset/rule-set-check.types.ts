import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { RuleChange } from '../../core/ruleset/compare.js';
import { Seen } from '../../platform/access/seen.js';
import { enumOf } from '../../platform/graphql/enums.js';
import { LocalText } from '../../platform/graphql/shared.types.js';
import { RuleSetView } from './rule-set.types.js';

export const RuleChangeKindEnum = enumOf(['ADDED', 'REMOVED', 'CHANGED'] as const);

registerEnumType(RuleChangeKindEnum, { name: 'RuleChangeKind', description: 'What became of a place in the file' });

/** Something wrong with a file, at its place; lines and columns count from 1. */
@ObjectType()
@Seen('ruleset.write')
export class RuleSetProblem {
  @Field(() => Int) line: number;
  @Field(() => Int) column: number;
  @Field() path: string;
  @Field() code: string;
  @Field() message: LocalText;
}

/** A figure of a worked example that does not come out as the file says. */
@ObjectType()
@Seen('ruleset.write')
export class ExampleMismatch {
  @Field() what: string;
  @Field() expected: string;
  @Field() actual: string;
}

@ObjectType()
@Seen('ruleset.write')
export class ExampleOutcome {
  @Field() name: string;
  @Field() title: LocalText;
  /** Empty = it holds. */
  @Field(() => [ExampleMismatch]) mismatches: ExampleMismatch[];
}

/** A file as it was examined; nothing has been stored. */
@ObjectType()
@Seen('ruleset.write')
export class RuleSetCheck {
  @Field(() => [RuleSetProblem]) problems: RuleSetProblem[];
  /** Null while there are problems. */
  @Field(() => RuleSetView, { nullable: true }) ruleSet: RuleSetView | null;
  /** Whether this very version is stored already. */
  @Field() isStored: boolean;
  @Field(() => [ExampleOutcome]) examples: ExampleOutcome[];
}

/** One difference between two versions. */
@ObjectType('RuleChange')
@Seen('ruleset.read')
export class RuleChangeView implements RuleChange {
  @Field(() => RuleChangeKindEnum) kind: RuleChange['kind'];
  @Field() path: string;
  /** Titles met on the way, e.g. 集权系统 → 管理员. */
  @Field(() => [LocalText]) where: LocalText[];
  @Field(() => String, { nullable: true }) before: string | null;
  @Field(() => String, { nullable: true }) after: string | null;
}

@ObjectType()
@Seen('ruleset.read')
export class RuleSetComparison {
  @Field(() => ID) id: string;
  @Field(() => RuleSetView) before: RuleSetView;
  @Field(() => RuleSetView) after: RuleSetView;
  @Field(() => [RuleChangeView]) changes: RuleChangeView[];
}
