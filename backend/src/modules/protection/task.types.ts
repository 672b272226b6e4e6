import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { CYCLE_KINDS, type CycleKind } from '../../core/protection/template.js';
import type { TaskActKind, TaskState, TaskStep } from '../../core/protection/task.js';
import { Seen } from '../../platform/access/seen.js';
import { enumOf } from '../../platform/graphql/enums.js';
import { LocalText } from '../../platform/graphql/shared.types.js';
import { Evidence } from '../evidence/evidence.entity.js';
import { PeriodUnit } from './period.types.js';
import { TaskActKindEnum, TaskStateEnum, TaskStepEnum } from './task.enums.js';
import { ProtectionTask } from './task.entity.js';

/** Where a unit stands with a task, or with one day of a daily one. */
@ObjectType()
@Seen('protection.read')
export class TaskCellView {
  @Field(() => ID) unitId: string;
  @Field(() => String, { nullable: true }) day: string | null;
  @Field(() => TaskStateEnum) state: TaskState;
  @Field() dueAt: Date;
  @Field({ description: 'Owed and past the deadline' }) isOverdue: boolean;
  @Field({ description: 'Handed in after the deadline' }) isLate: boolean;
  @Field(() => Date, { nullable: true }) submittedAt: Date | null;
  @Field(() => [ID], { description: 'Required tasks that are not signed off' }) waitsFor: readonly string[];
  @Field(() => [String], { description: 'Duty days past without a report' }) missedDays: readonly string[];
}

@ObjectType()
@Seen('protection.read')
export class TaskRow {
  @Field() task: ProtectionTask;
  @Field(() => [TaskCellView], { description: 'Units it is for; of the others there is none' })
  cells: readonly TaskCellView[];
}

/** The tasks of a period as far as the viewer may know them. */
@ObjectType()
@Seen('protection.read')
export class TaskMatrix {
  @Field(() => ID) periodId: string;
  @Field() asOf: Date;
  @Field(() => [PeriodUnit]) units: readonly PeriodUnit[];
  @Field(() => [TaskRow]) rows: readonly TaskRow[];
}

@ObjectType()
@Seen('protection.read')
export class TaskActView {
  @Field(() => ID) id: string;
  @Field(() => TaskActKindEnum) kind: TaskActKind;
  @Field(() => String, { nullable: true }) day: string | null;
  @Field() at: Date;
  @Field(() => Int) seq: number;
  @Field(() => String, { nullable: true, description: 'Null for what time brought about' }) byName: string | null;
  @Field() text: string;
  @Field(() => Date, { nullable: true }) dueAt: Date | null;
  @Field(() => [Evidence]) evidence: readonly Evidence[];
}

/** One unit's place in one task, with everything on record. */
@ObjectType()
@Seen('protection.read')
export class TaskFile {
  @Field() task: ProtectionTask;
  @Field() unit: PeriodUnit;
  @Field() cell: TaskCellView;
  @Field(() => [TaskCellView], { description: 'Every duty day of a daily task' }) days: readonly TaskCellView[];
  @Field(() => [TaskActView]) acts: readonly TaskActView[];
  @Field(() => [TaskStepEnum], { description: 'What the viewer may do now' }) steps: readonly TaskStep[];
}

@ObjectType()
@Seen('protection.read')
export class TaskTemplateView {
  @Field() key: string;
  @Field() name: LocalText;
  @Field() source: string;
  @Field(() => Int) tasks: number;
  @Field(() => [String], { description: 'Tags of units it asks for' }) tags: readonly string[];
}

export const CycleKindEnum = enumOf(CYCLE_KINDS);
registerEnumType(CycleKindEnum, { name: 'CycleKind', description: 'What comes every year' });

@ObjectType()
@Seen('protection.read')
export class CycleEntryView {
  @Field() key: string;
  @Field(() => Int) month: number;
  @Field(() => String, { nullable: true, description: 'MM-dd' }) from: string | null;
  @Field(() => String, { nullable: true, description: 'MM-dd, included' }) until: string | null;
  @Field() name: LocalText;
  @Field(() => CycleKindEnum) kind: CycleKind;
  @Field() source: string;
  @Field({ description: 'The month is our inference' }) isInferred: boolean;
}

@ObjectType()
@Seen('protection.read')
export class PublishedSpanView {
  @Field({ description: 'Local; --MM-ddTHH:mm where the notice names no year' }) startsLocal: string;
  @Field(() => String, { nullable: true }) endsLocal: string | null;
  @Field() isInferred: boolean;
}

@ObjectType()
@Seen('protection.read')
export class PublishedWindowView {
  @Field() key: string;
  @Field() name: LocalText;
  @Field() source: string;
  @Field(() => [PublishedSpanView]) spans: readonly PublishedSpanView[];
  @Field(() => LocalText, { nullable: true }) note: LocalText | null;
  @Field(() => String, { nullable: true }) zeroReportAt: string | null;
  @Field(() => Int, { nullable: true }) incidentHours: number | null;
}

/** What a planner may start from. */
@ObjectType()
@Seen('protection.read')
export class ProtectionTemplates {
  @Field(() => [TaskTemplateView]) plans: readonly TaskTemplateView[];
  @Field(() => [CycleEntryView]) cycle: readonly CycleEntryView[];
  @Field(() => [PublishedWindowView]) windows: readonly PublishedWindowView[];
}
