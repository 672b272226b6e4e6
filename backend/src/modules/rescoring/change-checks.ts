import { points, sum, ZERO } from '../../core/kernel/points.js';
import type { FieldProblem } from '../../core/kernel/refusal.js';
import type { LinkedPair } from '../../core/rescoring/change.js';
import type { Account } from '../../core/scoring/award.js';
import type { Verdict } from '../adjudication/verdict.entity.js';
import type { ScoreEntry } from '../ledger/score-entry.entity.js';

/** Ids as the database spells them: what is compared later was read from there. */
export function asStored({ incidentId, submissionId }: LinkedPair): LinkedPair {
  return { incidentId: incidentId.toLowerCase(), submissionId: submissionId.toLowerCase() };
}

/** The same link wanted twice. */
export function repeatedPairs(pairs: readonly LinkedPair[]): FieldProblem[] {
  const names = pairs.map(({ incidentId, submissionId }) => `${incidentId}:${submissionId}`);
  return names.flatMap((name, index) =>
    names.indexOf(name) < index ? [{ path: `links.made.${index}`, code: 'TAKEN' }] : [],
  );
}

/**
 * A unit's accounts keep their sign, or its formula would read a loss as a gain: an adjustment may empty one, not turn
 * it. A team may fall below zero: what it is fined for need not have brought it points.
 */
export function signProblems(account: Account, amount: string, inForce: readonly ScoreEntry[]): FieldProblem[] {
  if (account === 'ATTACK') return [];
  const own = inForce.filter((entry) => entry.account === account);
  const total = sum(own.map((entry) => points(entry.amount))).add(points(amount));
  const isDebit = account === 'DEDUCTION' || account === 'PENALTY';
  if (isDebit && total.gt(ZERO)) return [{ path: 'adjustment.amount', code: 'TOO_LARGE' }];
  if (!isDebit && ZERO.gt(total)) return [{ path: 'adjustment.amount', code: 'TOO_SMALL' }];
  return [];
}

/** Whether the latest verdict on any node lets it stand. @param verdicts oldest first */
export function stands(verdicts: readonly Verdict[]): boolean {
  const latest = new Map(verdicts.map(({ nodeId, outcome }) => [nodeId, outcome]));
  return [...latest.values()].some((outcome) => outcome !== 'REJECTED');
}
