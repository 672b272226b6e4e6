import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ProposalKind } from './pair-store.js';

/** A referee looked at a proposal and found that it is none. It stays dismissed, with his reason. */
@Entity('proposal_dismissal')
export class ProposalDismissal {
  @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  @Column('integer') seq: number;

  @Column('text') kind: ProposalKind;

  /** Incident of a LINK, otherwise the earlier receipt. */
  @Column('uuid') firstId: string;

  @Column('uuid') secondId: string;

  @Column('text') reason: string;

  @Column('uuid') refereeId: string;

  @Column('timestamptz') recordedAt: Date;
}
