/**
 * How far an author has come with a submission or report: written, filed, sent back for more 退回补正, taken back 撤回.
 * Only what is FILED counts anywhere.
 */
export const FILING_STATES = ['DRAFT', 'FILED', 'RETURNED', 'WITHDRAWN'] as const;
export type FilingState = (typeof FILING_STATES)[number];

/** Whether its author writes on it at present. */
export function isEditable(state: FilingState): boolean {
  return state === 'DRAFT' || state === 'RETURNED';
}
