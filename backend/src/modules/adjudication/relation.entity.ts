import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { RelationKind } from '../../core/adjudication/recusal.js';

/** A relation 利害关系 of a referee to a party, or the end of one: then `endsId` names it. Never changed. */
@Entity('referee_relation')
export class StoredRelation {
  @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  @Column('integer') seq: number;

  @Column('uuid') refereeId: string;

  /** Attack team or root unit. */
  @Column('uuid') partyId: string;

  @Column('text') kind: RelationKind;

  /** What it is; of an end, why it is over. */
  @Column('text') note: string;

  @Column('uuid', { nullable: true }) endsId: string | null;

  @Column('uuid') recordedById: string;

  @Column('timestamptz') recordedAt: Date;
}
