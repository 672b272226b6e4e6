import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AdjudicationPolicy } from '../../core/adjudication/policy.js';

/** One version of how an exercise judges 裁定规程. The latest counts; none is ever overwritten. */
@Entity('adjudication_policy')
export class StoredPolicy {
  @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  @Column('integer') seq: number;

  @Column('jsonb') policy: AdjudicationPolicy;

  /** Why it was set so. */
  @Column('text') reason: string;

  @Column('uuid') setById: string;

  @Column('timestamptz') recordedAt: Date;
}
