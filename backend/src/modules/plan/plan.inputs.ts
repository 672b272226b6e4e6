import { Field, ID, InputType, Int, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsBoolean,
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
import { APPROVAL_VERDICTS, type ApprovalVerdict } from '../../core/plan/approval.js';
import { COLOR, PLAN_LIMITS as MOST } from '../../core/plan/limits.js';
import { COLUMN_KINDS, type ColumnKind } from '../../core/plan/plan.js';
import { enumOf } from '../../platform/graphql/enums.js';
import { InjectInput } from './plan-inject.inputs.js';
import { InjectApprovalVerdictEnum, PlanColumnKindEnum } from './plan.types.js';

const PARTS = ['ALL', 'MOVE', 'CELL', 'FROM'] as const;
export const ShiftPartKindEnum = enumOf(PARTS);
export const DirectionEnum = enumOf(['UP', 'DOWN'] as const);
registerEnumType(ShiftPartKindEnum, { name: 'ShiftPartKind', description: 'What of a plan moves' });
registerEnumType(DirectionEnum, { name: 'PlanDirection' });

/** Most characters of a plan file. */
export const MAX_PLAN_TEXT = 500_000;
/** Seconds an inject may lie before or after the start while a plan is put together. */
const FURTHEST = 400 * 86_400;

/** A new plan: empty, from a text in YAML, from one that ships, or as a copy of another. */
@InputType()
export class CreateDrillPlanInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() exerciseId: string;
  @Field(() => String, { nullable: true, description: 'Of an empty plan; else another title than the source has' })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(MOST.name)
  title?: string | null;
  @Field(() => String, { nullable: true }) @IsOptional() @IsString() @MaxLength(MAX_PLAN_TEXT) text?: string | null;
  @Field(() => String, { nullable: true }) @IsOptional() @IsString() @MaxLength(100) shippedKey?: string | null;
  @Field(() => ID, { nullable: true }) @IsOptional() @IsUUID() copyOfId?: string | null;
}

/** A change to the version of a plan its author saw. */
@InputType()
export class PlanChangeInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() planId: string;
  @Field(() => Int) @IsInt() @Min(1) version: number;
}

@InputType()
export class SaveInjectInput extends PlanChangeInput {
  @Field(() => String, { nullable: true, description: 'Code of the inject that is changed; null adds one' })
  @IsOptional()
  @IsString()
  @MaxLength(MOST.code)
  before?: string | null;
  @Field(() => InjectInput) @ValidateNested() @Type(() => InjectInput) inject: InjectInput;
}

@InputType()
export class InjectCodesInput extends PlanChangeInput {
  @Field(() => [String])
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST.injects)
  @IsString({ each: true })
  @MaxLength(MOST.code, { each: true })
  codes: string[];
}

@InputType()
export class InjectCodeInput extends PlanChangeInput {
  @Field() @IsString() @IsNotEmpty() @MaxLength(MOST.code) code: string;
}

@InputType()
export class MoveInjectInput extends InjectCodeInput {
  @Field(() => DirectionEnum) @IsIn(['UP', 'DOWN']) direction: 'UP' | 'DOWN';
}

@InputType()
export class InjectTimeInput {
  @Field() @IsString() @IsNotEmpty() @MaxLength(MOST.code) code: string;
  @Field(() => Int) @IsInt() @Min(-FURTHEST) @Max(FURTHEST) seconds: number;
}

@InputType()
export class RetimeInjectsInput extends PlanChangeInput {
  @Field(() => [InjectTimeInput])
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST.injects)
  @ValidateNested({ each: true })
  @Type(() => InjectTimeInput)
  times: InjectTimeInput[];
}

@InputType()
export class ColorInjectsInput extends InjectCodesInput {
  @Field(() => String, { nullable: true, description: '#rrggbb; null takes the colour away' })
  @IsOptional()
  @Matches(COLOR)
  color?: string | null;
}

/** What of a plan moves, and by how much. */
@InputType()
export class ShiftInput {
  @Field(() => ShiftPartKindEnum) @IsIn(PARTS) part: (typeof PARTS)[number];
  @Field(() => String, { nullable: true, description: 'Key of the move or cell, or code of the first inject' })
  @IsOptional()
  @IsString()
  @MaxLength(MOST.code)
  key?: string | null;
  @Field(() => Int) @IsInt() @Min(-MOST.duration) @Max(MOST.duration) minutes: number;
}

@InputType()
export class ShiftPlanInput extends PlanChangeInput {
  @Field(() => ShiftInput) @ValidateNested() @Type(() => ShiftInput) shift: ShiftInput;
  @Field({ description: 'Moves even what would then lie outside the drill' }) @IsBoolean() allowOutside: boolean;
  @Field({ description: 'Makes the drill as long as need be' }) @IsBoolean() lengthen: boolean;
}

@InputType()
export class PlanCellInput {
  @Field() @IsString() @MaxLength(MOST.code) key: string;
  @Field() @IsString() @MaxLength(MOST.name) name: string;
}

@InputType()
export class PlanMoveInput extends PlanCellInput {
  @Field() @IsString() @MaxLength(MOST.text) situation: string;
}

@InputType()
export class PlanColumnInput extends PlanCellInput {
  @Field(() => PlanColumnKindEnum) @IsIn(COLUMN_KINDS) kind: ColumnKind;
  @Field(() => [String])
  @ArrayMaxSize(MOST.choices)
  @IsString({ each: true })
  @MaxLength(MOST.name, { each: true })
  choices: string[];
}

/** Everything of a plan but its injects. */
@InputType()
export class SavePlanSettingsInput extends PlanChangeInput {
  @Field() @IsString() @IsNotEmpty() @MaxLength(MOST.name) title: string;
  @Field() @IsString() @MaxLength(MOST.text) summary: string;
  @Field(() => Int) @IsInt() @Min(1) @Max(MOST.duration) durationMinutes: number;
  @Field(() => [PlanCellInput])
  @ArrayMaxSize(MOST.cells)
  @ValidateNested({ each: true })
  @Type(() => PlanCellInput)
  cells: PlanCellInput[];
  @Field(() => [PlanMoveInput])
  @ArrayMaxSize(MOST.moves)
  @ValidateNested({ each: true })
  @Type(() => PlanMoveInput)
  moves: PlanMoveInput[];
  @Field(() => [PlanColumnInput])
  @ArrayMaxSize(MOST.columns)
  @ValidateNested({ each: true })
  @Type(() => PlanColumnInput)
  columns: PlanColumnInput[];
}

@InputType()
export class ArchivePlanInput extends PlanChangeInput {
  @Field({ description: 'False brings it back' }) @IsBoolean() archived: boolean;
}

/** One inject as the judge saw it. */
@InputType()
export class JudgedInjectInput {
  @Field() @IsString() @IsNotEmpty() @MaxLength(MOST.code) code: string;
  @Field() @Matches(/^[0-9a-f]{64}$/) hash: string;
}

@InputType()
export class JudgeInjectsInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() planId: string;
  @Field(() => [JudgedInjectInput])
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST.injects)
  @ValidateNested({ each: true })
  @Type(() => JudgedInjectInput)
  injects: JudgedInjectInput[];
  @Field(() => InjectApprovalVerdictEnum) @IsIn(APPROVAL_VERDICTS) verdict: ApprovalVerdict;
  @Field({ description: 'Why; needed where it is returned' }) @IsString() @MaxLength(MOST.value) reason: string;
}
