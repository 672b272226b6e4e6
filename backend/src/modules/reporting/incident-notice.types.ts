import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type {
  ClockRule,
  ClockState,
  IncidentLevel,
  NoticeActKind,
  NoticeStage,
  ReporterKind,
} from '../../core/reporting/incident-clock.js';
import { Seen } from '../../platform/access/seen.js';
import { Unit } from '../exercise/unit.entity.js';
import {
  ClockRuleEnum,
  ClockStateEnum,
  IncidentLevelEnum,
  NoticeActKindEnum,
  NoticeStageEnum,
  ReporterKindEnum,
} from './reporting.enums.js';

/** A clock of an incident report, as it stands. */
@ObjectType()
@Seen('reporting.read')
export class ReportClockView {
  @Field(() => ClockRuleEnum) rule: ClockRule;
  @Field({ description: 'Where the figure comes from' }) source: string;
  @Field(() => Int) minutes: number;
  @Field() startsAt: Date;
  @Field({ description: 'Reported at this very instant is in time' }) dueAt: Date;
  @Field(() => ClockStateEnum) state: ClockState;
  @Field(() => Date, { nullable: true }) stoppedAt: Date | null;
  @Field(() => Int, { description: 'As reported, or by now; begun seconds whole' }) lateSeconds: number;
}

/** What was reported, or done by time. */
@ObjectType('IncidentNoticeAct')
@Seen('reporting.read')
export class IncidentNoticeActView {
  @Field(() => ID) id: string;
  @Field(() => NoticeActKindEnum) kind: NoticeActKind;
  @Field(() => NoticeStageEnum, { nullable: true }) stage: NoticeStage | null;
  @Field(() => IncidentLevelEnum, { nullable: true }) level: IncidentLevel | null;
  @Field(() => ReporterKindEnum, { nullable: true }) reporterKind: ReporterKind | null;
  @Field() text: string;
  @Field(() => Date, { nullable: true }) deadlineAt: Date | null;
  @Field({ description: 'When it was done, or due' }) at: Date;
  @Field(() => String, { nullable: true, description: 'Null for what time did' }) byName: string | null;
}

/** A discovered incident whose report is owed 事件报告. */
@ObjectType('IncidentNotice')
@Seen('reporting.read')
export class IncidentNoticeView {
  @Field(() => ID) id: string;
  @Field(() => ID) periodId: string;
  @Field({ description: "Among the unit's own" }) code: string;
  @Field(() => Unit) unit: Unit;
  @Field() title: string;
  @Field(() => IncidentLevelEnum, { description: 'As last stated' }) level: IncidentLevel;
  @Field(() => ReporterKindEnum) reporterKind: ReporterKind;
  @Field() discoveredAt: Date;
  @Field() openedAt: Date;
  @Field(() => Date, { nullable: true, description: 'The initial report' }) reportedAt: Date | null;
  @Field(() => NoticeStageEnum, { nullable: true, description: 'The last report' }) stage: NoticeStage | null;
  @Field(() => ID, { nullable: true }) incidentId: string | null;
  @Field(() => String, { nullable: true }) incidentCode: string | null;
  @Field(() => [ReportClockView], { description: 'The shortest first' }) clocks: ReportClockView[];
  @Field(() => Date, { nullable: true, description: 'The nearest deadline that still runs or was missed' })
  nearestDueAt: Date | null;
  @Field(() => [IncidentNoticeActView], { description: 'Oldest first' }) acts: IncidentNoticeActView[];
  @Field({ description: 'Whether the reader may file on it' }) mayFile: boolean;
  @Field({ description: 'Whether the reader may pass it on now 转报' }) mayPassOn: boolean;
}

/** Incident notices of a period, with what a form needs. */
@ObjectType()
@Seen('reporting.read')
export class IncidentNoticeDesk {
  @Field(() => ID) periodId: string;
  @Field(() => Int) incidentHours: number;
  @Field() asOf: Date;
  @Field(() => [IncidentNoticeView], {
    description: 'What is owed first, the nearest deadline on top; then the latest',
  })
  notices: IncidentNoticeView[];
  @Field(() => [Unit], { description: 'Units the reader files for' }) ownUnits: Unit[];
}
