import type { EntityManager } from 'typeorm';
import type {
  BonusClaimRow,
  BonusVerdictRow,
  FactRows,
  IncidentRow,
  MarkSheetRow,
  SubmissionRow,
  VerdictRow,
} from '../../core/scoring/facts-of.js';
import type { DrillMarkFact } from '../../core/scoring/facts.js';

/*
 * What scoring reads of filed work, one plain statement per kind. An exercise may hold tens of thousands of nodes, and
 * entities with all their columns and relations would cost several times as much as the scores themselves.
 */

/** Which exercise, and which of its rows; `ids` null = all of the kind. */
export interface Wanted {
  readonly exerciseId: string;
  readonly ids: readonly string[] | null;
}

type SubmissionPart = Pick<FactRows, 'submissions' | 'verdicts'>;
type IncidentPart = Pick<FactRows, 'incidents' | 'sheets' | 'links'>;
type BonusPart = Pick<FactRows, 'bonusClaims' | 'bonusVerdicts'>;

/** Filed submissions with their nodes, and the verdict in force on each node. */
export async function submissionRows(tx: EntityManager, wanted: Wanted): Promise<SubmissionPart> {
  const submissions = await rows<Omit<SubmissionRow, 'nodes'>>(tx, SUBMISSIONS, wanted);
  const nodes = Map.groupBy(await rows<NodeRow>(tx, NODES, wanted), ({ submissionId }) => submissionId);
  const verdicts = new Map<string, VerdictRow>();
  for (const { nodeId, ...verdict } of await rows<VerdictRow & { nodeId: string }>(tx, VERDICTS, wanted)) {
    verdicts.set(nodeId, verdict);
  }
  return { submissions: submissions.map((row) => ({ ...row, nodes: nodes.get(row.id) ?? [] })), verdicts };
}

interface NodeRow {
  readonly submissionId: string;
  readonly id: string;
  readonly ordinal: number;
}

const SUBMISSIONS = `
  SELECT s.id, s.code, s.receipt_seq AS "receiptSeq", s.team_id AS "teamId", s.unit_id AS "unitId",
         s.controlled_addresses AS "controlledAddresses"
    FROM attack_submission s
   WHERE s.exercise_id = $1 AND s.state = 'FILED' AND ($2::uuid[] IS NULL OR s.id = ANY ($2))
   ORDER BY s.receipt_seq`;

const NODES = `
  SELECT n.submission_id AS "submissionId", n.id, n.ordinal
    FROM attack_submission s JOIN attack_node n ON n.submission_id = s.id
   WHERE s.exercise_id = $1 AND s.state = 'FILED' AND ($2::uuid[] IS NULL OR s.id = ANY ($2))
   ORDER BY n.submission_id, n.ordinal`;

const VERDICTS = `
  SELECT DISTINCT ON (v.node_id) v.node_id AS "nodeId", v.id, v.outcome, v.category_key AS "categoryKey",
         v.privilege_key AS "privilegeKey", v.quantity, v.judged_points AS "judgedPoints",
         v.deduction_points AS "deductionPoints", v.system_key AS "systemKey", v.factors, v.measures,
         v.vulnerability_key AS "vulnerabilityKey"
    FROM verdict v
   WHERE v.exercise_id = $1
     AND ($2::uuid[] IS NULL OR v.node_id IN (SELECT id FROM attack_node WHERE submission_id = ANY ($2)))
   ORDER BY v.node_id, v.seq DESC`;

/** Incidents with a filed report, their mark sheet in force and the links that stand, oldest first. */
export async function incidentRows(tx: EntityManager, wanted: Wanted): Promise<IncidentPart> {
  const found = await rows<IncidentRow & { links: string[]; sheet: MarkSheetRow | null }>(tx, INCIDENTS, wanted);
  return {
    incidents: found,
    sheets: new Map(found.flatMap(({ id, sheet }) => (sheet === null ? [] : [[id, sheet]]))),
    links: found.flatMap(({ id: incidentId, links }) => links.map((submissionId) => ({ incidentId, submissionId }))),
  };
}

const INCIDENTS = `
  SELECT i.id, i.code, i.receipt_seq AS "receiptSeq", i.unit_id AS "unitId",
         coalesce(r.means, '{}') AS means, coalesce(r.found_addresses, '[]') AS "foundAddresses",
         ARRAY (SELECT l.submission_id FROM incident_link l
                 WHERE l.incident_id = i.id AND l.unlinked_at IS NULL ORDER BY l.linked_at, l.id) AS links,
         (SELECT jsonb_build_object('marks', m.marks, 'deductionAtMarking', m.deduction_at_marking)
            FROM mark_sheet m WHERE m.incident_id = i.id ORDER BY m.seq DESC LIMIT 1) AS sheet,
         (SELECT g.event_key FROM incident_grouping g
           WHERE g.incident_id = i.id ORDER BY g.seq DESC LIMIT 1) AS "eventKey"
    FROM incident i
    LEFT JOIN incident_report r ON r.incident_id = i.id AND r.kind = 'DETECTION' AND r.state = 'FILED'
   WHERE i.exercise_id = $1 AND ($2::uuid[] IS NULL OR i.id = ANY ($2))
     AND EXISTS (SELECT 1 FROM incident_report f WHERE f.incident_id = i.id AND f.state = 'FILED')
   ORDER BY i.receipt_seq`;

/** The mark in force on every marked answer of these drills; `ids` are drills. */
export async function drillRows(tx: EntityManager, wanted: Wanted): Promise<DrillMarkFact[]> {
  return rows<DrillMarkFact>(tx, DRILL_MARKS, wanted);
}

const DRILL_MARKS = `
  SELECT DISTINCT ON (m.response_id) m.response_id AS id, m.inject_code AS code, m.drill_id AS "drillId",
         m.release_seq AS "receiptSeq", m.unit_id AS "unitId", m.expectation, m.full_points AS "fullPoints", m.points
    FROM drill_mark m
   WHERE m.exercise_id = $1 AND ($2::uuid[] IS NULL OR m.drill_id = ANY ($2))
   ORDER BY m.response_id, m.seq DESC`;

/** Filed bonus claims and the verdict in force on each. */
export async function bonusRows(tx: EntityManager, wanted: Wanted): Promise<BonusPart> {
  const found = await rows<BonusClaimRow & { verdict: BonusVerdictRow | null }>(tx, BONUSES, wanted);
  const bonusVerdicts = new Map(found.flatMap(({ id, verdict }) => (verdict === null ? [] : [[id, verdict]])));
  return { bonusClaims: found, bonusVerdicts };
}

const BONUSES = `
  SELECT b.id, b.code, b.receipt_seq AS "receiptSeq", b.unit_id AS "unitId", b.bonus_key AS "bonusKey",
         (SELECT jsonb_build_object('isAccepted', v.is_accepted, 'points', v.points)
            FROM bonus_verdict v WHERE v.bonus_claim_id = b.id ORDER BY v.seq DESC LIMIT 1) AS verdict
    FROM bonus_claim b
   WHERE b.exercise_id = $1 AND b.state = 'FILED' AND ($2::uuid[] IS NULL OR b.id = ANY ($2))
   ORDER BY b.receipt_seq`;

async function rows<T>(tx: EntityManager, sql: string, { exerciseId, ids }: Wanted): Promise<T[]> {
  return ids?.length === 0 ? [] : tx.query<T[]>(sql, [exerciseId, ids]);
}
