import type { EntityManager } from 'typeorm';
import { idsIn } from '../adjudication/recusal.service.js';
import type { RescoringSet } from './rescoring-set.entity.js';

/**
 * Everything a set concerns, for `requireImpartialOn`: what its change names and, where nodes move between vulnerability
 * groups, all nodes of the groups they leave and enter, since their decay changes with it.
 */
export async function concernedIds(
  tx: EntityManager,
  { exerciseId, change }: Pick<RescoringSet, 'exerciseId' | 'change'>,
): Promise<string[]> {
  if (change.kind !== 'VULNERABILITY_REGROUPED') return idsIn(change);
  const rows = await tx.query<{ id: string }[]>(MATES, [exerciseId, change.nodeIds, change.vulnerabilityKey]);
  return [...idsIn(change), ...rows.map(({ id }) => id)];
}

/** Nodes of the groups in force of the nodes $2 and of the group $3. A grouping wins over the verdict's own key. */
const MATES = `
  WITH grouped AS (
    SELECT n.id, CASE WHEN g.node_id IS NOT NULL THEN g.vulnerability_key ELSE v.vulnerability_key END AS key
      FROM attack_submission s
      JOIN attack_node n ON n.submission_id = s.id
      LEFT JOIN LATERAL (SELECT r.node_id, r.vulnerability_key FROM node_grouping r
                          WHERE r.node_id = n.id ORDER BY r.seq DESC LIMIT 1) g ON true
      LEFT JOIN LATERAL (SELECT r.vulnerability_key FROM verdict r
                          WHERE r.node_id = n.id ORDER BY r.seq DESC LIMIT 1) v ON true
     WHERE s.exercise_id = $1 AND s.state = 'FILED')
  SELECT id FROM grouped
   WHERE key = $3 OR key IN (SELECT key FROM grouped WHERE id = ANY ($2::uuid[]) AND key IS NOT NULL)`;
