/**
 * SQL: what is open in the exercise $1, by what. $2 = decisions recorded from then on may still be appealed within hours
 * of their own; $3 = now.
 */
export const WAITING_SQL = `
  SELECT
    (SELECT count(*)::int FROM attack_submission s
      WHERE s.exercise_id = $1 AND s.state = 'FILED'
        AND EXISTS (SELECT 1 FROM attack_node n WHERE n.submission_id = s.id
                       AND NOT EXISTS (SELECT 1 FROM verdict v WHERE v.node_id = n.id))) AS "SUBMISSIONS",
    (SELECT count(*)::int FROM incident i
      WHERE i.exercise_id = $1
        AND EXISTS (SELECT 1 FROM incident_report r WHERE r.incident_id = i.id AND r.state = 'FILED')
        AND NOT EXISTS (SELECT 1 FROM mark_sheet m WHERE m.incident_id = i.id)) AS "INCIDENTS",
    (SELECT count(*)::int FROM bonus_claim b
      WHERE b.exercise_id = $1 AND b.state = 'FILED'
        AND NOT EXISTS (SELECT 1 FROM bonus_verdict v WHERE v.bonus_claim_id = b.id)) AS "BONUSES",
    (SELECT count(*)::int FROM attack_submission s
      WHERE s.exercise_id = $1 AND s.state = 'RETURNED'
        AND EXISTS (SELECT 1 FROM submission_return r WHERE r.submission_id = s.id AND r.due_at >= $3))
    + (SELECT count(*)::int FROM incident_report p JOIN incident i ON i.id = p.incident_id
        WHERE i.exercise_id = $1 AND p.state = 'RETURNED'
          AND EXISTS (SELECT 1 FROM report_return r WHERE r.report_id = p.id AND r.due_at >= $3)) AS "RETURNS",
    (SELECT count(*)::int FROM abnormal_episode e
      WHERE e.exercise_id = $1
        AND NOT EXISTS (SELECT 1 FROM abnormal_act a WHERE a.episode_id = e.id)) AS "ABNORMALS",
    (SELECT count(*)::int FROM rescoring_set r WHERE r.exercise_id = $1 AND r.state = 'PROPOSED') AS "RESCORINGS",
    (SELECT count(*)::int FROM (
       SELECT DISTINCT ON (v.node_id) v.id, v.recorded_at FROM verdict v
        WHERE v.exercise_id = $1 ORDER BY v.node_id, v.seq DESC) d WHERE ${stillOpen('d')})
    + (SELECT count(*)::int FROM (
         SELECT DISTINCT ON (m.incident_id) m.id, m.recorded_at FROM mark_sheet m
          WHERE m.exercise_id = $1 ORDER BY m.incident_id, m.seq DESC) d WHERE ${stillOpen('d')})
    + (SELECT count(*)::int FROM (
         SELECT DISTINCT ON (b.bonus_claim_id) b.id, b.recorded_at FROM bonus_verdict b
          WHERE b.exercise_id = $1 ORDER BY b.bonus_claim_id, b.seq DESC) d WHERE ${stillOpen('d')}) AS "WINDOWS"`;

/** What came about by arbitration is the last word and cannot be appealed. */
function stillOpen(row: string): string {
  return `${row}.recorded_at >= $2 AND NOT EXISTS (
    SELECT 1 FROM appeal_act a WHERE a.rescoring_set_id = ${row}.id AND a.kind = 'ARBITRATION_UPHELD')`;
}
