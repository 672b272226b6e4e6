/**
 * Returning for more 退回补正: why, how often, and until when it may be filed again. The first three reasons are those for
 * which Standoff's jury returns reports (exact interval, no copies of alerts, a screenshot of the final step:
 * process-and-forms C5); the others are 示例/自拟, and so are hours and number, which the policy sets.
 */
import { Refusal } from '../kernel/refusal.js';

export const RETURN_REASONS = [
  'INTERVAL_NOT_EXACT',
  'ALERT_COPIES',
  'FINAL_STEP_SCREENSHOT_MISSING',
  'STEPS_NOT_REPRODUCIBLE',
  'ADDRESS_UNCLEAR',
  'PRIVILEGE_NOT_SHOWN',
  'EVIDENCE_UNREADABLE',
  'OTHER',
] as const;
export type ReturnReason = (typeof RETURN_REASONS)[number];

/** One reason, with the node or section it is about (null = the whole) and what exactly is asked for. */
export interface ReasonGiven {
  readonly code: ReturnReason;
  readonly partId: string | null;
  readonly note: string;
}

const HOUR_MS = 3_600_000;

/** The last instant, to the millisecond, at which it may be filed again. */
export function returnDueAt(returnedAt: Date, hours: number): Date {
  return new Date(returnedAt.getTime() + hours * HOUR_MS);
}

/** @throws Refusal RETURN_TOO_LATE from the first millisecond after the deadline on */
export function requireInTime(dueAt: Date, now: Date): void {
  if (now.getTime() > dueAt.getTime()) throw new Refusal('RETURN_TOO_LATE', { dueAt: dueAt.toISOString() });
}

/** @throws Refusal LIMIT_REACHED when it was returned as often as the policy allows */
export function requireReturnable(returnsSoFar: number, maxReturns: number): void {
  if (returnsSoFar >= maxReturns) throw new Refusal('LIMIT_REACHED', { limit: String(maxReturns) });
}

/** Every reason that says too little or points nowhere, by path. "Other" needs words: it says nothing by itself. */
export function reasonProblems(reasons: readonly ReasonGiven[], partIds: ReadonlySet<string>) {
  if (reasons.length === 0) return [{ path: 'reasons', code: 'REQUIRED' }];
  return reasons.flatMap(({ code, partId, note }, index) => {
    const path = `reasons.${index}`;
    return [
      ...(partId !== null && !partIds.has(partId) ? [{ path: `${path}.partId`, code: 'NOT_FOUND' }] : []),
      ...(code === 'OTHER' && note.trim() === '' ? [{ path: `${path}.note`, code: 'REQUIRED' }] : []),
      ...(isRepeated(reasons, index) ? [{ path, code: 'TAKEN' }] : []),
    ];
  });
}

function isRepeated(reasons: readonly ReasonGiven[], index: number): boolean {
  const own = reasons[index];
  return reasons.slice(0, index).some(({ code, partId }) => code === own?.code && partId === own.partId);
}
