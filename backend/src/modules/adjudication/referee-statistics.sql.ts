import type { OpinionSubject } from './opinion.entity.js';

/** What a referee said of one thing in a blind round that is in. */
export interface ComparedRow {
  readonly kind: OpinionSubject;
  /** One word per thing and sitting. */
  readonly sitting: string;
  readonly content: unknown;
}

/** One act of a referee. */
export interface ActRow {
  readonly refereeId: string;
  readonly itemId: string;
  /** Day in the exercise's time zone. */
  readonly date: string;
  /** Whole minutes since he took the item; null when he had not taken it. */
  readonly minutes: number | null;
}

/** Counts of one referee. */
export interface CountRow {
  readonly refereeId: string;
  readonly decided: number;
  readonly opinions: number;
  readonly compared: number;
  readonly agreed: number;
  readonly overturned: number;
  readonly standing: number;
}

/** First rounds that are in: $1 exercise. */
const FIRST_ROUNDS = `
  SELECT o.*, o.subject_id::text || coalesce(o.replaces_id::text, '') AS sitting,
         count(*) OVER (PARTITION BY o.subject_id, o.replaces_id) >= o.seats AS is_in
    FROM opinion o WHERE o.exercise_id = $1 AND o.round = 1`;

export const COMPARED = `
  SELECT o.subject_kind AS kind, o.sitting, c.content
    FROM (${FIRST_ROUNDS}) o JOIN opinion_content c ON c.id = o.id
   WHERE o.is_in ORDER BY o.seq`;

/** Decisions by referees: whatever a rescoring set wrote is nobody's day's work. */
const DECISIONS = `
  SELECT v.id, v.seq, v.node_id AS subject_id, v.submission_id AS item_id, v.referee_id, v.basis, v.opinion_ids, v.recorded_at
    FROM verdict v WHERE v.exercise_id = $1
  UNION ALL
  SELECT m.id, m.seq, m.incident_id, m.incident_id, m.referee_id, m.basis, m.opinion_ids, m.recorded_at
    FROM mark_sheet m WHERE m.exercise_id = $1`;

const APPLIED = `SELECT seq FROM journal_record WHERE stream_id = $1 AND kind = 'RESCORING_APPLIED'`;

/** Alone, or as chief referee. */
const OWN = `d.basis IN ('SINGLE', 'CHIEF') AND d.seq NOT IN (${APPLIED})`;

/** $1 exercise, $2 its time zone. Sittings last from the first claim before an act to that act. */
export const ACTS = `
  SELECT a.referee_id AS "refereeId", a.item_id AS "itemId",
         to_char(a.recorded_at AT TIME ZONE $2, 'YYYY-MM-DD') AS date,
         (SELECT floor(extract(epoch FROM a.recorded_at - max(r.recorded_at)) / 60)::int
            FROM journal_record r
           WHERE r.stream_id = $1 AND r.kind IN ('SUBMISSION_CLAIMED', 'INCIDENT_CLAIMED')
             AND r.subject_id = a.item_id AND r.actor_id = a.referee_id AND r.seq < a.seq) AS minutes
    FROM (SELECT referee_id, item_id, recorded_at, seq FROM (${DECISIONS}) d WHERE ${OWN}
          UNION ALL
          SELECT referee_id, item_id, recorded_at, seq FROM opinion WHERE exercise_id = $1) a`;

export const COUNTS = `
  WITH decision AS MATERIALIZED (${DECISIONS}),
  applied AS MATERIALIZED (${APPLIED}),
  part AS (
    SELECT d.referee_id, d.id, d.subject_id, d.seq FROM decision d WHERE ${OWN}
    UNION
    SELECT o.referee_id, d.id, d.subject_id, d.seq
      FROM decision d JOIN opinion o ON o.id = ANY (d.opinion_ids)
     WHERE d.basis IN ('AGREEMENT', 'RECONCILIATION')),
  agreed AS (SELECT unnest(d.opinion_ids) AS id FROM decision d WHERE d.basis = 'AGREEMENT'),
  first_round AS (
    SELECT o.referee_id, o.is_in, o.id IN (SELECT id FROM agreed) AS agreed
      FROM (${FIRST_ROUNDS}) o)
  SELECT p.user_id AS "refereeId",
         (SELECT count(*)::int FROM decision d WHERE d.referee_id = p.user_id AND ${OWN}) AS decided,
         (SELECT count(*)::int FROM opinion o WHERE o.exercise_id = $1 AND o.referee_id = p.user_id) AS opinions,
         (SELECT count(*)::int FROM first_round f WHERE f.referee_id = p.user_id AND f.is_in) AS compared,
         (SELECT count(*)::int FROM first_round f WHERE f.referee_id = p.user_id AND f.is_in AND f.agreed) AS agreed,
         (SELECT count(*)::int FROM part x WHERE x.referee_id = p.user_id
             AND EXISTS (SELECT 1 FROM decision n JOIN applied USING (seq)
                          WHERE n.subject_id = x.subject_id AND n.seq > x.seq)) AS overturned,
         (SELECT count(*)::int FROM part x WHERE x.referee_id = p.user_id) AS standing
    FROM (SELECT user_id FROM membership
           WHERE exercise_id = $1 AND role IN ('REFEREE', 'CHIEF_REFEREE') AND revoked_at IS NULL
          UNION SELECT referee_id FROM decision UNION SELECT referee_id FROM opinion WHERE exercise_id = $1) p`;
