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
  EVIDENCE_STORED: writes('evidence'),
  SUBMISSION_FILED: writes('attack_submission'),
  INCIDENT_OPENED: writes('incident'),
  INCIDENT_REPORT_FILED: writes('incident', 'incident_report'),
  BONUS_CLAIM_FILED: writes('bonus_claim'),
  VERDICT_RECORDED: scores('verdict'),
  MARKS_RECORDED: scores('mark_sheet'),
  INCIDENT_LINKED: scores('incident_link'),
  INCIDENT_UNLINKED: scores('incident_link'),
  BONUS_VERDICT_RECORDED: scores('bonus_verdict'),
  RATING_RECORDED: writes('rating_sheet', 'rule_set'),
  ABNORMAL_REPORTED: writes('abnormal_episode'),
  ABNORMAL_NOTICED: scores('abnormal_act'),
  ABNORMAL_DISMISSED: scores('abnormal_act'),
  ABNORMAL_CONFIRMED: scores('abnormal_act'),
  ABNORMAL_CLOSED: scores('abnormal_act'),
  RESCORING_PROPOSED: writes('rescoring_set'),
  RESCORING_APPROVED: writes('rescoring_approval'),
  RESCORING_APPLIED: scores('rescoring_set'),
  RESCORING_CANCELLED: writes('rescoring_set'),
  // Who holds a submission at the moment decides nothing about points and is kept nowhere else.
  SUBMISSION_CLAIMED: writes(),
  CLAIM_RELEASED: writes(),
  EXPORT_TAKEN: writes(),
  [PROOF_STARTED]: scores('exercise', 'exercise_key'),
};

/** What a record of this kind must carry; null for a kind nobody has described. */
export function kindRule(kind: string): KindRule | null {
  return Object.hasOwn(KINDS, kind) ? (KINDS[kind] ?? null) : null;
}

/** All described kinds. */
export const KNOWN_KINDS: readonly string[] = Object.keys(KINDS);
