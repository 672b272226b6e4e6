import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Seen } from '../../platform/access/seen.js';
import { Unit } from '../exercise/unit.entity.js';
import { LessonView, RemediationView } from './remediation.types.js';

/** Tasks of a period: of those that apply to the unit. */
@ObjectType()
@Seen('remediation.read')
export class TaskFigures {
  @Field(() => Int) total: number;
  @Field(() => Int) signed: number;
  @Field(() => Int, { description: 'Handed in after the deadline' }) late: number;
  @Field(() => Int, { description: 'Owed and past the deadline' }) overdue: number;
}

@ObjectType()
@Seen('remediation.read')
export class ZeroReportFigures {
  @Field(() => Int) due: number;
  @Field(() => Int) inTime: number;
  @Field(() => Int) late: number;
  @Field(() => Int) missed: number;
  @Field(() => Int, { description: 'Days with 有情况' }) situations: number;
}

@ObjectType()
@Seen('remediation.read')
export class IncidentNoticeFigures {
  @Field(() => Int) total: number;
  @Field(() => Int, { description: 'Every clock met' }) inTime: number;
  @Field(() => Int, { description: 'Reported after a deadline' }) late: number;
  @Field(() => Int, { description: 'Not reported yet' }) open: number;
  @Field(() => Int, { description: 'The longest delay, in seconds' }) worstLateSeconds: number;
}

@ObjectType()
@Seen('remediation.read')
export class BlockFigures {
  @Field(() => Int, { description: 'Put up during the period' }) placed: number;
  @Field(() => Int, { description: 'Of these still in force' }) active: number;
}

@ObjectType()
@Seen('remediation.read')
export class DutyFigures {
  @Field(() => Int, { description: 'Shifts of the windows that are over' }) shifts: number;
  @Field(() => Int, { description: 'Of these with nobody on the roster or nobody present' }) empty: number;
}

@ObjectType()
@Seen('remediation.read')
export class RemediationFigures {
  @Field(() => Int) total: number;
  @Field(() => Int) closed: number;
  @Field(() => Int) overdue: number;
}

/** A unit's part in a period. */
@ObjectType()
@Seen('remediation.read')
export class UnitSummary {
  @Field(() => Unit) unit: Unit;
  @Field(() => TaskFigures) tasks: TaskFigures;
  @Field(() => ZeroReportFigures) zeroReports: ZeroReportFigures;
  @Field(() => IncidentNoticeFigures) incidents: IncidentNoticeFigures;
  @Field(() => BlockFigures) blocks: BlockFigures;
  @Field(() => DutyFigures, { nullable: true, description: 'Null where the unit keeps no roster' })
  duty: DutyFigures | null;
  @Field(() => RemediationFigures) remediation: RemediationFigures;
}

/** What a period came to 总结: computed when asked for. */
@ObjectType()
@Seen('remediation.read')
export class PeriodSummary {
  @Field(() => ID) periodId: string;
  @Field() name: string;
  @Field() basis: string;
  @Field() zone: string;
  @Field() startsAt: Date;
  @Field() endsAt: Date;
  @Field() asOf: Date;
  @Field(() => [UnitSummary], { description: 'By name' }) units: UnitSummary[];
  @Field(() => [LessonView], { description: 'Oldest first' }) lessons: LessonView[];
  @Field(() => [RemediationView], { description: 'Items that name the period' }) items: RemediationView[];
  @Field({ description: 'Whether the reader opens items and writes for 指挥部' }) mayDirect: boolean;
  @Field(() => [Unit], { description: 'Units the reader writes for' }) ownUnits: Unit[];
}
