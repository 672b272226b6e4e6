import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Finding } from '../../core/likeness/disagreement.js';
import type { Step } from '../../core/scoring/award.js';

/** How a referee settled the disagreement of a linked pair; the latest counts. It changes no points by itself. */
@Entity('disagreement_finding')
export class DisagreementFinding {
  @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  @Column('integer') seq: number;

  @Column('uuid') linkId: string;

  @Column('text') finding: Finding;

  /** What it settles: another contradiction found later is not settled by it. */
  @Column('jsonb') contradictions: Step[];

  @Column('text') reason: string;

  @Column('uuid') refereeId: string;

  @Column('timestamptz') recordedAt: Date;
}
