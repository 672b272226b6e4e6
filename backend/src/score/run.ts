/** What a run comes to: totals, ranks, reasons, as entries that are made one by one while they are written. */
import { rankAttack, rankDefense } from '../core/board/standings.js';
import type { Standing } from '../core/board/standings.js';
import { ruleWords } from '../core/board/rule-words.js';
import { buildFacts } from '../core/facts-file/build-facts.js';
import type { FactsRules } from '../core/facts-file/facts-rules.js';
import type { FactsFile } from '../core/facts-file/schema-facts.js';
import { exactText } from '../core/kernel/points.js';
import { foldLedger, partyKey, sumsOf } from '../core/ledger/ledger.js';
import type { Bilingual } from '../core/ruleset/words.js';
import type { Account, Award, Party, Phase, Step } from '../core/scoring/award.js';
import { computeAwards } from '../core/scoring/compute-awards.js';
import type { Facts } from '../core/scoring/facts.js';
import { rate } from '../core/scoring/rating.js';
import type { Rating } from '../core/scoring/rating.js';

/** By what and of what: the first entry. */
export interface RunEntry {
  readonly type: 'run';
  readonly version: 1;
  readonly title: string;
  readonly phase: Phase;
  readonly ruleSets: readonly { readonly key: string; readonly hash: string; readonly title: Bilingual }[];
  readonly counts: Readonly<Record<string, number>>;
}

/** One party with its totals. */
export interface PartyEntry {
  readonly type: 'party';
  readonly side: Party['side'];
  readonly id: string;
  readonly name: string;
  /** Null where its side has no standings, or for a unit that does not take part. */
  readonly rank: number | null;
  /** As on the board, and exact. */
  readonly value: string | null;
  readonly exactValue: string | null;
  readonly formula: string | null;
  /** Signed as booked: deductions and penalties are negative. */
  readonly accounts: Readonly<Partial<Record<Account, string>>>;
  /** How many awards came to nothing, by reason. */
  readonly zeros: Readonly<Record<string, number>>;
  readonly alarms: readonly string[];
  readonly isProvisional: boolean;
}

/** One award with the steps that made it. */
export interface AwardEntry {
  readonly type: 'award';
  readonly party: Party;
  readonly account: Account;
  readonly amount: string;
  readonly source: { readonly kind: string; readonly id: string; readonly code: string };
  readonly rule: string;
  readonly ruleTitle: Bilingual;
  readonly steps: readonly Step[];
  readonly zeroReason: Step | null;
  readonly isProvisional: boolean;
}

export type RatingEntry = { readonly type: 'rating' } & Rating;

/** Stands last, so that a reader knows that nothing was cut off. */
export interface EndEntry {
  readonly type: 'end';
  readonly parties: number;
  readonly awards: number;
}

export type Entry = RunEntry | PartyEntry | AwardEntry | RatingEntry | EndEntry;

export interface Scored {
  readonly entries: Iterable<Entry>;
  /** How many entries there will be. */
  readonly count: number;
}

interface Request {
  readonly rules: FactsRules;
  readonly ruleSets: RunEntry['ruleSets'];
  readonly phase: Phase;
  readonly explain: boolean;
}

/** Scores a file without problems. */
export function scoreFacts(file: FactsFile, request: Request): Scored {
  const facts = buildFacts(file, request.rules.givesPoints);
  const awards = computeAwards(request.rules, facts, request.phase);
  const parties = partiesOf(file, { facts, awards, rules: request.rules });
  const explained = request.explain ? awards.length : 0;
  return {
    entries: entriesOf(file, { request, facts, awards, parties }),
    count: parties.length + explained + 3,
  };
}

interface Computed {
  readonly request: Request;
  readonly facts: Facts;
  readonly awards: readonly Award[];
  readonly parties: readonly PartyEntry[];
}

function* entriesOf(file: FactsFile, { request, facts, awards, parties }: Computed): Generator<Entry> {
  const { phase, ruleSets, rules } = request;
  yield { type: 'run', version: 1, title: file.title, phase, ruleSets, counts: countsOf(file) };
  const byParty = request.explain ? Map.groupBy(awards, ({ party }) => partyKey(party)) : new Map<string, Award[]>();
  const codes = request.explain ? codesOf(facts) : new Map<string, string>();
  for (const party of parties) {
    yield party;
    const own = byParty.get(partyKey(party)) ?? [];
    for (const award of own.sort((a, b) => a.source.receiptSeq - b.source.receiptSeq)) {
      yield awardEntry(award, codes, rules);
    }
  }
  if (file.rating !== null && rules.rating !== null) yield { type: 'rating', ...rate(rules.rating, file.rating) };
  yield { type: 'end', parties: parties.length, awards: awards.length };
}

function countsOf(file: FactsFile): Record<string, number> {
  const { units, teams, results, incidents, bonuses, abnormals, adjustments, drillMarks } = file;
  const nodes = results.reduce((sum, result) => sum + result.nodes.length, 0);
  const lists = { units, teams, results, incidents, bonuses, abnormals, adjustments, drillMarks };
  return { nodes, ...Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, list.length])) };
}

const ACCOUNTS: Readonly<Record<Party['side'], readonly Account[]>> = {
  ATTACK: ['ATTACK'],
  DEFENSE: ['DEDUCTION', 'RECOVERY', 'BONUS', 'PENALTY', 'DRILL'],
};

/** Attack teams, then root units, each by rank; units that do not take part stand last. */
function partiesOf(
  file: FactsFile,
  { facts, awards, rules }: { facts: Facts; awards: readonly Award[]; rules: FactsRules },
): PartyEntry[] {
  const sums = foldLedger(awards);
  const roots = facts.units.filter(({ parentId }) => parentId === null);
  const ranked = roots.filter(({ isParticipant }) => isParticipant).map(({ id }) => id);
  const standings = [
    ...(rules.givesPoints ? [] : rankAttack(rules.attack, facts.teamIds, sums)),
    ...rankDefense(rules.defense, ranked, sums),
  ];
  const standingOf = new Map(standings.map((standing) => [partyKey(standing.party), standing]));
  const tallies = talliesOf(awards);
  const names = new Map<string, string>([
    ...file.teams.map(({ id, name }) => [`ATTACK:${id}`, name] as const),
    ...file.units.map(({ id, name }) => [`DEFENSE:${id}`, name] as const),
  ]);
  const parties: Party[] = [
    ...facts.teamIds.map((id): Party => ({ side: 'ATTACK', id })),
    ...roots.map(({ id }): Party => ({ side: 'DEFENSE', id })),
  ];
  const entries = parties.map((party): PartyEntry => {
    const key = partyKey(party);
    const own = sumsOf(sums, party);
    const accounts = ACCOUNTS[party.side].map((account) => [account, exactText(own[account])] as const);
    return {
      ...{ type: 'party', ...party, name: names.get(key) ?? '' },
      ...standingPart(standingOf.get(key)),
      accounts: Object.fromEntries(accounts),
      ...(tallies.get(key) ?? { zeros: {}, isProvisional: false }),
    };
  });
  return entries.sort((a, b) => (a.side === b.side ? placeOf(a) - placeOf(b) : a.side < b.side ? -1 : 1));
}

function placeOf({ rank }: PartyEntry): number {
  return rank ?? Number.MAX_SAFE_INTEGER;
}

function standingPart(
  standing: Standing | undefined,
): Pick<PartyEntry, 'rank' | 'value' | 'exactValue' | 'formula' | 'alarms'> {
  if (standing === undefined) return { rank: null, value: null, exactValue: null, formula: null, alarms: [] };
  const { rank, text, value, formula, alarms } = standing;
  return { rank, value: text, exactValue: exactText(value), formula, alarms };
}

interface Tally {
  readonly zeros: Record<string, number>;
  isProvisional: boolean;
}

function talliesOf(awards: readonly Award[]): ReadonlyMap<string, Tally> {
  const tallies = new Map<string, Tally>();
  for (const { party, zeroReason, isProvisional } of awards) {
    const key = partyKey(party);
    const tally = tallies.get(key) ?? { zeros: {}, isProvisional: false };
    tallies.set(key, tally);
    tally.isProvisional ||= isProvisional;
    if (zeroReason !== null) tally.zeros[zeroReason.code] = (tally.zeros[zeroReason.code] ?? 0) + 1;
  }
  return tallies;
}

/** Codes people know, by source: nodes as `A-1/2`. */
function codesOf(facts: Facts): ReadonlyMap<string, string> {
  const codes = new Map<string, string>();
  for (const { code, nodes } of facts.results) {
    for (const node of nodes) codes.set(`NODE:${node.id}`, `${code}/${node.ordinal}`);
  }
  const lists = { INCIDENT: facts.incidents, BONUS: facts.bonuses };
  const more = { ...lists, ABNORMAL: facts.abnormals, ADJUSTMENT: facts.adjustments, DRILL: facts.drillMarks };
  for (const [kind, entries] of Object.entries(more)) {
    for (const { id, code } of entries) codes.set(`${kind}:${id}`, code);
  }
  return codes;
}

function awardEntry(award: Award, codes: ReadonlyMap<string, string>, rules: FactsRules): AwardEntry {
  const { party, account, amount, source, ruleKey, steps, zeroReason, isProvisional } = award;
  const { kind, id } = source;
  return {
    type: 'award',
    party,
    account,
    amount: exactText(amount),
    source: { kind, id, code: codes.get(`${kind}:${id}`) ?? id },
    rule: ruleKey,
    ruleTitle: ruleWords(rules, award).title,
    steps,
    zeroReason,
    isProvisional,
  };
}
