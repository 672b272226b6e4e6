import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PeriodPhase } from '../../core/protection/period.js';
import type { TemplateMeasure } from '../../core/protection/template.js';
import { Seen } from '../../platform/access/seen.js';
import { LocalText } from '../../platform/graphql/shared.types.js';
import { PeriodPhaseEnum } from './period.enums.js';

/** One measure, with the source that names it. */
@ObjectType()
@Seen('protection.read')
export class TaskMeasure extends LocalText implements TemplateMeasure {
  @Field() source: string;
}

/** A task 任务 of a protection period. */
@Entity('protection_task')
@ObjectType()
@Seen('protection.read')
export class ProtectionTask {
  @Field(() => ID) @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  @Column('uuid') periodId: string;

  @Column('integer') ordinal: number;

  @Field(() => PeriodPhaseEnum) @Column('text') phase: PeriodPhase;

  @Field() @Column('jsonb') name: LocalText;

  @Field(() => [TaskMeasure]) @Column('jsonb') measures: TaskMeasure[];

  /** What shows that it is done 验收材料. */
  @Field() @Column('jsonb') evidence: LocalText;

  /** Who in the unit answers for it; empty = as the unit decides. */
  @Field() @Column('text') owner: string;

  /** Where it comes from. */
  @Field() @Column('text') source: string;

  @Column('text', { nullable: true }) templateKey: string | null;

  @Column('text', { nullable: true }) templateTaskKey: string | null;

  @Field() @Column('timestamptz') dueAt: Date;

  /** Once on every duty day. */
  @Field() @Column('boolean') daily: boolean;

  /** Local `HH:mm` by which a daily task is due; null = with the daily report. */
  @Field(() => String, { nullable: true }) @Column('text', { nullable: true }) dueTime: string | null;

  /** Tasks that must be signed off before this one is handed in. */
  @Field(() => [ID]) @Column('uuid', { array: true }) requires: string[];

  /** Root units it is for; null = all of the period. */
  @Field(() => [ID], { nullable: true })
  @Seen('protection.plan')
  @Column('uuid', { array: true, nullable: true })
  unitIds: string[] | null;

  @Column('boolean') isRemoved: boolean;

  @Field(() => Int) @Column('integer') version: number;

  @Column('timestamptz') createdAt: Date;
}
