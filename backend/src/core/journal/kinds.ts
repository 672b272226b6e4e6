/**
 * The kinds of journal records, and of which tables each must seal at least one row. A kind that is not in this table may
 * write no rows: the check refuses a record of an unknown kind that seals rows or posts points, since nobody said what
 * it ought to carry. To add a kind: one line here, and `sealed` in the details of the service that writes it.
 */
import type { SealedTable } from './seal.js';

export interface KindRule {
  readonly seals: readonly SealedTable[];
  /** Whether the act scores: `details.posted` says what it posted, if only nothing. */
  readonly posts: boolean;
}

const writes = (...seals: SealedTable[]): KindRule => ({ seals, posts: false });
const scores = (...seals: SealedTable[]): KindRule => ({ seals, posts: true });

/** Seals what was written before there were seals; records before it carry none. */
export const PROOF_STARTED = 'PROOF_STARTED';

const KINDS: Readonly<Record<string, KindRule>> = {
  EXERCISE_CREATED: writes('exercise', 'exercise_key', 'membership', 'rule_set'),
  EXERCISE_CONFIGURED: writes('exercise', 'rule_set'),
  EXERCISE_STARTED: writes('exercise'),
  EXERCISE_ENDED: scores('exercise'),
  UNIT_ADDED: writes('unit'),
  ATTACK_TEAM_ADDED: writes('attack_team'),
  SOURCE_ADDRESS_REGISTERED: writes('source_address'),
  TARGET_ADDED: writes('target'),
  MEMBERSHIP_GRANTED: writes('membership'),
  MEMBERSHIP_REVOKED: writes('membership'),
  POLICY_SET: writes('adjudication_policy'),
  RELATION_DECLARED: writes('referee_relation'),
  RELATION_ENDED: writes('referee_relation'),
  EVIDENCE_STORED: writes('evidence'),
  EVIDENCE_VIEWED: writes('custody'),
  EVIDENCE_DOWNLOADED: writes('custody'),
  EVIDENCE_DESTRUCTION_PROPOSED: writes('destruction'),
  EVIDENCE_DESTRUCTION_CANCELLED: writes('destruction'),
  EVIDENCE_DESTROYED: writes('destruction'),
  SUBMISSION_FILED: writes('attack_submission'),
  SUBMISSION_RETURNED: scores('attack_submission', 'submission_return', 'notice'),
  SUBMISSION_RESUBMITTED: scores('attack_submission', 'submission_version'),
  SUBMISSION_WITHDRAWN: scores('attack_submission'),
  INCIDENT_OPENED: writes('incident'),
  INCIDENT_REPORT_FILED: writes('incident', 'incident_report'),
  REPORT_RETURNED: scores('incident_report', 'report_return', 'notice'),
  REPORT_RESUBMITTED: scores('incident_report', 'report_version'),
  REPORT_WITHDRAWN: scores('incident_report'),
  BONUS_CLAIM_FILED: writes('bonus_claim'),
  VERDICT_RECORDED: scores('verdict'),
  MARKS_RECORDED: scores('mark_sheet'),
  // What an opinion says is bound by a hash in its row; the content itself is sealed when it may be known.
  OPINION_RECORDED: writes('opinion'),
  OPINIONS_DIFFERED: writes('opinion', 'opinion_content'),
  OPINIONS_AGREED: scores('opinion', 'opinion_content', 'verdict'),
  MARKS_AGREED: scores('opinion', 'opinion_content', 'mark_sheet'),
  OPINIONS_DECIDED: scores('verdict'),
  MARKS_DECIDED: scores('mark_sheet'),
  INCIDENT_LINKED: scores('incident_link'),
  INCIDENT_UNLINKED: scores('incident_link'),
  BONUS_VERDICT_RECORDED: scores('bonus_verdict'),
  DRILL_CREATED: writes('drill'),
  DRILL_STARTED: writes('drill_act', 'notice'),
  DRILL_PAUSED: writes('drill_act'),
  DRILL_RESUMED: writes('drill_act'),
  DRILL_JUMPED: writes('drill_act'),
  DRILL_SPEED_SET: writes('drill_act'),
  DRILL_RELEASED: writes('drill_act', 'notice'),
  DRILL_TAKEN_BACK: writes('drill_act', 'notice'),
  DRILL_REMINDED: writes('drill_act', 'notice'),
  DRILL_ESCALATED: writes('drill_act', 'notice'),
  DRILL_CALLED: writes('drill_act'),
  DRILL_ACKNOWLEDGED: writes('drill_act'),
  DRILL_COMPLETED: writes('drill_act'),
  DRILL_NOTED: writes('drill_act'),
  DRILL_ENDED: writes('drill_act', 'notice'),
  DRILL_MARKED: scores('drill_act', 'drill_mark'),
  // A rehearsal scores nothing.
  DRILL_REHEARSAL_MARKED: writes('drill_act'),
  RATING_RECORDED: writes('rating_sheet', 'rule_set'),
  ABNORMAL_REPORTED: writes('abnormal_episode'),
  ABNORMAL_NOTICED: scores('abnormal_act'),
  ABNORMAL_DISMISSED: scores('abnormal_act'),
  ABNORMAL_CONFIRMED: scores('abnormal_act'),
  ABNORMAL_CLOSED: scores('abnormal_act'),
  APPEAL_FILED: writes('appeal'),
  APPEAL_WITHDRAWN: writes('appeal_act'),
  APPEAL_TAKEN: writes('appeal_act'),
  APPEAL_RULED: writes('appeal_act'),
  ARBITRATION_REQUESTED: writes('appeal_act'),
  APPEAL_ARBITRATED: writes('appeal_act'),
  PATH_RELEASED: writes('path_release'),
  PUBLIC_NOTICE_OPENED: writes('exercise'),
  EXERCISE_FINALIZED: writes('exercise'),
  RESCORING_PROPOSED: writes('rescoring_set'),
  RESCORING_APPROVED: writes('rescoring_approval'),
  RESCORING_APPLIED: scores('rescoring_set'),
  RESCORING_CANCELLED: writes('rescoring_set'),
  DISAGREEMENT_SETTLED: writes('disagreement_finding'),
  PROPOSAL_DISMISSED: writes('proposal_dismissal'),
  PLAN_CREATED: writes('drill_plan'),
  PLAN_CHANGED: writes('drill_plan'),
  PLAN_ARCHIVED: writes('drill_plan'),
  PLAN_JUDGED: writes('plan_approval'),
  PERIOD_CREATED: writes('protection_period'),
  PERIOD_CHANGED: writes('protection_period'),
  PERIOD_MODE_SWITCHED: writes('protection_period_act'),
  TASKS_PLANNED: writes('protection_task'),
  TASK_CHANGED: writes('protection_task'),
  TASK_REMOVED: writes('protection_task'),
  TASK_STARTED: writes('protection_task_act'),
  TASK_SUBMITTED: writes('protection_task_act'),
  TASK_RETURNED: writes('protection_task_act', 'notice'),
  TASK_SIGNED: writes('protection_task_act'),
  TASK_EXCUSED: writes('protection_task_act'),
  TASK_RESTORED: writes('protection_task_act'),
  TASK_REMINDED: writes('protection_task_act', 'notice'),
  TASK_ESCALATED: writes('protection_task_act', 'notice'),
  ZERO_REPORT_FILED: writes('zero_report'),
  ZERO_REPORT_URGED: writes('zero_report_act', 'notice'),
  ZERO_REPORT_REMINDED: writes('zero_report_act', 'notice'),
  ZERO_REPORT_ESCALATED: writes('zero_report_act', 'notice'),
  INCIDENT_NOTICE_OPENED: writes('incident_notice'),
  INCIDENT_NOTICE_FILED: writes('incident_notice_act'),
  INCIDENT_NOTICE_REMINDED: writes('incident_notice_act', 'notice'),
  INCIDENT_NOTICE_ESCALATED: writes('incident_notice_act', 'notice'),
  INCIDENT_NOTICE_PASSED_ON: writes('incident_notice_act'),
  BLOCK_RECORDED: writes('block_entry'),
  BLOCK_EXTENDED: writes('block_act'),
  BLOCK_LIFTED: writes('block_act'),
  BLOCK_RETESTED: writes('block_act'),
  BLOCK_REMINDED: writes('block_act', 'notice'),
  BLOCK_ANSWERED: writes('block_answer'),
  REMEDIATION_OPENED: writes('remediation_item', 'notice'),
  REMEDIATION_CARRIED: writes('remediation_item', 'notice'),
  REMEDIATION_STARTED: writes('remediation_act'),
  REMEDIATION_SUBMITTED: writes('remediation_act'),
  REMEDIATION_RETESTED: writes('remediation_act'),
  REMEDIATION_CLOSED: writes('remediation_act'),
  REMEDIATION_REOPENED: writes('remediation_act'),
  REMEDIATION_EXTENDED: writes('remediation_act'),
  LESSON_RECORDED: writes('remediation_lesson'),
  DUTY_ROSTER_SET: writes('duty_roster'),
  DUTY_PEOPLE_ADDED: writes('duty_person'),
  DUTY_PERSON_CHANGED: writes('duty_person'),
  DUTY_FILLED: writes('duty_act'),
  DUTY_ASSIGNED: writes('duty_act'),
  DUTY_SWAP_ASKED: writes('duty_act'),
  DUTY_SWAP_ANSWERED: writes('duty_act'),
  DUTY_SWAP_DECIDED: writes('duty_act'),
  DUTY_CHECKED_IN: writes('duty_act'),
  DUTY_ESCALATED: writes('duty_act'),
  DUTY_TAKEN_OVER: writes('duty_act'),
  DUTY_HANDOVER_OFFERED: writes('duty_act'),
  DUTY_HANDOVER_SIGNED: writes('duty_act'),
  DUTY_LOGGED: writes('duty_act'),
  // Who holds a submission at the moment decides nothing about points and is kept nowhere else.
  SUBMISSION_CLAIMED: writes(),
  INCIDENT_CLAIMED: writes(),
  CLAIM_RELEASED: writes(),
  EXPORT_TAKEN: writes(),
  [PROOF_STARTED]: scores('exercise', 'exercise_key'),
};

/** What may still be written once the result is final 定榜: who reads, who is let in; nothing that decides. */
const AFTER_FINAL: ReadonlySet<string> = new Set([
  'EXERCISE_FINALIZED',
  'EXPORT_TAKEN',
  'MEMBERSHIP_GRANTED',
  'MEMBERSHIP_REVOKED',
  'PATH_RELEASED',
  'PLAN_CREATED',
  'PLAN_CHANGED',
  'PLAN_ARCHIVED',
  'PLAN_JUDGED',
  PROOF_STARTED,
]);

/** Reports, blocks and what is put right go on when the result stands: none of it scores. */
const GOES_ON = /^(PERIOD|TASKS?|ZERO_REPORT|INCIDENT_NOTICE|BLOCK|REMEDIATION|LESSON|DUTY)_/;

/** Whether a record of this kind decides nothing and so may follow the final result: whatever is of evidence, or listed. */
export function mayFollowFinal(kind: string): boolean {
  if (kind.startsWith('DRILL_')) return kind !== 'DRILL_MARKED';
  return AFTER_FINAL.has(kind) || GOES_ON.test(kind) || (kind.startsWith('EVIDENCE_') && kind !== 'EVIDENCE_STORED');
}

/** What a record of this kind must carry; null for a kind nobody has described. */
export function kindRule(kind: string): KindRule | null {
  return Object.hasOwn(KINDS, kind) ? (KINDS[kind] ?? null) : null;
}

/** All described kinds. */
export const KNOWN_KINDS: readonly string[] = Object.keys(KINDS);
