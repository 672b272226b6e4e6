/**
 * The ledger: signed, permanent lines. A correction is a reversal plus a new line; sums are a fold over all
 * lines, so they never depend on how lines were batched and never go stale.
 */
import { ZERO } from '../kernel/points.js';
import type { Points } from '../kernel/points.js';
import { remembered } from '../kernel/remembered.js';
import { isSameContent } from '../scoring/award-change.js';
import type { Account, Award, Party, Step } from '../scoring/award.js';

/** One posted line, as far as scoring needs it. */
export interface ScoreEntryFact {
  readonly id: string;
  readonly awardKey: string;
  readonly party: Party;
  readonly account: Account;
  readonly amount: Points;
  readonly ruleSetHash: string;
  readonly ruleKey: string;
  readonly steps: readonly Step[];
  readonly zeroReason: Step | null;
  readonly isProvisional: boolean;
  /** The line this one cancels; null for an award. */
  readonly reversesId: string | null;
}

/** What is to be posted, in this order. */
export type Posting =
  | { readonly kind: 'REVERSAL'; readonly reverses: ScoreEntryFact; readonly amount: Points }
  | { readonly kind: 'AWARD'; readonly award: Award };

/** Sums of one party by account; an account without lines is zero. */
export type AccountSums = Readonly<Record<Account, Points>>;

/** Sums by `partyKey`. */
export type LedgerSums = ReadonlyMap<string, AccountSums>;

/** What a fold needs to know of a line. */
export type FoldableEntry = Pick<ScoreEntryFact, 'party' | 'account' | 'amount'>;

const NOTHING: AccountSums = {
  ATTACK: ZERO,
  DEDUCTION: ZERO,
  RECOVERY: ZERO,
  BONUS: ZERO,
  PENALTY: ZERO,
  DRILL: ZERO,
};

/** Key of a party in `LedgerSums`. */
export function partyKey(party: Party): string {
  return `${party.side}:${party.id}`;
}

/** Sums of a party, zeros when it has no lines. */
export function sumsOf(sums: LedgerSums, party: Party): AccountSums {
  return sums.get(partyKey(party)) ?? NOTHING;
}

/** Award lines in force: those no other line reverses. */
export function standingLines(entries: readonly ScoreEntryFact[]): ScoreEntryFact[] {
  const reversed = new Set(entries.map((entry) => entry.reversesId));
  return entries.filter((entry) => entry.reversesId === null && !reversed.has(entry.id));
}

/**
 * What must be posted so that the lines in force equal the wanted awards: nothing where nothing changed,
 * otherwise the reversal and the new line. Order: as the wanted awards, then reversals without successor.
 * @throws RangeError when two awards or two standing lines share a key.
 */
export function diffLedger(standing: readonly ScoreEntryFact[], wanted: readonly Award[]): Posting[] {
  const current = new Map(standing.map((entry) => [entry.awardKey, entry]));
  const keys = new Set(wanted.map((award) => award.key));
  if (current.size !== standing.length || keys.size !== wanted.length)
    throw new RangeError('award keys are not unique');
  const changed = wanted.flatMap((award): Posting[] => {
    const before = current.get(award.key);
    if (before === undefined) return [{ kind: 'AWARD', award }];
    return isSameContent(before, award) ? [] : [reversalOf(before), { kind: 'AWARD', award }];
  });
  return [...changed, ...standing.filter((entry) => !keys.has(entry.awardKey)).map(reversalOf)];
}

function reversalOf(entry: ScoreEntryFact): Posting {
  return { kind: 'REVERSAL', reverses: entry, amount: entry.amount.neg() };
}

/** Exact sums of any set of lines, reversals included. */
export function foldLedger(entries: Iterable<FoldableEntry>): LedgerSums {
  const sums = new Map<string, Record<Account, Points>>();
  // Many lines share the very same party: building its key for each would cost more than the sum.
  const known = new Map<Party, Record<Account, Points>>();
  for (const { party, account, amount } of entries) {
    let own = known.get(party);
    if (own === undefined) {
      own = remembered(sums, partyKey(party), () => ({ ...NOTHING }));
      known.set(party, own);
    }
    own[account] = own[account].add(amount);
  }
  return sums;
}
