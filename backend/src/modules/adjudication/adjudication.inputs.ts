import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsBoolean,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { MAX_VULNERABILITY_KEY } from '../../core/adjudication/ruling.js';
import type { Outcome } from '../../core/scoring/facts.js';
import { OutcomeEnum } from './verdict.entity.js';

const MAX_QUANTITY = 1_000_000;

/** Taking or giving back a submission. */
@InputType()
export class ClaimInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() submissionId: string;
}

/** A figure besides the quantity, e.g. records or terabytes. */
@InputType()
export class MeasureInput {
  @Field() @IsString() @MaxLength(40) name: string;
  @Field() @IsString() @MaxLength(20) value: string;
}

/** A ruling on one node: recorded as a verdict, or proposed as another one. */
@InputType()
export class RulingInput {
  @Field(() => ID) @IsUUID() nodeId: string;
  /** The verdict in force the referee saw; null for the first one. */
  @Field(() => ID, { nullable: true }) @IsOptional() @IsUUID() expectedVerdictId?: string | null;
  @Field(() => OutcomeEnum) @IsIn(Object.keys(OutcomeEnum)) outcome: Outcome;
  @Field(() => String, { nullable: true }) @IsOptional() @IsString() @MaxLength(60) categoryKey?: string | null;
  @Field(() => String, { nullable: true }) @IsOptional() @IsString() @MaxLength(60) privilegeKey?: string | null;
  @Field(() => Int) @IsInt() @Min(1) @Max(MAX_QUANTITY) quantity: number;
  @Field(() => String, { nullable: true }) @IsOptional() @IsString() @MaxLength(20) judgedPoints?: string | null;
  @Field(() => String, { nullable: true }) @IsOptional() @IsString() @MaxLength(20) deductionPoints?: string | null;
  @Field() @IsString() @MaxLength(200) systemKey: string;
  @Field(() => [String]) @ArrayMaxSize(20) @IsString({ each: true }) @MaxLength(60, { each: true }) factors: string[];
  @Field(() => [MeasureInput])
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => MeasureInput)
  measures: MeasureInput[];
  /** Vulnerability group 同一漏洞: a CVE number or a word of the referees; only where the rules count repeats less. */
  @Field(() => String, { nullable: true })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_VULNERABILITY_KEY)
  vulnerabilityKey?: string | null;
  @Field() @IsString() @MaxLength(2000) reason: string;
}

@InputType()
export class VerdictInput extends RulingInput {
  @Field(() => ID) @IsUUID() commandId: string;
}

@InputType()
export class MarkInput {
  @Field() @IsString() @MaxLength(60) itemKey: string;
  /** Exact share of the item's weight: "3/4", "0.5". */
  @Field() @IsString() @MaxLength(20) share: string;
  @Field() @IsString() @MaxLength(500) comment: string;
}

@InputType()
export class MarksInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() incidentId: string;
  /** The mark sheet in force the referee saw; null for the first one. */
  @Field(() => ID, { nullable: true }) @IsOptional() @IsUUID() expectedMarkSheetId?: string | null;
  @Field(() => [MarkInput])
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => MarkInput)
  marks: MarkInput[];
  @Field() @IsString() @MaxLength(2000) comment: string;
}

@InputType()
export class LinkIncidentInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() incidentId: string;
  @Field(() => ID) @IsUUID() submissionId: string;
  @Field() @IsString() @MaxLength(1000) reason: string;
}

@InputType()
export class UnlinkIncidentInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() linkId: string;
  @Field() @IsString() @IsNotEmpty() @MaxLength(1000) reason: string;
}

@InputType()
export class BonusVerdictInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() bonusClaimId: string;
  /** The verdict in force the referee saw; null for the first one. */
  @Field(() => ID, { nullable: true }) @IsOptional() @IsUUID() expectedVerdictId?: string | null;
  @Field() @IsString() @MaxLength(20) points: string;
  @Field() @IsString() @MaxLength(2000) reason: string;
  @Field() @IsBoolean() isAccepted: boolean;
}
