import type { ExportTable } from '../../core/proof/dossier.js';
import { OPINION_SHOWN } from '../adjudication/opinion.entity.js';

/** Tables of an export that are tables of the database; standings are computed. */
export type StoredTable = Exclude<ExportTable, 'standing'>;

const HAS_EXERCISE = 't.exercise_id = $1';
/** Filed once, whether it is returned or withdrawn since. */
const FILED = `${HAS_EXERCISE} AND t.state <> 'DRAFT'`;

/** Which rows of a table belong to an exercise; drafts do not, they are their authors' own. */
const SCOPES: Readonly<Record<StoredTable, string>> = {
  rule_set: `t.hash IN (
      SELECT attack_rule_set_hash FROM exercise WHERE id = $1
      UNION SELECT defense_rule_set_hash FROM exercise WHERE id = $1
      UNION SELECT rule_set_hash FROM score_entry WHERE exercise_id = $1
      UNION SELECT s ->> 'id' FROM journal_record r, jsonb_array_elements(r.details -> 'sealed') s
             WHERE r.stream_id = $1 AND s ->> 'table' = 'rule_set')`,
  exercise: 't.id = $1',
  exercise_key: HAS_EXERCISE,
  attack_team: HAS_EXERCISE,
  source_address: 't.team_id IN (SELECT id FROM attack_team WHERE exercise_id = $1)',
  unit: HAS_EXERCISE,
  target: HAS_EXERCISE,
  membership: HAS_EXERCISE,
  adjudication_policy: HAS_EXERCISE,
  referee_relation: HAS_EXERCISE,
  evidence: HAS_EXERCISE,
  custody: HAS_EXERCISE,
  destruction: HAS_EXERCISE,
  destruction_certificate: HAS_EXERCISE,
  attack_submission: FILED,
  submission_version: HAS_EXERCISE,
  submission_return: HAS_EXERCISE,
  incident: HAS_EXERCISE,
  incident_report: `t.state <> 'DRAFT' AND t.incident_id IN (SELECT id FROM incident WHERE exercise_id = $1)`,
  report_version: HAS_EXERCISE,
  report_return: HAS_EXERCISE,
  bonus_claim: FILED,
  opinion: HAS_EXERCISE,
  // What is still hidden from the panel is in no file either.
  opinion_content: `${HAS_EXERCISE} AND t.id IN (
      SELECT o.id FROM opinion o WHERE o.exercise_id = $1 AND (${OPINION_SHOWN}))`,
  verdict: HAS_EXERCISE,
  mark_sheet: HAS_EXERCISE,
  incident_link: HAS_EXERCISE,
  bonus_verdict: HAS_EXERCISE,
  drill: HAS_EXERCISE,
  drill_act: HAS_EXERCISE,
  drill_mark: HAS_EXERCISE,
  abnormal_episode: HAS_EXERCISE,
  abnormal_act: HAS_EXERCISE,
  rating_sheet: HAS_EXERCISE,
  rescoring_set: HAS_EXERCISE,
  rescoring_approval: HAS_EXERCISE,
  node_grouping: HAS_EXERCISE,
  incident_grouping: HAS_EXERCISE,
  disagreement_finding: HAS_EXERCISE,
  proposal_dismissal: HAS_EXERCISE,
  adjustment: HAS_EXERCISE,
  notice: HAS_EXERCISE,
  appeal: HAS_EXERCISE,
  appeal_act: HAS_EXERCISE,
  path_release: HAS_EXERCISE,
  duty_roster: HAS_EXERCISE,
  duty_person: HAS_EXERCISE,
  duty_act: HAS_EXERCISE,
  protection_period: HAS_EXERCISE,
  protection_period_act: HAS_EXERCISE,
  protection_task: HAS_EXERCISE,
  protection_task_act: HAS_EXERCISE,
  drill_plan: HAS_EXERCISE,
  plan_approval: HAS_EXERCISE,
  zero_report: HAS_EXERCISE,
  zero_report_act: HAS_EXERCISE,
  incident_notice: HAS_EXERCISE,
  incident_notice_act: HAS_EXERCISE,
  block_entry: HAS_EXERCISE,
  block_act: HAS_EXERCISE,
  block_answer: HAS_EXERCISE,
  remediation_item: HAS_EXERCISE,
  remediation_act: HAS_EXERCISE,
  remediation_lesson: HAS_EXERCISE,
  journal_record: 't.stream_id = $1',
  score_entry: HAS_EXERCISE,
  checkpoint: HAS_EXERCISE,
};

/** The condition under which a row `t` of this table belongs to the exercise $1. */
export function scopeSql(table: StoredTable): string {
  return SCOPES[table];
}
