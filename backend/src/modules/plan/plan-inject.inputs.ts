import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
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
import { COLOR, INJECT_CODE, PLAN_LIMITS as MOST, POINTS } from '../../core/plan/limits.js';
import {
  type Channel,
  CHANNELS,
  EXPECTATION_KINDS,
  type ExpectationKind,
  TRIGGER_KINDS,
  type TriggerKind,
} from '../../core/plan/plan.js';
import { ExpectationKindEnum, InjectChannelEnum, TriggerKindEnum } from './plan.types.js';

/** Seconds an inject may lie before or after the start while a plan is put together. */
const FURTHEST = 400 * 86_400;
/** Characters of a condition as JSON. */
const LONGEST_CONDITION = 16_000;

@InputType()
export class InjectAttachmentInput {
  @Field() @IsString() @IsNotEmpty() @MaxLength(MOST.name) name: string;
  @Field(() => String, { nullable: true }) @IsOptional() @IsString() @MaxLength(MOST.attachment) text?: string | null;
  @Field(() => ID, { nullable: true }) @IsOptional() @IsUUID() evidenceId?: string | null;
}

@InputType()
export class InjectExpectationInput {
  @Field(() => ExpectationKindEnum) @IsIn(EXPECTATION_KINDS) kind: ExpectationKind;
  @Field() @IsString() @MaxLength(MOST.value) text: string;
  @Field(() => Int) @IsInt() @Min(1) @Max(MOST.duration) withinMinutes: number;
  @Field() @Matches(POINTS) points: string;
  @Field(() => [String])
  @ArrayMaxSize(MOST.escalateTo)
  @IsString({ each: true })
  @IsNotEmpty({ each: true })
  @MaxLength(MOST.name, { each: true })
  escalateTo: string[];
  @Field(() => Int) @IsInt() @Min(0) @Max(MOST.duration) remindMinutes: number;
}

@InputType()
export class InjectValueInput {
  @Field() @IsString() @IsNotEmpty() @MaxLength(MOST.code) key: string;
  @Field() @IsString() @MaxLength(MOST.value) value: string;
}

/** An inject as its author wants it. */
@InputType()
export class InjectInput {
  @Field(() => String, { nullable: true, description: 'Null takes the next free one' })
  @IsOptional()
  @Matches(INJECT_CODE)
  code?: string | null;
  @Field() @IsString() @IsNotEmpty() @MaxLength(MOST.name) title: string;
  @Field() @IsString() @MaxLength(MOST.text) body: string;
  @Field() @IsString() @MaxLength(MOST.text) note: string;
  @Field(() => String, { nullable: true }) @IsOptional() @IsString() @MaxLength(MOST.code) moveKey?: string | null;
  @Field(() => TriggerKindEnum) @IsIn(TRIGGER_KINDS) trigger: TriggerKind;
  @Field(() => Int, { nullable: true, description: 'Planned second; may be left out for MANUAL only' })
  @IsOptional()
  @IsInt()
  @Min(-FURTHEST)
  @Max(FURTHEST)
  offsetSeconds?: number | null;
  @Field(() => String, { nullable: true, description: 'JSON of the condition, for a CONDITION trigger' })
  @IsOptional()
  @IsString()
  @MaxLength(LONGEST_CONDITION)
  condition?: string | null;
  @Field() @IsString() @IsNotEmpty() @MaxLength(MOST.code) cell: string;
  @Field(() => [String], { nullable: true, description: 'Names of root units; null = all' })
  @IsOptional()
  @ArrayMaxSize(MOST.units)
  @IsString({ each: true })
  @IsNotEmpty({ each: true })
  @MaxLength(MOST.name, { each: true })
  units?: string[] | null;
  @Field(() => InjectChannelEnum) @IsIn(CHANNELS) channel: Channel;
  @Field(() => [InjectAttachmentInput])
  @ArrayMaxSize(MOST.attachments)
  @ValidateNested({ each: true })
  @Type(() => InjectAttachmentInput)
  attachments: InjectAttachmentInput[];
  @Field(() => InjectExpectationInput, { nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => InjectExpectationInput)
  expectation?: InjectExpectationInput | null;
  @Field(() => [String])
  @ArrayMaxSize(MOST.requires)
  @IsString({ each: true })
  @Matches(INJECT_CODE, { each: true })
  requires: string[];
  @Field() @IsString() @MaxLength(MOST.value) otherwise: string;
  @Field(() => String, { nullable: true }) @IsOptional() @Matches(COLOR) color?: string | null;
  @Field(() => [InjectValueInput])
  @ArrayMaxSize(MOST.columns)
  @ValidateNested({ each: true })
  @Type(() => InjectValueInput)
  values: InjectValueInput[];
}
