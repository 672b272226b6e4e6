import { Field, ID, InputType } from '@nestjs/graphql';
import { IsBoolean, IsDate, IsIn, IsNotEmpty, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import {
  REMEDIATION_SOURCES,
  type RemediationSource,
  SEVERITIES,
  type Severity,
} from '../../core/remediation/remediation.js';
import { RemediationSourceEnum, SeverityEnum } from './remediation.types.js';

const MAX_TITLE = 120;
const MAX_NAME = 80;
const MAX_TEXT = 4000;

@InputType()
export class OpenRemediationInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() exerciseId: string;
  @Field(() => ID, { description: 'The root unit that owes it' }) @IsUUID() unitId: string;
  @Field() @IsString() @IsNotEmpty() @MaxLength(MAX_TITLE) title: string;
  @Field() @IsString() @MaxLength(MAX_TEXT) detail: string;
  @Field(() => SeverityEnum) @IsIn(SEVERITIES) severity: Severity;
  @Field(() => RemediationSourceEnum) @IsIn(REMEDIATION_SOURCES) source: RemediationSource;
  @Field(() => ID, { nullable: true, description: 'The period, drill or lesson' })
  @IsOptional()
  @IsUUID()
  sourceId?: string | null;
  @Field({ description: 'The person who owes it' }) @IsString() @IsNotEmpty() @MaxLength(MAX_NAME) ownerName: string;
  @Field({ description: 'In the future' }) @IsDate() deadlineAt: Date;
}

/** An act with nothing but words. */
@InputType()
export class RemediationActInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() itemId: string;
  @Field() @IsString() @MaxLength(MAX_TEXT) text: string;
}

@InputType()
export class SubmitRemediationInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() itemId: string;
  @Field({ description: 'What was done, and what shows it' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_TEXT)
  text: string;
}

@InputType()
export class RetestRemediationInput extends SubmitRemediationInput {
  @Field() @IsBoolean() hasPassed: boolean;
}

/** Extends the deadline, or opens again what was closed. */
@InputType()
export class RemediationDeadlineInput extends SubmitRemediationInput {
  @Field({ description: 'In the future' }) @IsDate() deadlineAt: Date;
}

@InputType()
export class CarryOverRemediationInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID, { description: 'The exercise it goes on in' }) @IsUUID() exerciseId: string;
  @Field(() => ID, { description: 'The item of another exercise' }) @IsUUID() itemId: string;
  @Field() @IsDate() deadlineAt: Date;
}

/** What control or a unit learned from a period. */
@InputType()
export class RecordLessonInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() periodId: string;
  @Field(() => ID, { nullable: true, description: 'A root unit; null = 指挥部' })
  @IsOptional()
  @IsUUID()
  unitId?: string | null;
  @Field() @IsString() @MaxLength(MAX_TEXT) wentWell: string;
  @Field() @IsString() @MaxLength(MAX_TEXT) wentWrong: string;
}
