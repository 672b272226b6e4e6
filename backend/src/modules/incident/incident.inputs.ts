import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsDate,
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
import {
  CONTAINMENT_OUTCOMES,
  type ContainmentOutcome,
  REPORT_KINDS,
  type ReportKind,
} from '../../core/incident/report.js';
import { ContainmentOutcomeEnum, ReportKindEnum } from './incident-report.entity.js';

/** Most files of one section, report or claim. */
const MAX_EVIDENCE = 50;
const MAX_TITLE = 120;
const MAX_TEXT = 4000;
const MAX_SECTIONS = 60;
const MAX_FOUND = 2000;
const MAX_MEANS = 30;
const MAX_ADDRESS = 60;
/** Rubric items and form fields alike, e.g. `b1-1` or `detection.tools`. */
const SECTION_KEY = /^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/;

@InputType()
export class OpenIncidentInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() exerciseId: string;
  @Field(() => ID) @IsUUID() unitId: string;
  @Field() @IsString() @IsNotEmpty() @MaxLength(MAX_TITLE) title: string;
  @Field(() => Date, { nullable: true }) @IsOptional() @IsDate() attackStartedAt?: Date | null;
  @Field() @IsDate() discoveredAt: Date;
}

@InputType()
export class SectionInput {
  @Field() @Matches(SECTION_KEY) key: string;
  @Field() @IsString() @MaxLength(MAX_TEXT) text: string;
  @Field(() => [ID]) @ArrayMaxSize(MAX_EVIDENCE) @IsUUID(undefined, { each: true }) evidenceIds: string[];
}

@InputType()
export class FoundAddressInput {
  @Field() @IsString() @MaxLength(MAX_ADDRESS) address: string;
  @Field() @IsString() @MaxLength(1000) url: string;
  @Field() @IsString() @MaxLength(100) unitName: string;
  @Field(() => Date, { nullable: true }) @IsOptional() @IsDate() foundAt?: Date | null;
}

@InputType({
  description: 'Found addresses and means travel with the detection report; left out, they stay as they are',
})
export class ReportDraftInput {
  @Field(() => ID) @IsUUID() id: string;
  @Field(() => ID) @IsUUID() incidentId: string;
  @Field(() => ReportKindEnum) @IsIn(REPORT_KINDS) kind: ReportKind;
  @Field(() => Int) @IsInt() @Min(0) version: number;
  @Field(() => Date, { nullable: true }) @IsOptional() @IsDate() startedAt?: Date | null;
  @Field(() => Date, { nullable: true }) @IsOptional() @IsDate() endedAt?: Date | null;

  @Field(() => [SectionInput])
  @IsArray()
  @ArrayMaxSize(MAX_SECTIONS)
  @ValidateNested({ each: true })
  @Type(() => SectionInput)
  sections: SectionInput[];

  @Field(() => [ID]) @ArrayMaxSize(MAX_EVIDENCE) @IsUUID(undefined, { each: true }) evidenceIds: string[];

  @Field(() => [FoundAddressInput], { nullable: true })
  @IsOptional()
  @ArrayMaxSize(MAX_FOUND)
  @ValidateNested({ each: true })
  @Type(() => FoundAddressInput)
  foundAddresses?: FoundAddressInput[] | null;

  @Field(() => [String], { nullable: true })
  @IsOptional()
  @ArrayMaxSize(MAX_MEANS)
  @IsString({ each: true })
  @MaxLength(60, { each: true })
  means?: string[] | null;

  /** Of a response report; left out, it stays as it is. */
  @Field(() => ContainmentOutcomeEnum, { nullable: true })
  @IsOptional()
  @IsIn(CONTAINMENT_OUTCOMES)
  outcome?: ContainmentOutcome | null;
}

@InputType()
export class FileReportInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() reportId: string;
  @Field(() => Int) @IsInt() @Min(1) version: number;
}

@InputType()
export class BonusDraftInput {
  @Field(() => ID) @IsUUID() id: string;
  @Field(() => ID) @IsUUID() exerciseId: string;
  @Field(() => ID) @IsUUID() unitId: string;
  @Field(() => Int) @IsInt() @Min(0) version: number;
  @Field() @IsString() @IsNotEmpty() @MaxLength(60) bonusKey: string;
  @Field() @IsString() @MaxLength(MAX_TITLE) title: string;
  @Field() @IsString() @MaxLength(MAX_TEXT) narrative: string;
  @Field(() => [ID]) @ArrayMaxSize(MAX_EVIDENCE) @IsUUID(undefined, { each: true }) evidenceIds: string[];
}

@InputType()
export class FileBonusInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() bonusClaimId: string;
  @Field(() => Int) @IsInt() @Min(1) version: number;
}
