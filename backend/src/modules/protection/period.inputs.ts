import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { PERIOD_MODES, PERIOD_PHASES, type PeriodMode, type PeriodPhase } from '../../core/protection/period.js';
import { MAX_WINDOWS } from '../../core/protection/period-draft.js';
import { PeriodModeEnum, PeriodPhaseEnum } from './period.enums.js';

const WALL_TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const MAX_LOCAL = 40;
const MAX_UNITS = 500;
const MAX_MEASURES = 40;

@InputType()
export class PeriodWindowInput {
  @Field({ description: 'Local yyyy-MM-ddTHH:mm in the zone of the period' })
  @IsString()
  @MaxLength(MAX_LOCAL)
  startsLocal: string;

  @Field() @IsString() @MaxLength(MAX_LOCAL) endsLocal: string;
}

@InputType()
export class PeriodPhaseInput extends PeriodWindowInput {
  @Field(() => PeriodPhaseEnum) @IsIn(PERIOD_PHASES) phase: PeriodPhase;
}

@InputType()
export class PeriodTimesInput {
  @Field({ description: 'IANA name' }) @IsString() @MaxLength(60) zone: string;

  @Field(() => [PeriodWindowInput])
  @IsArray()
  @ArrayMaxSize(MAX_WINDOWS)
  @ValidateNested({ each: true })
  @Type(() => PeriodWindowInput)
  windows: PeriodWindowInput[];

  @Field(() => [PeriodPhaseInput], { nullable: true, description: 'BEFORE, EVE, AFTER; null = the customary lengths' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(PERIOD_PHASES.length)
  @ValidateNested({ each: true })
  @Type(() => PeriodPhaseInput)
  phases?: PeriodPhaseInput[] | null;

  @Field() @IsString() @MaxLength(5) @Matches(WALL_TIME) zeroReportAt: string;
}

@InputType()
export class ModeMeasuresInput {
  @Field(() => PeriodModeEnum) @IsIn(PERIOD_MODES) mode: PeriodMode;

  @Field(() => [String])
  @IsArray()
  @ArrayMaxSize(MAX_MEASURES)
  @IsString({ each: true })
  @MaxLength(200, { each: true })
  measures: string[];
}

@InputType({ isAbstract: true })
abstract class PeriodSettingsInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field() @IsString() @IsNotEmpty() @MaxLength(80) name: string;
  @Field({ description: 'The notice it rests on' }) @IsString() @MaxLength(300) basis: string;

  @Field(() => PeriodTimesInput) @ValidateNested() @Type(() => PeriodTimesInput) times: PeriodTimesInput;

  @Field(() => [ModeMeasuresInput])
  @IsArray()
  @ArrayMaxSize(PERIOD_MODES.length)
  @ValidateNested({ each: true })
  @Type(() => ModeMeasuresInput)
  measures: ModeMeasuresInput[];

  @Field(() => ID, { nullable: true, description: 'Root unit; null = control' })
  @IsOptional()
  @IsUUID()
  ownerUnitId?: string | null;

  @Field(() => [ID])
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_UNITS)
  @IsUUID(undefined, { each: true })
  unitIds: string[];

  @Field(() => Int) @IsInt() @Min(1) @Max(72) incidentHours: number;
}

@InputType()
export class CreateProtectionPeriodInput extends PeriodSettingsInput {
  @Field(() => ID) @IsUUID() exerciseId: string;
}

@InputType()
export class ChangeProtectionPeriodInput extends PeriodSettingsInput {
  @Field(() => ID) @IsUUID() periodId: string;
  @Field(() => Int) @IsInt() @Min(1) version: number;
}

@InputType()
export class SwitchProtectionModeInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() periodId: string;
  @Field(() => PeriodModeEnum) @IsIn(PERIOD_MODES) mode: PeriodMode;
  @Field() @IsString() @IsNotEmpty() @MaxLength(500) reason: string;
}
