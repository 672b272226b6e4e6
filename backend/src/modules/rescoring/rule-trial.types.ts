import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsOptional, IsUUID, Matches, ValidateNested } from 'class-validator';
import { Seen } from '../../platform/access/seen.js';
import { type Side, SideEnum } from '../../platform/graphql/enums.js';
import { RuleSettingInput } from '../ruleset/rule-set.inputs.js';

/** A stored version, with other readings if wanted. */
@InputType()
export class RuleChoiceInput {
  @Field(() => ID) @Matches(/^[0-9a-f]{64}$/) hash: string;
  @Field(() => [RuleSettingInput], { defaultValue: [] })
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => RuleSettingInput)
  settings: RuleSettingInput[];
}

@InputType()
export class TryRulesInput {
  @Field(() => ID) @IsUUID() exerciseId: string;
  /** Absent = the rules in force. */
  @Field(() => RuleChoiceInput, { nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => RuleChoiceInput)
  attack?: RuleChoiceInput | null;
  @Field(() => RuleChoiceInput, { nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => RuleChoiceInput)
  defense?: RuleChoiceInput | null;
}

/** How a party stands under the rules in force and would stand under others. */
@ObjectType()
@Seen('adjudication.read')
export class TriedStanding {
  @Field(() => SideEnum) side: Side;
  @Field(() => ID) partyId: string;
  @Field() name: string;
  @Field() before: string;
  @Field() after: string;
  @Field(() => Int) rankBefore: number;
  @Field(() => Int) rankAfter: number;
}

/** What other rules would make of the facts of an exercise. Nothing has been changed. */
@ObjectType()
@Seen('adjudication.read')
export class RuleTrial {
  @Field(() => ID) exerciseId: string;
  /** Facts that would score another amount, or score or not score for another reason. */
  @Field(() => Int) changedLines: number;
  /** All lines under the rules in force. */
  @Field(() => Int) allLines: number;
  /** Lines of a category or privilege the other rules do not know. */
  @Field(() => Int) unmatchedLines: number;
  @Field(() => [TriedStanding]) standings: TriedStanding[];
}
