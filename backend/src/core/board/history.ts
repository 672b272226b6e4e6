/** How a party's value came about over time: a fold over its lines, looked at after chosen sequences. */
import { exactText, ZERO } from '../kernel/points.js';
import type { Points } from '../kernel/points.js';
import { foldLedger, partyKey, sumsOf } from '../ledger/ledger.js';
import type { AccountSums, LedgerSums } from '../ledger/ledger.js';
import type { RuleSet } from '../ruleset/rule-set.js';
import type { Account, Party } from '../scoring/award.js';
import { rankAttack, rankDefense } from './standings.js';

/** One ledger line as boards read it. */
export interface BoardLine {
  readonly id: string;
  readonly seq: number;
  readonly at: Date;
  readonly party: Party;
  readonly account: Account;
  readonly amount: Points;
  readonly ruleKey: string;
  readonly sourceId: string;
  readonly resultId: string | null;
  /** Code of the reason of a zero. */
  readonly zeroCode: string | null;
  readonly isProvisional: boolean;
  readonly reversesId: string | null;
}

/** A party's value as of an instant. */
export interface Sample {
  readonly at: Date;
  readonly value: string;
}

/** A party's value after the lines up to a sequence. */
export interface ValuePoint extends Sample {
  readonly seq: number;
}

/** A change of one account by one act, with the value after it. */
export interface ValueStep extends ValuePoint {
  readonly account: Account;
  readonly amount: Points;
  readonly ruleKey: string;
}

/** Where every history begins. */
export interface Origin {
  readonly at: Date;
}

/** Value of one party as the rule-set shows it. */
export function valueOf(rules: RuleSet, party: Party, sums: LedgerSums): string {
  const standings =
    party.side === 'ATTACK' ? rankAttack(rules, [party.id], sums) : rankDefense(rules, [party.id], sums);
  return standings[0]?.text ?? '0';
}

/** Lines in force: neither reversals nor reversed. */
export function linesInForce(lines: readonly BoardLine[]): BoardLine[] {
  const reversed = new Set(lines.map(({ reversesId }) => reversesId));
  return lines.filter((line) => line.reversesId === null && !reversed.has(line.id));
}

/**
 * The value of a party over time, at most `most` points: the start, the latest, and evenly chosen acts between.
 * @param lines lines of this party only, in order
 */
export function trendOf(
  rules: RuleSet,
  party: Party,
  about: { lines: readonly BoardLine[]; origin: Origin; most: number },
): ValuePoint[] {
  const { lines, origin, most } = about;
  const states = statesOf(party, lines);
  const chosen = pickEvenly(states, Math.max(1, most - 1));
  const start = { seq: 0, at: origin.at, value: valueOf(rules, party, new Map()) };
  return [start, ...chosen.map(({ seq, at, sums }) => ({ seq, at, value: valueOf(rules, party, sums) }))];
}

/**
 * The value of a party as of given instants, between the start and the latest: the same instants for every party, whether
 * it moved or not, so that they say nothing about its acts.
 * @param about lines of this party only, in order; marks in order
 */
export function samplesOf(
  rules: RuleSet,
  party: Party,
  about: { lines: readonly BoardLine[]; origin: Origin; marks: readonly Date[]; until: Date },
): Sample[] {
  const { lines, origin, marks, until } = about;
  const samples: Sample[] = [{ at: origin.at, value: valueOf(rules, party, new Map()) }];
  let sums = sumsOf(new Map(), party);
  let next = 0;
  const sample = (at: Date, isPast: (line: BoardLine) => boolean): void => {
    const from = next;
    for (let line = lines[next]; line !== undefined && isPast(line); line = lines[next]) next += 1;
    if (next > from) sums = added(sums, sumsOf(foldLedger(lines.slice(from, next)), party));
    samples.push({ at, value: valueOf(rules, party, new Map([[partyKey(party), sums]])) });
  };
  for (const mark of marks) if (mark > origin.at) sample(mark, (line) => line.at < mark);
  sample(until > origin.at ? until : origin.at, () => true);
  return samples;
}

/** Every change of a party's accounts, act by act, with the value after it. */
export function stepsOf(rules: RuleSet, party: Party, lines: readonly BoardLine[]): ValueStep[] {
  const byState = Map.groupBy(lines, ({ seq }) => seq);
  return statesOf(party, lines).flatMap(({ seq, at, sums }) => {
    const value = valueOf(rules, party, sums);
    return netChanges(byState.get(seq) ?? []).map((change) => ({ seq, at, value, ...change }));
  });
}

/**
 * Net amount per account of lines of one act; accounts in which nothing changed are left out. The rule is that of
 * the line the act put in force; of the reversed line only where nothing took its place.
 */
export function netChanges(lines: readonly BoardLine[]): { account: Account; amount: Points; ruleKey: string }[] {
  return [...Map.groupBy(lines, ({ account }) => account)].flatMap(([account, own]) => {
    const amount = own.reduce((sum, line) => sum.add(line.amount), ZERO);
    const posted = own.filter(({ reversesId }) => reversesId === null);
    const telling = posted.findLast((line) => line.amount.n !== 0n) ?? posted.at(-1) ?? own.at(-1);
    return telling === undefined || amount.n === 0n ? [] : [{ account, amount, ruleKey: telling.ruleKey }];
  });
}

interface State {
  readonly seq: number;
  readonly at: Date;
  readonly sums: LedgerSums;
}

/** The party's sums after each act. */
function statesOf(party: Party, lines: readonly BoardLine[]): State[] {
  const states: State[] = [];
  let sums: AccountSums = sumsOf(new Map(), party);
  for (const [seq, batch] of Map.groupBy(lines, (line) => line.seq)) {
    sums = added(sums, sumsOf(foldLedger(batch), party));
    const at = batch[0]?.at ?? new Date(0);
    states.push({ seq, at, sums: new Map([[partyKey(party), sums]]) });
  }
  return states;
}

function added(a: AccountSums, b: AccountSums): AccountSums {
  return {
    ATTACK: a.ATTACK.add(b.ATTACK),
    DEDUCTION: a.DEDUCTION.add(b.DEDUCTION),
    RECOVERY: a.RECOVERY.add(b.RECOVERY),
    BONUS: a.BONUS.add(b.BONUS),
    PENALTY: a.PENALTY.add(b.PENALTY),
    DRILL: a.DRILL.add(b.DRILL),
  };
}

/** Evenly chosen items that always include the last one. */
export function pickEvenly<T>(items: readonly T[], most: number): T[] {
  if (items.length <= most) return [...items];
  return Array.from({ length: most }, (_, index) => items[Math.round(((index + 1) * items.length) / most) - 1]).filter(
    (item) => item !== undefined,
  );
}

/** Exact text of an account's sum. */
export function accountText(sums: LedgerSums, party: Party, account: Account): string {
  return exactText(sumsOf(sums, party)[account]);
}
