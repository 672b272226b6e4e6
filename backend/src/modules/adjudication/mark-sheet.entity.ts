import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Basis } from '../../core/adjudication/agreement-state.js';
import { Seen } from '../../platform/access/seen.js';
import { BasisEnum } from './verdict.entity.js';

/** One item of a mark sheet. */
export interface StoredMark {
  readonly itemKey: string;
  /** Exact share of the item's weight in [0, 1]. */
  readonly share: string;
  readonly comment: string;
}

/** A referee's marks on an incident, all items at once. The latest counts; none is ever overwritten. */
@Entity('mark_sheet')
@ObjectType()
@Seen('incident.read')
export class MarkSheet {
  @Field(() => ID) @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  @Field(() => Int) @Column('integer') seq: number;

  @Column('uuid') incidentId: string;

  @Column('jsonb') marks: StoredMark[];

  @Field() @Column('text') comment: string;

  /** Deduction of the linked results when it was recorded; null without a link. */
  @Column('text', { nullable: true }) deductionAtMarking: string | null;

  @Column('uuid') refereeId: string;

  @Field() @Column('timestamptz') recordedAt: Date;

  /** How it came about: one referee's, or of several who marked blind. */
  @Field(() => BasisEnum) @Column('text', { default: 'SINGLE' }) basis: Basis;

  /** The opinions it rests on. */
  @Column('uuid', { array: true, default: [] }) opinionIds: string[];
}
