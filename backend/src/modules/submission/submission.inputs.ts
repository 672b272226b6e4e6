import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsDate,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { type Zone, ZONES } from '../../core/submission/draft.js';
import { ZoneEnum } from './attack-node.entity.js';

/** Most steps of one path; real ones have under twenty. */
export const MAX_NODES = 60;
/** Most files of one node or report. */
export const MAX_EVIDENCE = 50;
/** Longest free text of a form. */
export const MAX_TEXT = 4000;
const MAX_TITLE = 120;
const MAX_SHORT = 200;
const MAX_URL = 1000;
const MAX_ADDRESS = 60;
const MAX_SOURCES = 50;
const MAX_CONTROLLED = 2000;
const MAX_MEANS = 30;
const MAX_QUANTITY = 1_000_000;

@InputType()
export class AttackNodeInput {
  @Field(() => ID) @IsUUID() id: string;
  @Field(() => ID, { nullable: true }) @IsOptional() @IsUUID() parentId?: string | null;
  @Field() @IsString() @MaxLength(MAX_SHORT) assetName: string;
  @Field() @IsString() @MaxLength(MAX_SHORT) systemKey: string;
  @Field(() => ZoneEnum, { nullable: true }) @IsOptional() @IsIn(ZONES) zone?: Zone | null;
  @Field() @IsString() @MaxLength(MAX_ADDRESS) sourceAddress: string;
  @Field() @IsString() @MaxLength(MAX_ADDRESS) destinationAddress: string;
  @Field() @IsString() @MaxLength(MAX_URL) url: string;
  @Field(() => Date, { nullable: true }) @IsOptional() @IsDate() startedAt?: Date | null;
  @Field(() => Date, { nullable: true }) @IsOptional() @IsDate() endedAt?: Date | null;
  @Field(() => [String])
  @ArrayMaxSize(MAX_MEANS)
  @IsString({ each: true })
  @MaxLength(60, { each: true })
  means: string[];
  @Field() @IsString() @MaxLength(MAX_SHORT) technique: string;
  @Field(() => String, { nullable: true }) @IsOptional() @IsString() @MaxLength(60) categoryKey?: string | null;
  @Field(() => String, { nullable: true }) @IsOptional() @IsString() @MaxLength(60) privilegeKey?: string | null;
  @Field(() => Int) @IsInt() @Min(1) @Max(MAX_QUANTITY) quantity: number;
  @Field() @IsString() @MaxLength(MAX_TEXT) narrative: string;
  @Field(() => [ID]) @ArrayMaxSize(MAX_EVIDENCE) @IsUUID(undefined, { each: true }) evidenceIds: string[];
}

@InputType({ description: 'The whole draft as it shall stand; id is client-made, version 0 creates' })
export class SubmissionDraftInput {
  @Field(() => ID) @IsUUID() id: string;
  @Field(() => ID) @IsUUID() exerciseId: string;
  @Field(() => Int) @IsInt() @Min(0) version: number;
  @Field(() => ID, { nullable: true }) @IsOptional() @IsUUID() unitId?: string | null;
  @Field(() => ID, { nullable: true }) @IsOptional() @IsUUID() targetId?: string | null;
  @Field() @IsString() @MaxLength(MAX_TITLE) title: string;
  @Field(() => Date, { nullable: true }) @IsOptional() @IsDate() startedAt?: Date | null;
  @Field(() => Date, { nullable: true }) @IsOptional() @IsDate() endedAt?: Date | null;

  @Field(() => [String])
  @ArrayMaxSize(MAX_SOURCES)
  @IsString({ each: true })
  @MaxLength(MAX_ADDRESS, { each: true })
  sourceAddresses: string[];

  @Field(() => [String])
  @ArrayMaxSize(MAX_CONTROLLED)
  @IsString({ each: true })
  @MaxLength(MAX_ADDRESS, { each: true })
  controlledAddresses: string[];

  @Field() @IsString() @MaxLength(MAX_TEXT) summary: string;
  @Field() @IsString() @MaxLength(MAX_TEXT) remediation: string;

  @Field(() => [AttackNodeInput])
  @IsArray()
  @ArrayMaxSize(MAX_NODES)
  @ValidateNested({ each: true })
  @Type(() => AttackNodeInput)
  nodes: AttackNodeInput[];
}

@InputType()
export class DraftCommandInput {
  @Field(() => ID) @IsUUID() id: string;
  @Field(() => Int) @IsInt() @Min(1) version: number;
}

@InputType()
export class FileSubmissionInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() submissionId: string;
  @Field(() => Int) @IsInt() @Min(1) version: number;
}
