/** A journal record as far as it tells what it may have changed. */
export interface TouchingRecord {
  readonly seq: number;
  readonly kind: string;
  readonly subjectId: string;
}

/** Things whose facts must be read again, by id. */
export interface Touched {
  readonly submissions?: readonly string[];
  readonly incidents?: readonly string[];
  readonly bonusClaims?: readonly string[];
  readonly abnormals?: readonly string[];
  /** Drills with all their marks. */
  readonly drills?: readonly string[];
}

/** What the subject of each kind of record is to scoring; a kind that is not listed may have changed anything. */
const SUBJECT_OF: Readonly<Record<string, keyof Touched | 'nothing'>> = {
  SUBMISSION_FILED: 'submissions',
  SUBMISSION_RETURNED: 'submissions',
  SUBMISSION_RESUBMITTED: 'submissions',
  SUBMISSION_WITHDRAWN: 'submissions',
  VERDICT_RECORDED: 'submissions',
  INCIDENT_REPORT_FILED: 'incidents',
  REPORT_RETURNED: 'incidents',
  REPORT_RESUBMITTED: 'incidents',
  REPORT_WITHDRAWN: 'incidents',
  MARKS_RECORDED: 'incidents',
  OPINION_RECORDED: 'nothing',
  OPINIONS_DIFFERED: 'nothing',
  OPINIONS_AGREED: 'submissions',
  MARKS_AGREED: 'incidents',
  OPINIONS_DECIDED: 'submissions',
  MARKS_DECIDED: 'incidents',
  INCIDENT_LINKED: 'incidents',
  INCIDENT_UNLINKED: 'incidents',
  BONUS_CLAIM_FILED: 'bonusClaims',
  BONUS_VERDICT_RECORDED: 'bonusClaims',
  ABNORMAL_REPORTED: 'nothing',
  ABNORMAL_NOTICED: 'abnormals',
  ABNORMAL_DISMISSED: 'abnormals',
  ABNORMAL_CONFIRMED: 'abnormals',
  ABNORMAL_CLOSED: 'abnormals',
  DRILL_MARKED: 'drills',
  DRILL_CREATED: 'nothing',
  DRILL_STARTED: 'nothing',
  DRILL_PAUSED: 'nothing',
  DRILL_RESUMED: 'nothing',
  DRILL_JUMPED: 'nothing',
  DRILL_SPEED_SET: 'nothing',
  DRILL_RELEASED: 'nothing',
  DRILL_TAKEN_BACK: 'nothing',
  DRILL_REMINDED: 'nothing',
  DRILL_ESCALATED: 'nothing',
  DRILL_CALLED: 'nothing',
  DRILL_ACKNOWLEDGED: 'nothing',
  DRILL_COMPLETED: 'nothing',
  DRILL_NOTED: 'nothing',
  DRILL_ENDED: 'nothing',
  DRILL_REHEARSAL_MARKED: 'nothing',
  EXERCISE_STARTED: 'nothing',
  SOURCE_ADDRESS_REGISTERED: 'nothing',
  TARGET_ADDED: 'nothing',
  MEMBERSHIP_GRANTED: 'nothing',
  MEMBERSHIP_REVOKED: 'nothing',
  POLICY_SET: 'nothing',
  RELATION_DECLARED: 'nothing',
  RELATION_ENDED: 'nothing',
  EVIDENCE_STORED: 'nothing',
  EVIDENCE_VIEWED: 'nothing',
  EVIDENCE_DOWNLOADED: 'nothing',
  EVIDENCE_DESTRUCTION_PROPOSED: 'nothing',
  EVIDENCE_DESTRUCTION_CANCELLED: 'nothing',
  EVIDENCE_DESTROYED: 'nothing',
  INCIDENT_OPENED: 'nothing',
  SUBMISSION_CLAIMED: 'nothing',
  INCIDENT_CLAIMED: 'nothing',
  CLAIM_RELEASED: 'nothing',
  RATING_RECORDED: 'nothing',
  EXPORT_TAKEN: 'nothing',
  APPEAL_FILED: 'nothing',
  APPEAL_WITHDRAWN: 'nothing',
  APPEAL_TAKEN: 'nothing',
  APPEAL_RULED: 'nothing',
  ARBITRATION_REQUESTED: 'nothing',
  APPEAL_ARBITRATED: 'nothing',
  PATH_RELEASED: 'nothing',
  PUBLIC_NOTICE_OPENED: 'nothing',
  EXERCISE_FINALIZED: 'nothing',
  RESCORING_PROPOSED: 'nothing',
  RESCORING_APPROVED: 'nothing',
  RESCORING_CANCELLED: 'nothing',
  DISAGREEMENT_SETTLED: 'nothing',
  PROPOSAL_DISMISSED: 'nothing',
  DUTY_ROSTER_SET: 'nothing',
  DUTY_PEOPLE_ADDED: 'nothing',
  DUTY_PERSON_CHANGED: 'nothing',
  DUTY_FILLED: 'nothing',
  DUTY_ASSIGNED: 'nothing',
  DUTY_SWAP_ASKED: 'nothing',
  DUTY_SWAP_ANSWERED: 'nothing',
  DUTY_SWAP_DECIDED: 'nothing',
  DUTY_CHECKED_IN: 'nothing',
  DUTY_ESCALATED: 'nothing',
  DUTY_TAKEN_OVER: 'nothing',
  DUTY_HANDOVER_OFFERED: 'nothing',
  DUTY_HANDOVER_SIGNED: 'nothing',
  DUTY_LOGGED: 'nothing',
  PERIOD_CREATED: 'nothing',
  PERIOD_CHANGED: 'nothing',
  PERIOD_MODE_SWITCHED: 'nothing',
  TASKS_PLANNED: 'nothing',
  TASK_CHANGED: 'nothing',
  TASK_REMOVED: 'nothing',
  TASK_STARTED: 'nothing',
  TASK_SUBMITTED: 'nothing',
  TASK_RETURNED: 'nothing',
  TASK_SIGNED: 'nothing',
  TASK_EXCUSED: 'nothing',
  TASK_RESTORED: 'nothing',
  TASK_REMINDED: 'nothing',
  TASK_ESCALATED: 'nothing',
  PLAN_CREATED: 'nothing',
  PLAN_CHANGED: 'nothing',
  PLAN_ARCHIVED: 'nothing',
  PLAN_JUDGED: 'nothing',
  ZERO_REPORT_FILED: 'nothing',
  ZERO_REPORT_URGED: 'nothing',
  ZERO_REPORT_REMINDED: 'nothing',
  ZERO_REPORT_ESCALATED: 'nothing',
  INCIDENT_NOTICE_OPENED: 'nothing',
  INCIDENT_NOTICE_FILED: 'nothing',
  INCIDENT_NOTICE_REMINDED: 'nothing',
  INCIDENT_NOTICE_ESCALATED: 'nothing',
  INCIDENT_NOTICE_PASSED_ON: 'nothing',
  BLOCK_RECORDED: 'nothing',
  BLOCK_EXTENDED: 'nothing',
  BLOCK_LIFTED: 'nothing',
  BLOCK_RETESTED: 'nothing',
  BLOCK_REMINDED: 'nothing',
  BLOCK_ANSWERED: 'nothing',
  REMEDIATION_OPENED: 'nothing',
  REMEDIATION_CARRIED: 'nothing',
  REMEDIATION_STARTED: 'nothing',
  REMEDIATION_SUBMITTED: 'nothing',
  REMEDIATION_RETESTED: 'nothing',
  REMEDIATION_CLOSED: 'nothing',
  REMEDIATION_REOPENED: 'nothing',
  REMEDIATION_EXTENDED: 'nothing',
  LESSON_RECORDED: 'nothing',
};

/** What these records touched; null when one of them may have changed anything. */
export function touchedBy(records: readonly TouchingRecord[]): Touched | null {
  const ids: Readonly<Record<keyof Touched, Set<string>>> = {
    submissions: new Set(),
    incidents: new Set(),
    bonusClaims: new Set(),
    abnormals: new Set(),
    drills: new Set(),
  };
  for (const { kind, subjectId } of records) {
    const subject = Object.hasOwn(SUBJECT_OF, kind) ? SUBJECT_OF[kind] : undefined;
    if (subject === undefined) return null;
    if (subject !== 'nothing') ids[subject].add(subjectId);
  }
  return {
    submissions: [...ids.submissions],
    incidents: [...ids.incidents],
    bonusClaims: [...ids.bonusClaims],
    abnormals: [...ids.abnormals],
    drills: [...ids.drills],
  };
}

/** Whether there is nothing to read again. */
export function isUntouched(touched: Touched): boolean {
  return Object.values(touched).every((ids: readonly string[]) => ids.length === 0);
}
