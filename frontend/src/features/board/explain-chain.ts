import type { Account } from '../../gql/schema.js';
import { comparePoints } from '../../lib/points.js';

interface Linked {
  readonly sourceId: string | null;
  readonly entry: {
    readonly id: string;
    readonly seq: number;
    readonly account: string;
    readonly reversesId: string | null;
    readonly amount: string;
  };
}

/** Everything that happened to what one line stands for, oldest first. */
export function chainOf<L extends Linked>(lines: readonly L[], line: L): L[] {
  const ofAccount = lines.filter((other) => other.entry.account === line.entry.account);
  const chain =
    line.sourceId === null
      ? replacedBy(ofAccount, line)
      : ofAccount.filter((other) => other.sourceId === line.sourceId);
  const sorted = chain.sort(
    (a, b) => a.entry.seq - b.entry.seq || Number(b.entry.reversesId !== null) - Number(a.entry.reversesId !== null),
  );
  return withoutIdle(sorted);
}

/**
 * The public does not learn what a line is for. Then only a reversal in the same journal record tells what it replaced,
 * and only when there is just one: two would be a guess.
 */
function replacedBy<L extends Linked>(lines: readonly L[], line: L): L[] {
  const reversals = lines.filter((other) => other.entry.reversesId !== null && other.entry.seq === line.entry.seq);
  const posted = lines.filter((other) => other.entry.reversesId === null && other.entry.seq === line.entry.seq);
  const [reversal] = reversals;
  if (!reversal || reversals.length > 1 || posted.length > 1) return [line];
  const before = lines.find((other) => other.entry.id === reversal.entry.reversesId);
  return before ? [...replacedBy(lines, before), reversal, line] : [reversal, line];
}

/**
 * Leaves out replacements that changed nothing: a recompute may post the same amount anew on fresh figures, and ten of
 * those would hide the one change that mattered. The newest of equal amounts stays, as it is the one in force.
 */
function withoutIdle<L extends Linked>(chain: readonly L[]): L[] {
  const kept: L[] = [];
  for (const line of chain) {
    const [before, reversal] = kept.slice(-2);
    const isIdle =
      line.entry.reversesId === null &&
      before !== undefined &&
      reversal?.entry.reversesId === before.entry.id &&
      comparePoints(before.entry.amount, line.entry.amount) === 0;
    if (isIdle) kept.splice(-2);
    kept.push(line);
  }
  return kept;
}

/** The rule-set that posts to an account: attack points and deductions are two faces of one rule of the attackers' set. */
export function ruleSetOf<T>(
  { attackRuleSet, defenseRuleSet }: { readonly attackRuleSet: T; readonly defenseRuleSet: T },
  account: Account,
): T {
  return account === 'ATTACK' || account === 'DEDUCTION' ? attackRuleSet : defenseRuleSet;
}
