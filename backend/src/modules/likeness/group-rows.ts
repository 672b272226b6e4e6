import type { EntityManager } from 'typeorm';

/** A node in a vulnerability group. */
export interface GroupedNode {
  readonly nodeId: string;
  readonly submissionId: string;
  readonly ordinal: number;
  readonly assetName: string;
  readonly key: string;
}

/** The group in force: what referees made of it later wins over the key of the verdict in force. */
const KEY_IN_FORCE = `CASE WHEN g.node_id IS NOT NULL THEN g.vulnerability_key ELSE v.vulnerability_key END`;
const LATEST = `
    LEFT JOIN LATERAL (SELECT r.node_id, r.vulnerability_key FROM node_grouping r
                        WHERE r.node_id = n.id ORDER BY r.seq DESC LIMIT 1) g ON true
    LEFT JOIN LATERAL (SELECT r.vulnerability_key, r.outcome FROM verdict r
                        WHERE r.node_id = n.id ORDER BY r.seq DESC LIMIT 1) v ON true`;

/** The vulnerability group of each of these nodes; those in none are not listed. */
export async function groupsOfNodes(tx: EntityManager, nodeIds: readonly string[]): Promise<Map<string, string>> {
  if (nodeIds.length === 0) return new Map();
  const rows = await tx.query<{ id: string; key: string | null }[]>(
    `SELECT n.id, ${KEY_IN_FORCE} AS key FROM unnest($1::uuid[]) AS n (id) ${LATEST}`,
    [nodeIds],
  );
  return new Map(rows.flatMap(({ id, key }): [string, string][] => (key === null ? [] : [[id, key]])));
}

/** Results with a node that was at some time put into one of these groups. */
export async function resultsInGroups(
  tx: EntityManager,
  exerciseId: string,
  keys: readonly string[],
): Promise<string[]> {
  if (keys.length === 0) return [];
  const rows = await tx.query<{ id: string }[]>(
    `SELECT v.submission_id AS id FROM verdict v WHERE v.exercise_id = $1 AND v.vulnerability_key = ANY ($2)
     UNION
     SELECT n.submission_id FROM node_grouping g JOIN attack_node n ON n.id = g.node_id
      WHERE g.exercise_id = $1 AND g.vulnerability_key = ANY ($2)
     LIMIT ${MOST_OF_A_GROUP}`,
    [exerciseId, keys],
  );
  return rows.map(({ id }) => id);
}

/** A group of more is looked at on its own page. */
const MOST_OF_A_GROUP = 200;

/** All nodes that are in a group, in receipt order. */
export async function groupedNodes(tx: EntityManager, exerciseId: string): Promise<GroupedNode[]> {
  return tx.query<GroupedNode[]>(
    `WITH touched AS (
       SELECT node_id FROM verdict WHERE exercise_id = $1 AND vulnerability_key IS NOT NULL
       UNION SELECT node_id FROM node_grouping WHERE exercise_id = $1)
     SELECT n.id AS "nodeId", n.submission_id AS "submissionId", n.ordinal, n.asset_name AS "assetName",
            ${KEY_IN_FORCE} AS key
       FROM touched JOIN attack_node n ON n.id = touched.node_id JOIN attack_submission s ON s.id = n.submission_id
            ${LATEST}
      WHERE s.state = 'FILED' AND v.outcome <> 'REJECTED' AND ${KEY_IN_FORCE} IS NOT NULL
      ORDER BY s.receipt_seq, n.ordinal`,
    [exerciseId],
  );
}

/** Incidents that are in an event group, in receipt order. */
export async function groupedIncidents(
  tx: EntityManager,
  exerciseId: string,
): Promise<{ id: string; rootId: string; title: string; key: string }[]> {
  return tx.query<{ id: string; rootId: string; title: string; key: string }[]>(
    `SELECT i.id, i.root_id AS "rootId", i.title, g.event_key AS key
       FROM (SELECT DISTINCT ON (incident_id) incident_id, event_key FROM incident_grouping
              WHERE exercise_id = $1 ORDER BY incident_id, seq DESC) g
       JOIN incident i ON i.id = g.incident_id
      WHERE g.event_key IS NOT NULL ORDER BY i.receipt_seq`,
    [exerciseId],
  );
}
