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
};

/** What these records touched; null when one of them may have changed anything. */
export function touchedBy(records: readonly TouchingRecord[]): Touched | null {
  const ids: Readonly<Record<keyof Touched, Set<string>>> = {
    submissions: new Set(),
    incidents: new Set(),
    bonusClaims: new Set(),
    abnormals: new Set(),
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
  };
}

/** Whether there is nothing to read again. */
export function isUntouched({ submissions = [], incidents = [], bonusClaims = [], abnormals = [] }: Touched): boolean {
  return submissions.length + incidents.length + bonusClaims.length + abnormals.length === 0;
}
