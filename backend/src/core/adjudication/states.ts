/** States that follow from the facts; none of them is stored. */
import type { FilingState } from '../submission/filing-state.js';

export const SUBMISSION_STATES = ['DRAFT', 'FILED', 'JUDGING', 'JUDGED', 'RETURNED', 'WITHDRAWN'] as const;
export type SubmissionState = (typeof SUBMISSION_STATES)[number];
export type IncidentState = 'OPEN' | 'FILED' | 'MARKED';
export type BonusState = 'DRAFT' | 'FILED' | 'ACCEPTED' | 'REJECTED';

/** Filed, a submission is judged once every node has a verdict, and being judged once somebody began or holds it. */
export function submissionState(facts: {
  readonly filing: FilingState;
  readonly nodeCount: number;
  readonly judgedCount: number;
  readonly isClaimed: boolean;
}): SubmissionState {
  if (facts.filing !== 'FILED') return facts.filing;
  if (facts.nodeCount > 0 && facts.judgedCount >= facts.nodeCount) return 'JUDGED';
  return facts.judgedCount > 0 || facts.isClaimed ? 'JUDGING' : 'FILED';
}

/** An incident is filed with its first report and marked with its first mark sheet. */
export function incidentState(facts: { readonly isFiled: boolean; readonly isMarked: boolean }): IncidentState {
  if (facts.isMarked) return 'MARKED';
  return facts.isFiled ? 'FILED' : 'OPEN';
}

/** `isAccepted` is null while no referee has ruled. */
export function bonusState(facts: { readonly isFiled: boolean; readonly isAccepted: boolean | null }): BonusState {
  if (!facts.isFiled) return 'DRAFT';
  if (facts.isAccepted === null) return 'FILED';
  return facts.isAccepted ? 'ACCEPTED' : 'REJECTED';
}
