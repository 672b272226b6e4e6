import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A referee's act on a claim for bonus points. The latest counts; none is ever overwritten. */
@Entity('bonus_verdict')
export class BonusVerdict {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') exerciseId: string;
  @Column('integer') seq: number;
  @Column('uuid') bonusClaimId: string;
  @Column('boolean') isAccepted: boolean;

  /** Exact text; the cap of the kind is applied by scoring, not here. */
  @Column('text') points: string;
  @Column('text') reason: string;
  @Column('uuid') refereeId: string;
  @Column('timestamptz') recordedAt: Date;
}
