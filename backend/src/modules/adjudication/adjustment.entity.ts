import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Account } from '../../core/scoring/award.js';
import type { Side } from '../../platform/graphql/enums.js';

/** Points given or taken by hand, with a reason and a second approver. Its id is that of its rescoring set. */
@Entity('adjustment')
export class Adjustment {
  @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  @Column('integer') seq: number;

  /** Code of the rescoring set, R-0001. */
  @Column('text') code: string;

  @Column('text') side: Side;

  /** Attack team or root unit. */
  @Column('uuid') partyId: string;

  @Column('text') account: Account;

  /** Exact signed text; deductions and penalties are negative. */
  @Column('text') amount: string;

  /** As those concerned are told. */
  @Column('text') reason: string;

  @Column('uuid', { name: 'approved_by' }) approvedById: string;

  @Column('timestamptz') recordedAt: Date;
}
