/** States that follow from the facts; none of them is stored. */

export type SubmissionState = 'DRAFT' | 'FILED' | 'JUDGING' | 'JUDGED';
export type IncidentState = 'OPEN' | 'FILED' | 'MARKED';
export type BonusState = 'DRAFT' | 'FILED' | 'ACCEPTED' | 'REJECTED';

/** A submission is judged once every node has a verdict, and being judged once somebody began or holds it. */
export function submissionState(facts: {
  readonly isFiled: boolean;
  readonly nodeCount: number;
  readonly judgedCount: number;
  readonly isClaimed: boolean;
}): SubmissionState {
  if (!facts.isFiled) return 'DRAFT';
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
