import { Field, ID, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, IsUUID, MaxLength, ValidateNested } from 'class-validator';
import { RETURN_REASONS, type ReturnReason } from '../../core/submission/return.js';
import { ReturnReasonEnum } from '../submission/filed-version.types.js';

const MAX_REASONS = 40;
const MAX_NOTE = 500;
const MAX_COMMENT = 2000;
/** A node's id or the key of a section. */
const MAX_PART = 60;

@InputType()
export class GivenReasonInput {
  @Field(() => ReturnReasonEnum) @IsIn(RETURN_REASONS) code: ReturnReason;

  @Field(() => ID, { nullable: true, description: 'Node or section key; left out = the whole' })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_PART)
  partId?: string | null;

  @Field() @IsString() @MaxLength(MAX_NOTE) note: string;
}

@InputType()
class ReasonsInput {
  @Field(() => ID) @IsUUID() commandId: string;

  @Field(() => [GivenReasonInput])
  @IsArray()
  @ArrayMaxSize(MAX_REASONS)
  @ValidateNested({ each: true })
  @Type(() => GivenReasonInput)
  reasons: GivenReasonInput[];

  @Field() @IsString() @MaxLength(MAX_COMMENT) comment: string;
}

@InputType({ description: 'By the referee who holds it, while nothing is decided on it' })
export class ReturnSubmissionInput extends ReasonsInput {
  @Field(() => ID) @IsUUID() submissionId: string;
}

@InputType({ description: 'While no marks on its incident are in force' })
export class ReturnReportInput extends ReasonsInput {
  @Field(() => ID) @IsUUID() reportId: string;
}

@InputType()
export class WithdrawSubmissionInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() submissionId: string;
  @Field() @IsString() @MaxLength(MAX_NOTE) reason: string;
}

@InputType()
export class WithdrawReportInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() reportId: string;
  @Field() @IsString() @MaxLength(MAX_NOTE) reason: string;
}
