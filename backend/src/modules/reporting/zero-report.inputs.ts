import { Field, ID, InputType, Int } from '@nestjs/graphql';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsIn,
  IsInt,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { ZERO_KINDS, type ZeroKind } from '../../core/reporting/zero-report.js';
import { ZeroKindEnum } from './reporting.enums.js';

const DAY = /^\d{4}-\d\d-\d\d$/;
const MAX_TEXT = 4000;
const MAX_INCIDENTS = 50;
const MAX_UNITS = 500;

/** A unit's report of a day, or a correction of it. */
@InputType()
export class FileZeroReportInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() periodId: string;
  @Field(() => ID, { description: 'The root unit' }) @IsUUID() unitId: string;
  @Field({ description: 'Local date in the zone of the period' }) @Matches(DAY) day: string;
  @Field(() => ZeroKindEnum) @IsIn(ZERO_KINDS) kind: ZeroKind;
  @Field(() => Int) @IsInt() @Min(0) @Max(10_000) situations: number;
  @Field() @IsString() @MaxLength(MAX_TEXT) text: string;
  @Field(() => [ID], { description: "The unit's own incidents" })
  @ArrayMaxSize(MAX_INCIDENTS)
  @IsUUID(undefined, { each: true })
  incidentIds: string[];
  @Field(() => Int, { description: 'The version seen; 0 where there was none' })
  @IsInt()
  @Min(0)
  expectedVersion: number;
}

/** Urging 催报 of units that have not filed for a day. */
@InputType()
export class UrgeZeroReportInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() periodId: string;
  @Field() @Matches(DAY) day: string;
  @Field(() => [ID])
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_UNITS)
  @IsUUID(undefined, { each: true })
  unitIds: string[];
}
