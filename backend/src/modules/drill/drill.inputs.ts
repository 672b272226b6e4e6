import { Field, ID, InputType, Int } from '@nestjs/graphql';
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
  ArrayMinSize,
} from 'class-validator';
import { DRILL_SPEEDS } from '../../core/drill/acts.js';

/** Most files of one answer. */
const MAX_EVIDENCE = 20;
/** Most units of one drill. */
const MAX_UNITS = 200;
/** Thirty days: no plan is longer. */
const MAX_SECONDS = 30 * 86_400;

/** Makes a drill of a plan as it stands now. */
@InputType()
export class CreateDrillInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() exerciseId: string;
  @Field(() => ID) @IsUUID() planId: string;
  @Field() @IsBoolean() isRehearsal: boolean;
  @Field(() => [ID], {
    nullable: true,
    description: 'Root units that take part; null = all who take part in the exercise',
  })
  @IsOptional()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_UNITS)
  @IsUUID(undefined, { each: true })
  unitIds?: string[] | null;
}

@InputType()
export class DrillCommandInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() drillId: string;
}

@InputType()
export class JumpDrillInput extends DrillCommandInput {
  @Field(() => Int, { description: 'Place in the plan, forward or back' })
  @IsInt()
  @Min(0)
  @Max(MAX_SECONDS)
  toSeconds: number;
}

@InputType()
export class DrillSpeedInput extends DrillCommandInput {
  @Field(() => Int, { description: '1, 2, 5, 10 or 60; in rehearsals only' }) @IsIn(DRILL_SPEEDS) factor: number;
}

@InputType()
export class NoteDrillInput extends DrillCommandInput {
  @Field() @IsString() @IsNotEmpty() @MaxLength(2000) text: string;
}

/** One inject of a drill. */
@InputType()
export class DrillInjectInput extends DrillCommandInput {
  @Field() @IsString() @IsNotEmpty() @MaxLength(40) code: string;
}

@InputType()
export class ReleaseInjectInput extends DrillInjectInput {
  @Field(() => [ID], { nullable: true, description: 'Null = all it is addressed to and that do not have it' })
  @IsOptional()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_UNITS)
  @IsUUID(undefined, { each: true })
  unitIds?: string[] | null;
}

@InputType()
export class TakeBackInjectInput extends DrillInjectInput {
  @Field(() => ID) @IsUUID() unitId: string;
  @Field() @IsString() @IsNotEmpty() @MaxLength(1000) reason: string;
}

/** 签收: by any of the unit's people; again it changes nothing. */
@InputType()
export class AcknowledgeInjectInput extends DrillInjectInput {
  @Field(() => ID, { nullable: true, description: 'For whom; needed only by people of several units' })
  @IsOptional()
  @IsUUID()
  unitId?: string | null;
}

@InputType()
export class CompleteInjectInput extends AcknowledgeInjectInput {
  @Field() @IsString() @IsNotEmpty() @MaxLength(10_000) text: string;
  @Field(() => [ID], { description: "The unit's own evidence" })
  @ArrayMaxSize(MAX_EVIDENCE)
  @IsUUID(undefined, { each: true })
  evidenceIds: string[];
}

/** 已电话联系: what a facilitator did to reach a unit. */
@InputType()
export class RecordCallInput extends DrillInjectInput {
  @Field(() => ID) @IsUUID() unitId: string;
  @Field() @IsString() @IsNotEmpty() @MaxLength(1000) text: string;
}

/** An evaluator's mark on what a unit did; given again it corrects the last. */
@InputType()
export class MarkResponseInput extends DrillInjectInput {
  @Field(() => ID) @IsUUID() unitId: string;
  @Field({ description: 'Exact decimal from 0 to the points of the inject' }) @IsString() @MaxLength(20) points: string;
  @Field() @IsString() @MaxLength(2000) comment: string;
}
