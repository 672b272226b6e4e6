import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { PERIOD_PHASES, type PeriodPhase } from '../../core/protection/period.js';
import { PeriodPhaseEnum } from './period.enums.js';

const WALL_TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
const MAX_UNITS = 500;
const MAX_TEMPLATES = 20;
const MAX_REQUIRED = 40;
const MAX_MEASURES = 40;
const MAX_EVIDENCE = 50;
const MAX_TEXT = 4000;

@InputType()
export class TagUnitsInput {
  @Field({ description: 'Tag of a template, e.g. mail' }) @IsString() @MaxLength(64) tag: string;
  @Field(() => [ID]) @IsArray() @ArrayMaxSize(MAX_UNITS) @IsUUID(undefined, { each: true }) unitIds: string[];
}

@InputType()
export class ApplyTaskTemplatesInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() periodId: string;

  @Field(() => [String])
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_TEMPLATES)
  @IsString({ each: true })
  @MaxLength(64, { each: true })
  templateKeys: string[];

  @Field(() => [TagUnitsInput], { description: 'Which units a tag stands for; a tag not given stands for all' })
  @IsArray()
  @ArrayMaxSize(MAX_TEMPLATES)
  @ValidateNested({ each: true })
  @Type(() => TagUnitsInput)
  tagUnits: TagUnitsInput[];
}

@InputType({ isAbstract: true })
abstract class TaskSettingsInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => PeriodPhaseEnum) @IsIn(PERIOD_PHASES) phase: PeriodPhase;
  @Field() @IsString() @IsNotEmpty() @MaxLength(80) name: string;

  @Field(() => [String])
  @IsArray()
  @ArrayMaxSize(MAX_MEASURES)
  @IsString({ each: true })
  @MaxLength(300, { each: true })
  measures: string[];

  @Field({ description: '验收材料' }) @IsString() @MaxLength(300) evidence: string;
  @Field({ description: 'Who in the unit answers for it' }) @IsString() @MaxLength(80) owner: string;

  @Field({ description: 'Local yyyy-MM-ddTHH:mm in the zone of the period' })
  @IsString()
  @MaxLength(40)
  dueLocal: string;
  @Field() @IsBoolean() daily: boolean;

  @Field(() => String, { nullable: true, description: 'Local HH:mm of a daily task; null = with the daily report' })
  @IsOptional()
  @IsString()
  @Matches(WALL_TIME)
  dueTime?: string | null;

  @Field(() => [ID]) @IsArray() @ArrayMaxSize(MAX_REQUIRED) @IsUUID(undefined, { each: true }) requires: string[];

  @Field(() => [ID], { nullable: true, description: 'Root units; null = all of the period' })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_UNITS)
  @IsUUID(undefined, { each: true })
  unitIds?: string[] | null;
}

@InputType()
export class AddProtectionTaskInput extends TaskSettingsInput {
  @Field(() => ID) @IsUUID() periodId: string;
}

@InputType()
export class ChangeProtectionTaskInput extends TaskSettingsInput {
  @Field(() => ID) @IsUUID() taskId: string;
  @Field(() => Int) @IsInt() @Min(1) version: number;
}

@InputType()
export class RemoveProtectionTaskInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() taskId: string;
  @Field(() => Int) @IsInt() @Min(1) version: number;
  @Field() @IsString() @IsNotEmpty() @MaxLength(500) reason: string;
}

@InputType()
export class TaskPlaceInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() taskId: string;
  @Field(() => ID, { description: 'Root unit' }) @IsUUID() unitId: string;

  @Field(() => String, { nullable: true, description: 'Duty day yyyy-MM-dd of a daily task' })
  @IsOptional()
  @IsString()
  @Matches(DAY)
  day?: string | null;
}

@InputType()
export class SubmitProtectionTaskInput extends TaskPlaceInput {
  @Field() @IsString() @IsNotEmpty() @MaxLength(MAX_TEXT) text: string;

  @Field(() => [ID])
  @IsArray()
  @ArrayMaxSize(MAX_EVIDENCE)
  @IsUUID(undefined, { each: true })
  evidenceIds: string[];
}

@InputType()
export class ReturnProtectionTaskInput extends TaskPlaceInput {
  @Field() @IsString() @IsNotEmpty() @MaxLength(MAX_TEXT) reason: string;

  @Field(() => String, {
    nullable: true,
    description: 'New deadline, local yyyy-MM-ddTHH:mm; needed once the old one has passed',
  })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  dueLocal?: string | null;
}

@InputType()
export class SignProtectionTaskInput extends TaskPlaceInput {
  @Field() @IsString() @MaxLength(MAX_TEXT) comment: string;
}

@InputType({ description: 'isApplicable false: the task does not apply to the unit; true: it does after all' })
export class ExcuseProtectionTaskInput extends TaskPlaceInput {
  @Field() @IsBoolean() isApplicable: boolean;
  @Field() @IsString() @IsNotEmpty() @MaxLength(MAX_TEXT) reason: string;
}
