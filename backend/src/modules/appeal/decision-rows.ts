import type { EntityManager } from 'typeorm';
import { Refusal } from '../../core/kernel/refusal.js';
import type { AppealSubjectKind } from './appeal.entity.js';

/** What an appeal is about: the work, whose it is, and the decision in force on it. */
export interface DecidedSubject {
  readonly exerciseId: string;
  /** Team whose result it is; null for defenders' own work. */
  readonly teamId: string | null;
  /** Root unit that was hit, or whose work it is. */
  readonly rootId: string;
  /** Submission of a node. */
  readonly submissionId: string | null;
  readonly code: string;
  readonly ordinal: number | null;
  readonly title: string;
  /** Evidence the work itself carries. */
  readonly evidenceIds: readonly string[];
  /** Null while nothing was decided. */
  readonly decision: DecisionRow | null;
}

/** A decision in force. */
export interface DecisionRow {
  readonly id: string;
  readonly seq: number;
  readonly refereeId: string;
  readonly opinionIds: readonly string[];
  readonly recordedAt: Date;
}

const DECISION = `
  json_build_object('id', d.id, 'seq', d.seq, 'refereeId', d.referee_id, 'opinionIds', d.opinion_ids,
                    'recordedAt', d.recorded_at)`;

const NODE = `
  SELECT s.exercise_id AS "exerciseId", s.team_id AS "teamId", u.root_id AS "rootId", s.id AS "submissionId",
         s.code, n.ordinal, n.asset_name AS title, n.evidence_ids AS "evidenceIds",
         (SELECT ${DECISION} FROM verdict d WHERE d.node_id = n.id ORDER BY d.seq DESC LIMIT 1) AS decision
    FROM attack_node n
    JOIN attack_submission s ON s.id = n.submission_id AND s.state = 'FILED'
    JOIN unit u ON u.id = s.unit_id
   WHERE n.id = $1`;

/** By subject; an incident's evidence is that of its filed reports and of their sections. */
const SUBJECTS: Readonly<Record<AppealSubjectKind, string>> = {
  NODE,
  LOSS: NODE,
  INCIDENT: `
    SELECT i.exercise_id AS "exerciseId", NULL::uuid AS "teamId", i.root_id AS "rootId", NULL::uuid AS "submissionId",
           i.code, NULL::int AS ordinal, i.title,
           ARRAY(SELECT unnest(r.evidence_ids) FROM incident_report r WHERE r.incident_id = i.id AND r.state = 'FILED'
                 UNION SELECT (jsonb_array_elements_text(x -> 'evidenceIds'))::uuid
                         FROM incident_report r, jsonb_array_elements(r.sections) x
                        WHERE r.incident_id = i.id AND r.state = 'FILED') AS "evidenceIds",
           (SELECT ${DECISION} FROM mark_sheet d
             WHERE d.incident_id = i.id ORDER BY d.seq DESC LIMIT 1) AS decision
      FROM incident i WHERE i.id = $1 AND i.receipt_seq IS NOT NULL`,
  BONUS: `
    SELECT b.exercise_id AS "exerciseId", NULL::uuid AS "teamId", b.root_id AS "rootId", NULL::uuid AS "submissionId",
           b.code, NULL::int AS ordinal, b.title, b.evidence_ids AS "evidenceIds",
           (SELECT ${DECISION.replace('d.opinion_ids', `'{}'::uuid[]`)} FROM bonus_verdict d
             WHERE d.bonus_claim_id = b.id ORDER BY d.seq DESC LIMIT 1) AS decision
      FROM bonus_claim b WHERE b.id = $1 AND b.state = 'FILED'`,
};

/** What an id of this kind is about, whoever asks. @throws Refusal NOT_FOUND */
export async function decidedSubject(tx: EntityManager, kind: AppealSubjectKind, id: string): Promise<DecidedSubject> {
  const [row] = await tx.query<DecidedSubject[]>(SUBJECTS[kind], [id]);
  if (row === undefined) throw new Refusal('NOT_FOUND');
  const { decision } = row;
  // Inside JSON an instant is text.
  return { ...row, decision: decision && { ...decision, recordedAt: new Date(decision.recordedAt) } };
}

/** Whether a root unit bears a deduction for a node: nothing else gives it standing on an attack. */
export async function hasLoss(tx: EntityManager, rootId: string, nodeId: string): Promise<boolean> {
  const [row] = await tx.query<{ has: boolean }[]>(
    `SELECT EXISTS (SELECT 1 FROM score_entry e
                     WHERE e.source_id = $2 AND e.party_id = $1 AND e.account = 'DEDUCTION' AND e.amount <> '0'
                       AND e.reverses_id IS NULL
                       AND NOT EXISTS (SELECT 1 FROM score_entry r WHERE r.reverses_id = e.id)) AS has`,
    [rootId, nodeId],
  );
  return row?.has === true;
}

/**
 * Who made a decision: its referee, those whose opinions it rests on, and, where it came about through a rescoring set,
 * whoever put that into effect.
 */
export async function decidersOfDecision(
  tx: EntityManager,
  kind: AppealSubjectKind,
  decisionId: string,
): Promise<Set<string>> {
  const table = kind === 'INCIDENT' ? 'mark_sheet' : kind === 'BONUS' ? 'bonus_verdict' : 'verdict';
  const opinions =
    kind === 'BONUS'
      ? ''
      : `UNION SELECT o.referee_id FROM opinion o JOIN ${table} d ON o.id = ANY (d.opinion_ids) WHERE d.id = $1`;
  const rows = await tx.query<{ id: string }[]>(
    `SELECT referee_id AS id FROM ${table} WHERE id = $1 ${opinions}
     UNION SELECT settled_by FROM rescoring_set WHERE id = $1 AND settled_by IS NOT NULL
     UNION SELECT approver_id FROM rescoring_approval WHERE set_id = $1`,
    [decisionId],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Whether a decision came about by arbitration: it is the last word. */
export async function isArbitrated(tx: EntityManager, decisionId: string): Promise<boolean> {
  const [row] = await tx.query<{ is: boolean }[]>(
    `SELECT EXISTS (SELECT 1 FROM appeal_act WHERE rescoring_set_id = $1 AND kind = 'ARBITRATION_UPHELD') AS is`,
    [decisionId],
  );
  return row?.is === true;
}
