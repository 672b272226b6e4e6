/**
 * What a change of the facts does to the ledger and the standings: every line that becomes another one, every party with
 * its value and rank before and after. Nothing is left out: a zero with another reason is a change as well.
 */
import { rankAttack, rankDefense, type Standing } from '../board/standings.js';
import { sha256 } from '../journal/chain.js';
import { canonicalJson } from '../kernel/canonical.js';
import { exactText, type Points, ZERO } from '../kernel/points.js';
import { type AccountSums, diffLedger, foldLedger, type LedgerSums, partyKey, sumsOf } from '../ledger/ledger.js';
import { awardChanges } from '../scoring/award-change.js';
import type { Account, Award, AwardSource, Party, Step } from '../scoring/award.js';
import type { PinnedRules } from '../scoring/compute-awards.js';

/** A ledger line in force with what it was posted for. */
export interface ComparedLine {
  readonly id: string;
  readonly awardKey: string;
  readonly party: Party;
  readonly account: Account;
  readonly amount: Points;
  readonly ruleKey: string;
  readonly ruleSetHash: string;
  readonly steps: readonly Step[];
  readonly zeroReason: Step | null;
  readonly isProvisional: boolean;
  readonly reversesId: string | null;
  readonly source: AwardSource;
}

/** One side of a changed line. */
export type LineState = Pick<
  ComparedLine,
  'awardKey' | 'amount' | 'ruleKey' | 'ruleSetHash' | 'steps' | 'zeroReason' | 'isProvisional'
>;

/** A line that becomes another one; without `before` it is new, without `after` it goes. */
export interface LineChange {
  readonly party: Party;
  readonly account: Account;
  readonly source: AwardSource;
  readonly before: LineState | null;
  readonly after: LineState | null;
  readonly difference: Points;
}

/** How a party stands. */
export interface PartyState {
  /** As the rules show it, rounded once. */
  readonly value: string;
  readonly rank: number;
  readonly accounts: AccountSums;
  /** Whether a line behind it may still change at the end of the exercise. */
  readonly isProvisional: boolean;
}

/** A party before and after; of one that does not change both are equal. */
export interface PartyChange {
  readonly party: Party;
  readonly before: PartyState;
  readonly after: PartyState;
  /** Whether any of its lines changes. */
  readonly hasChangedLines: boolean;
}

export interface Comparison {
  readonly lines: readonly LineChange[];
  readonly parties: readonly PartyChange[];
  /** Lines that will be reversed, and lines posted in their place or anew. */
  readonly reversals: number;
  readonly postings: number;
  /** Names exactly these differences. */
  readonly hash: string;
}

/** Who is ranked. */
export interface Ranked {
  readonly teamIds: readonly string[];
  readonly rootUnitIds: readonly string[];
}

/** One side of a comparison. */
export interface Stand {
  readonly rules: PinnedRules;
  readonly lines: readonly ComparedLine[];
}

/** What the facts yield under some rules. */
export interface Scored {
  readonly rules: PinnedRules;
  readonly awards: readonly Award[];
}

/** Differences that a change of facts or rules makes, and the sources that must be posted for them. */
export interface PlannedComparison extends Comparison {
  readonly sourceIds: readonly string[];
}

/**
 * What becomes of the lines that stand when the facts yield other awards. Only sources whose awards differ are looked
 * at: a line the ledger does not have yet for another cause is none of this change's.
 */
export function compare(
  standing: readonly ComparedLine[],
  { before, after, who }: { before: Scored; after: Scored; who: Ranked },
): PlannedComparison {
  const changed = awardChanges(before.awards, after.awards).flatMap((change) => [change.before, change.after]);
  const touched = new Set(changed.flatMap((award) => (award === null ? [] : [award.source.id])));
  const own = standing.filter(({ source }) => touched.has(source.id));
  const wanted = after.awards.filter(({ source }) => touched.has(source.id));
  const byId = new Map(own.map((line) => [line.id, line]));
  const postings = diffLedger(own, wanted);
  const gone = postings.flatMap((one) => (one.kind === 'REVERSAL' ? (byId.get(one.reverses.id) ?? []) : []));
  const came = postings.flatMap((one) => (one.kind === 'AWARD' ? [lineOf(one.award)] : []));
  const kept = standing.filter(({ source }) => !touched.has(source.id));
  const stands = { lines: [...kept, ...wanted.map(lineOf)], rules: after.rules };
  const differences = comparison({ rules: before.rules, lines: standing }, stands, { who, gone, came });
  return { ...differences, sourceIds: [...touched] };
}

/** What was posted: the same, from lines that were reversed and lines that came, once it has happened. */
export function comparison(
  before: Stand,
  after: Stand,
  about: { who: Ranked; gone: readonly ComparedLine[]; came: readonly ComparedLine[] },
): Comparison {
  const lines = pairLines(about.gone, about.came);
  const touched = new Set(lines.map(({ party }) => partyKey(party)));
  const parties = partyChanges(before, after, about.who).map((change) => {
    return { ...change, hasChangedLines: touched.has(partyKey(change.party)) };
  });
  const hash = sha256(canonicalJson([lines.map(plainLine), parties.map(plainParty)]));
  return { lines, parties, reversals: about.gone.length, postings: about.came.length, hash };
}

/** Whether a party's value or rank is another one. */
export function isMoved({ before, after }: PartyChange): boolean {
  return before.value !== after.value || before.rank !== after.rank;
}

function lineOf(award: Award): ComparedLine {
  return { ...award, id: award.key, awardKey: award.key, reversesId: null };
}

/** A line and what takes its place: the same source in the same account, under the same rule where there are several. */
function pairLines(gone: readonly ComparedLine[], came: readonly ComparedLine[]): LineChange[] {
  const left = [...came];
  const take = (fits: (line: ComparedLine) => boolean): ComparedLine | null => {
    const index = left.findIndex(fits);
    return index < 0 ? null : (left.splice(index, 1)[0] ?? null);
  };
  const sameKey = new Map(gone.map((line) => [line.id, take(({ awardKey }) => awardKey === line.awardKey)]));
  const replaced = gone.map((line) => {
    return lineChange(line, sameKey.get(line.id) ?? take((other) => placeOf(other) === placeOf(line)));
  });
  return [...replaced, ...left.map((line) => lineChange(null, line))].sort(byPlace);
}

function lineChange(before: ComparedLine | null, after: ComparedLine | null): LineChange {
  const { party, account, source } = (before ?? after) as ComparedLine;
  const difference = (after?.amount ?? ZERO).sub(before?.amount ?? ZERO);
  return { party, account, source, before, after, difference };
}

function placeOf({ party, account, source }: Pick<ComparedLine, 'party' | 'account' | 'source'>): string {
  return [party.side, source.receiptSeq.toString().padStart(10, '0'), source.id, account, party.id].join(':');
}

/** Attackers first, then in receipt order; the key of the award makes the order total. */
function byPlace(a: LineChange, b: LineChange): number {
  const key = (change: LineChange): string => `${placeOf(change)}:${(change.before ?? change.after)?.awardKey ?? ''}`;
  return key(a) < key(b) ? -1 : 1;
}

function partyChanges(before: Stand, after: Stand, who: Ranked): Omit<PartyChange, 'hasChangedLines'>[] {
  const [old, now] = [statesOf(before, who), statesOf(after, who)];
  return [...now].flatMap(([key, state]) => {
    const earlier = old.get(key);
    return earlier === undefined ? [] : [{ party: state.party, before: earlier.state, after: state.state }];
  });
}

function statesOf({ rules, lines }: Stand, who: Ranked): Map<string, { party: Party; state: PartyState }> {
  const sums = foldLedger(lines);
  const open = new Set(lines.filter(({ isProvisional }) => isProvisional).map(({ party }) => partyKey(party)));
  const standings = [
    ...rankAttack(rules.attack, who.teamIds, sums),
    ...rankDefense(rules.defense, who.rootUnitIds, sums),
  ];
  return new Map(standings.map((standing) => [partyKey(standing.party), stateOf(standing, sums, open)]));
}

function stateOf({ party, rank, text }: Standing, sums: LedgerSums, open: ReadonlySet<string>) {
  const state = { value: text, rank, accounts: sumsOf(sums, party), isProvisional: open.has(partyKey(party)) };
  return { party, state };
}

function plainLine({ party, account, source, before, after }: LineChange): unknown {
  return [party, account, source.kind, source.id, plainState(before), plainState(after)];
}

function plainState(state: LineState | null): unknown {
  if (state === null) return null;
  const { awardKey, amount, ruleKey, ruleSetHash, steps, zeroReason, isProvisional } = state;
  return [awardKey, exactText(amount), ruleKey, ruleSetHash, steps, zeroReason, isProvisional];
}

function plainParty({ party, before, after }: PartyChange): unknown {
  return [party, before.value, before.rank, after.value, after.rank];
}
