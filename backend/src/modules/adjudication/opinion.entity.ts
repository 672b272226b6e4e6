import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SheetDraft } from '../../core/adjudication/agreement.js';
import type { RulingDraft } from '../../core/adjudication/ruling.js';

/** What an opinion is about. */
export type OpinionSubject = 'NODE' | 'INCIDENT';

/** A referee's blind view 评审意见 on a node or an incident: that it is there. None is ever changed. */
@Entity('opinion')
export class Opinion {
  /** The id of the command that recorded it. */
  @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  @Column('integer') seq: number;

  @Column('text') subjectKind: OpinionSubject;

  /** Node or incident. */
  @Column('uuid') subjectId: string;

  /** What the referee claimed: the node's submission, or the incident. */
  @Column('uuid') itemId: string;

  /** The decision in force when the panel met; null for the first. */
  @Column('uuid', { nullable: true }) replacesId: string | null;

  @Column('smallint') round: number;

  /** Opinions that make up the round; fixed by the first of them. */
  @Column('smallint') seats: number;

  @Column('uuid') refereeId: string;

  /** SHA-256 of the canonical JSON of nonce and content. */
  @Column('text') contentHash: string;

  @Column('timestamptz') recordedAt: Date;
}

/** What an opinion says. Read by nobody but its author until its round is in. */
@Entity('opinion_content')
export class OpinionContent {
  @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  @Column('jsonb') content: RulingDraft | SheetDraft;

  @Column('text') nonce: string;
}

/** SQL: an opinion `o` is known, since its round is in or a decision that names it stands. */
export const OPINION_SHOWN = `
  (SELECT count(*) FROM opinion p WHERE p.subject_id = o.subject_id AND p.round = o.round
      AND p.replaces_id IS NOT DISTINCT FROM o.replaces_id) >= o.seats
  OR EXISTS (SELECT 1 FROM verdict v WHERE v.node_id = o.subject_id AND o.id = ANY (v.opinion_ids))
  OR EXISTS (SELECT 1 FROM mark_sheet m WHERE m.incident_id = o.subject_id AND o.id = ANY (m.opinion_ids))`;
