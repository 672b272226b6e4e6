import type { EntityManager } from 'typeorm';
import type { NodePair } from '../../core/likeness/duplicates.js';
import type { Step } from '../../core/scoring/award.js';

export const PROPOSAL_KINDS = ['LINK', 'DUPLICATE', 'EVENT'] as const;
export type ProposalKind = (typeof PROPOSAL_KINDS)[number];

/** Two things that may belong together: incident and result, or the earlier and the later receipt. */
export interface Pair {
  readonly kind: ProposalKind;
  readonly firstId: string;
  readonly secondId: string;
  /** Exact text in [0, 1]. */
  readonly score: string;
  readonly reasons: readonly Step[];
  readonly nodes: readonly NodePair[];
}

/** The act that made a pair appear. */
export interface Appearance {
  readonly exerciseId: string;
  readonly seq: number;
  readonly at: Date;
}

/** Puts the pairs of one thing in place of those that were kept; a pair that was there keeps the act it came with. */
export async function keepPairs(
  tx: EntityManager,
  subjectId: string,
  pairs: readonly Pair[],
  { exerciseId, seq, at }: Appearance,
): Promise<void> {
  await tx.query(
    `DELETE FROM likeness_pair
      WHERE (first_id = $1 OR second_id = $1)
        AND (kind, first_id, second_id) NOT IN (
            SELECT p.kind, p."firstId", p."secondId"
              FROM jsonb_to_recordset($2::jsonb) AS p (kind text, "firstId" uuid, "secondId" uuid))`,
    [subjectId, JSON.stringify(pairs)],
  );
  await tx.query(
    `INSERT INTO likeness_pair (kind, first_id, second_id, exercise_id, score, reasons, nodes, later_seq, later_at)
     SELECT p.kind, p."firstId", p."secondId", $2, p.score, p.reasons, p.nodes, $3, $4
       FROM jsonb_to_recordset($1::jsonb) AS p (kind text, "firstId" uuid, "secondId" uuid, score numeric, reasons jsonb,
                                                nodes jsonb)
     ON CONFLICT (kind, first_id, second_id)
     DO UPDATE SET score = EXCLUDED.score, reasons = EXCLUDED.reasons, nodes = EXCLUDED.nodes`,
    [JSON.stringify(pairs), exerciseId, seq, at],
  );
}
