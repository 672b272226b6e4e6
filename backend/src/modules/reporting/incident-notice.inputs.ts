import { Field, ID, InputType } from '@nestjs/graphql';
import { IsDate, IsIn, IsNotEmpty, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import {
  INCIDENT_LEVELS,
  type IncidentLevel,
  NOTICE_STAGES,
  type NoticeStage,
  REPORTER_KINDS,
  type ReporterKind,
} from '../../core/reporting/incident-clock.js';
import { IncidentLevelEnum, NoticeStageEnum, ReporterKindEnum } from './reporting.enums.js';

const MAX_TITLE = 120;
const MAX_TEXT = 4000;

/** Notes down a discovery: from it the clocks run. */
@InputType()
export class OpenIncidentNoticeInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() periodId: string;
  @Field(() => ID, { description: 'The root unit' }) @IsUUID() unitId: string;
  @Field() @IsString() @IsNotEmpty() @MaxLength(MAX_TITLE) title: string;
  @Field(() => IncidentLevelEnum) @IsIn(INCIDENT_LEVELS) level: IncidentLevel;
  @Field(() => ReporterKindEnum) @IsIn(REPORTER_KINDS) reporterKind: ReporterKind;
  @Field({ description: 'Inside a window of the period, not in the future' }) @IsDate() discoveredAt: Date;
  @Field(() => ID, { nullable: true, description: "One of the unit's own incidents" })
  @IsOptional()
  @IsUUID()
  incidentId?: string | null;
}

/** 初报, 续报 or 终报. */
@InputType()
export class FileIncidentNoticeInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() noticeId: string;
  @Field(() => NoticeStageEnum) @IsIn(NOTICE_STAGES) stage: NoticeStage;
  @Field(() => IncidentLevelEnum) @IsIn(INCIDENT_LEVELS) level: IncidentLevel;
  @Field(() => ReporterKindEnum) @IsIn(REPORTER_KINDS) reporterKind: ReporterKind;
  @Field() @IsString() @IsNotEmpty() @MaxLength(MAX_TEXT) text: string;
}

/** Control passes a report on 转报. */
@InputType()
export class PassOnIncidentNoticeInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() noticeId: string;
  @Field({ description: 'To whom, by what' }) @IsString() @IsNotEmpty() @MaxLength(MAX_TEXT) text: string;
}
