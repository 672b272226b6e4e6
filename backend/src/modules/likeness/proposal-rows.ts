import type { Step } from '../../core/scoring/award.js';

/** A proposed or standing link. `score` is null where only a computation knows it. */
export interface LinkRow {
  readonly incidentId: string;
  readonly submissionId: string;
  readonly score: string | null;
  readonly reasons: readonly Step[] | null;
  readonly linkId: string | null;
  readonly isLate: boolean;
  readonly since: Date | null;
}

/** Most pairs one list shows; the likeliest first. */
const MOST_LISTED = 200;

/** Decided on before the later of both came in. */
const IS_LATE = `(EXISTS (SELECT 1 FROM verdict v WHERE v.submission_id = p.second_id AND v.seq < p.later_seq)
    OR EXISTS (SELECT 1 FROM mark_sheet m WHERE m.incident_id = p.first_id AND m.seq < p.later_seq))`;

const IS_OPEN = `NOT EXISTS (SELECT 1 FROM proposal_dismissal d
                 WHERE d.kind = p.kind AND d.first_id = p.first_id AND d.second_id = p.second_id)`;
const IS_NOT_LINKED = `NOT EXISTS (SELECT 1 FROM incident_link l
                 WHERE l.incident_id = p.first_id AND l.submission_id = p.second_id AND l.unlinked_at IS NULL)`;

/** Scores are text as they were computed, without the zeros a column would add. */
const SCORE = `trim_scale(p.score)::text`;

export const LINKS_OPEN = `
  SELECT p.first_id AS "incidentId", p.second_id AS "submissionId", ${SCORE} AS score, p.reasons,
         NULL::uuid AS "linkId", ${IS_LATE} AS "isLate", p.later_at AS since
    FROM likeness_pair p
   WHERE p.exercise_id = $1 AND p.kind = 'LINK' AND ${IS_OPEN} AND ${IS_NOT_LINKED}
   ORDER BY p.score DESC, p.later_seq LIMIT ${MOST_LISTED}`;

export const LINKS_MADE = `
  SELECT l.incident_id AS "incidentId", l.submission_id AS "submissionId", NULL AS score, NULL::jsonb AS reasons,
         l.id AS "linkId", false AS "isLate", l.linked_at AS since
    FROM incident_link l WHERE l.exercise_id = $1 AND l.unlinked_at IS NULL
   ORDER BY l.linked_at DESC, l.id LIMIT ${MOST_LISTED}`;

/** Links in force of one work, and those of these pairs ($2) that are neither made nor dismissed. */
export const LINKS_OF = `
  SELECT l.incident_id AS "incidentId", l.submission_id AS "submissionId", NULL AS score, NULL::jsonb AS reasons,
         l.id AS "linkId", false AS "isLate", l.linked_at AS since
    FROM incident_link l WHERE (l.incident_id = $1 OR l.submission_id = $1) AND l.unlinked_at IS NULL
  UNION ALL
  SELECT p.first_id, p.second_id, p.score, p.reasons, NULL, coalesce(${IS_LATE}, false), p.later_at
    FROM (SELECT g.kind, g."firstId" AS first_id, g."secondId" AS second_id, g.score, g.reasons, k.later_seq, k.later_at
            FROM jsonb_to_recordset($2::jsonb) AS g (kind text, "firstId" uuid, "secondId" uuid, score text, reasons jsonb)
            LEFT JOIN likeness_pair k
                   ON k.kind = g.kind AND k.first_id = g."firstId" AND k.second_id = g."secondId") p
   WHERE ${IS_OPEN} AND ${IS_NOT_LINKED}`;

/** Suspected duplicates that are neither dismissed nor in one group already. */
export const DUPLICATES_OPEN = `
  SELECT p.kind, p.first_id AS "firstId", p.second_id AS "secondId", ${SCORE} AS score, p.reasons, p.nodes,
         (SELECT coalesce(jsonb_object_agg(n.id, n.ordinal), '{}') FROM attack_node n
           WHERE n.submission_id IN (p.first_id, p.second_id)) AS ordinals
    FROM likeness_pair p
   WHERE p.exercise_id = $1 AND p.kind IN ('DUPLICATE', 'EVENT') AND ${IS_OPEN}
     AND NOT EXISTS (SELECT 1 FROM incident_grouping a JOIN incident_grouping b ON b.event_key = a.event_key
                      WHERE a.incident_id = p.first_id AND b.incident_id = p.second_id
                        AND NOT EXISTS (SELECT 1 FROM incident_grouping n
                                         WHERE n.incident_id = a.incident_id AND n.seq > a.seq)
                        AND NOT EXISTS (SELECT 1 FROM incident_grouping n
                                         WHERE n.incident_id = b.incident_id AND n.seq > b.seq))
     AND NOT EXISTS (SELECT 1 FROM verdict a JOIN verdict b ON b.vulnerability_key = a.vulnerability_key
                      WHERE p.kind = 'DUPLICATE' AND a.submission_id = p.first_id AND b.submission_id = p.second_id)
     AND NOT EXISTS (SELECT 1 FROM node_grouping a JOIN node_grouping b ON b.vulnerability_key = a.vulnerability_key
                       JOIN attack_node x ON x.id = a.node_id JOIN attack_node y ON y.id = b.node_id
                      WHERE p.kind = 'DUPLICATE' AND x.submission_id = p.first_id AND y.submission_id = p.second_id)
   ORDER BY p.score DESC, p.later_seq LIMIT ${MOST_LISTED}`;

/** Incidents that wait for a link to be decided: without any, or with a match that came later than theirs. */
export const WAITING_LINKS = `
  SELECT i.id AS "incidentId", i.code, i.title, count(*)::integer AS count, min(p.later_at) AS since
    FROM likeness_pair p JOIN incident i ON i.id = p.first_id
   WHERE p.exercise_id = $1 AND p.kind = 'LINK' AND ${IS_OPEN} AND ${IS_NOT_LINKED}
     AND NOT EXISTS (SELECT 1 FROM incident_link l
                      WHERE l.incident_id = p.first_id AND l.unlinked_at IS NULL
                         AND CASE WHEN l.linked_seq IS NULL THEN l.linked_at >= p.later_at
                                  ELSE l.linked_seq > p.later_seq END)
   GROUP BY i.id ORDER BY min(p.later_at), i.code`;
