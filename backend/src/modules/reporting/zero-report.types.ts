import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { ZeroKind, ZeroState } from '../../core/reporting/zero-report.js';
import { Seen } from '../../platform/access/seen.js';
import { Unit } from '../exercise/unit.entity.js';
import { ZeroKindEnum, ZeroStateEnum } from './reporting.enums.js';

/** One version of a zero report 零报告. */
@ObjectType('ZeroReport')
@Seen('reporting.read')
export class ZeroReportView {
  @Field(() => ID) id: string;
  @Field({ description: 'Local date in the zone of the period' }) day: string;
  @Field(() => Int) versionNo: number;
  @Field(() => ZeroKindEnum) kind: ZeroKind;
  @Field(() => Int, { description: 'How many; 0 for 平安' }) situations: number;
  @Field() text: string;
  @Field(() => [ID]) incidentIds: readonly string[];
  @Field() filedAt: Date;
  @Field() filedByName: string;
}

/** A duty day of the period. */
@ObjectType()
@Seen('reporting.read')
export class ZeroReportDay {
  @Field() day: string;
  @Field() opensAt: Date;
  @Field({ description: 'Filed at this very instant is in time' }) dueAt: Date;
  @Field({ description: 'Missed from this instant on' }) closesAt: Date;
}

/** A unit's day. */
@ObjectType()
@Seen('reporting.read')
export class ZeroReportCell {
  @Field() day: string;
  @Field(() => ZeroStateEnum) state: ZeroState;
  @Field(() => Int, { description: 'Of a report filed late; 0 otherwise' }) lateSeconds: number;
  @Field(() => Date, { nullable: true, description: 'The first version: it decides' }) firstFiledAt: Date | null;
  @Field(() => ZeroReportView, { nullable: true, description: 'The version that counts' })
  report: ZeroReportView | null;
  @Field(() => Date, { nullable: true }) remindedAt: Date | null;
  @Field(() => Date, { nullable: true }) escalatedAt: Date | null;
  @Field(() => Date, { nullable: true, description: 'When control last urged 催报' }) urgedAt: Date | null;
}

/** The row of a unit. */
@ObjectType()
@Seen('reporting.read')
export class ZeroReportUnit {
  @Field(() => Unit) unit: Unit;
  @Field(() => Int, { description: 'Days in time in a row, up to the last that is decided' }) inTimeRun: number;
  @Field(() => [ZeroReportCell], { description: 'In the order of the days' }) days: ZeroReportCell[];
  @Field({ description: 'Whether the reader files for it' }) mayFile: boolean;
}

/** Zero reports of a period: for control of all units that take part, for a unit its own. */
@ObjectType()
@Seen('reporting.read')
export class ZeroReportDesk {
  @Field(() => ID) periodId: string;
  @Field() periodName: string;
  @Field() zone: string;
  @Field({ description: 'Local HH:mm' }) zeroReportAt: string;
  @Field() asOf: Date;
  @Field(() => String, { nullable: true, description: 'The duty day that runs now' }) today: string | null;
  @Field(() => [ZeroReportDay]) days: ZeroReportDay[];
  @Field(() => [ZeroReportUnit], { description: 'By name' }) units: ZeroReportUnit[];
  @Field() mayUrge: boolean;
}
