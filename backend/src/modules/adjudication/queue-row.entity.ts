import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { QueueSubject } from './queue-items.service.js';

/** What becomes of an item of the queue. */
export type QueueState = 'WAITING' | 'CHIEF' | 'SETTLED' | 'CLOSED';

/** An item of the referees' queue as it is kept. Filled by the database when work is filed; a working row, no fact. */
@Entity('queue_item')
export class QueueRow {
  /** Submission or incident. */
  @PrimaryColumn('uuid') subjectId: string;

  @Column('text') subjectKind: QueueSubject['kind'];

  @Column('uuid') exerciseId: string;

  @Column('uuid', { nullable: true }) unitId: string | null;

  @Column('uuid', { nullable: true }) rootUnitId: string | null;

  @Column('uuid', { nullable: true }) teamId: string | null;

  @Column('integer') receiptSeq: number;

  @Column('timestamptz') filedAt: Date;

  @Column('text') state: QueueState;

  /** Exact text; null until placed, and for incidents. */
  @Column('text', { nullable: true }) claimedPoints: string | null;

  /** Index in PRIORITIES; null until placed. */
  @Column('smallint', { nullable: true }) priority: number | null;

  @Column('timestamptz', { nullable: true }) dueAt: Date | null;

  /** Referees who judge it; kept once one has begun. */
  @Column('smallint', { nullable: true }) seats: number | null;

  @Column('text', { nullable: true }) groupKey: string | null;
}
