import { Field, ID, InputType } from '@nestjs/graphql';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsBoolean,
  IsDate,
  IsIn,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  MaxLength,
} from 'class-validator';
import { BLOCK_KINDS, type BlockKind } from '../../core/blocking/block.js';
import { BlockKindEnum } from './block.types.js';

const MAX_TARGET = 260;
const MAX_WORDS = 200;
const MAX_TEXT = 2000;
const MAX_ANSWER = 100;

/** A block that was put up. */
@InputType()
export class RecordBlockInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() exerciseId: string;
  @Field(() => ID, { description: 'The root unit' }) @IsUUID() unitId: string;
  @Field(() => BlockKindEnum) @IsIn(BLOCK_KINDS) kind: BlockKind;
  @Field() @IsString() @IsNotEmpty() @MaxLength(MAX_TARGET) target: string;
  @Field() @IsString() @MaxLength(MAX_WORDS) scope: string;
  @Field() @IsString() @IsNotEmpty() @MaxLength(MAX_TEXT) reason: string;
  @Field() @IsString() @IsNotEmpty() @MaxLength(MAX_WORDS) device: string;
  @Field() @IsString() @IsNotEmpty() @MaxLength(MAX_WORDS) placedBy: string;
  @Field({ description: 'Not in the future' }) @IsDate() startsAt: Date;
  @Field(() => Date, { nullable: true, description: 'Null = until it is lifted' })
  @IsOptional()
  @IsDate()
  untilAt?: Date | null;
}

@InputType()
export class ExtendBlockInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() blockId: string;
  @Field(() => Date, { nullable: true, description: 'Null = until it is lifted' })
  @IsOptional()
  @IsDate()
  untilAt?: Date | null;
  @Field() @IsString() @IsNotEmpty() @MaxLength(MAX_TEXT) note: string;
}

@InputType()
export class LiftBlockInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() blockId: string;
  @Field() @IsString() @IsNotEmpty() @MaxLength(MAX_TEXT) note: string;
}

@InputType()
export class RetestBlockInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() blockId: string;
  @Field() @IsBoolean() holds: boolean;
  @Field({ description: 'Wanted where it does not hold' }) @IsString() @MaxLength(MAX_TEXT) note: string;
}

/** Blocks as the answer to a lead on abnormal defence. */
@InputType()
export class AnswerWithBlocksInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() abnormalId: string;
  @Field(() => [ID])
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_ANSWER)
  @IsUUID(undefined, { each: true })
  blockIds: string[];
  @Field() @IsString() @MaxLength(MAX_TEXT) note: string;
}
