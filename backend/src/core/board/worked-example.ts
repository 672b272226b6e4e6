/**
 * Runs the examples a rule-set carries: short facts in, sums, board values and reasons for zeros out. An
 * organiser who edits a rule-set sees at once which of its examples no longer hold.
 */
import { exactText, fixedText, points } from '../kernel/points.js';
import { foldLedger, sumsOf } from '../ledger/ledger.js';
import type { LedgerSums } from '../ledger/ledger.js';
import { rubricItems } from '../ruleset/catalogue.js';
import type { ExampleGiven, ExampleIncident, ExampleNode, ExampleResult, WorkedExample } from '../ruleset/example.js';
import type { RuleSet } from '../ruleset/rule-set.js';
import type { Account, Award, Party } from '../scoring/award.js';
import { computeAwards } from '../scoring/compute-awards.js';
import type { Facts, IncidentFact, NodeFact, ResultFact } from '../scoring/facts.js';
import { rate } from '../scoring/rating.js';
import { GIVEN_POINTS } from './given-points.js';
import { rankAttack, rankDefense } from './standings.js';

/** One expectation that does not hold. */
export interface Mismatch {
  /** e.g. `recovery.u1`, `zero.A-1/2`. */
  readonly what: string;
  readonly expected: string;
  readonly actual: string;
}

/**
 * Compares an example with what the rule-set yields; parse the rule-set with the example's `set` first. Where the
 * rule-set says nothing about attackers, results are worth the points the example gives them.
 */
export function runExample(ruleSet: RuleSet, example: WorkedExample): Mismatch[] {
  const attack = ruleSet.attack === null ? GIVEN_POINTS : ruleSet;
  const facts = exampleFacts(ruleSet, example.given);
  const awards = computeAwards({ attack, defense: ruleSet }, facts, example.phase);
  const sums = foldLedger(awards);
  const { expect } = example;
  return [
    ...compareSums('attack', expect.attack, (id) => sumOf(sums, { side: 'ATTACK', id }, 'ATTACK')),
    ...compareSums('deduction', expect.deduction, (id) => sumOf(sums, { side: 'DEFENSE', id }, 'DEDUCTION')),
    ...compareSums('recovery', expect.recovery, (id) => sumOf(sums, { side: 'DEFENSE', id }, 'RECOVERY')),
    ...compareSums('bonus', expect.bonus, (id) => sumOf(sums, { side: 'DEFENSE', id }, 'BONUS')),
    ...compareSums('penalty', expect.penalty, (id) => sumOf(sums, { side: 'DEFENSE', id }, 'PENALTY')),
    ...compareSums('drill', expect.drill, (id) => sumOf(sums, { side: 'DEFENSE', id }, 'DRILL')),
    ...compareSums('value', expect.value, (id) => boardText(ruleSet, facts, { id, sums })),
    ...compareSums('zero', expect.zero, (id) => reasonOf(awards, facts, id)),
    ...compareRating(ruleSet, example),
  ];
}

/**
 * Values and grades of the levels an example gives. A value is expected exactly ("7.5", "25/6") or with as many
 * decimals as the expectation writes, at least those of the rule-set ("4.1667").
 */
function compareRating(ruleSet: RuleSet, { given, expect }: WorkedExample): Mismatch[] {
  const rules = ruleSet.rating;
  if (rules === null) return [];
  const values = new Map(rate(rules, given.rating).values.map((value) => [value.key, value]));
  return [
    ...compareSums('rating', expect.rating, (key, wanted) => {
      const exact = values.get(key)?.exact ?? null;
      if (exact === null) return 'absent';
      if (points(exact).equals(points(wanted))) return wanted;
      const places = /\.(\d+)$/.exec(wanted)?.[1]?.length ?? 0;
      return places < rules.places ? exact : fixedText(points(exact), places);
    }),
    ...compareSums('grade', expect.grade, (key) => values.get(key)?.grade ?? 'absent'),
  ];
}

function compareSums(
  what: string,
  expected: Readonly<Record<string, string>>,
  actualOf: (id: string, wanted: string) => string,
): Mismatch[] {
  return Object.entries(expected)
    .map(([id, wanted]) => ({ what: `${what}.${id}`, expected: wanted, actual: actualOf(id, wanted) }))
    .filter(({ expected: wanted, actual }) => wanted !== actual);
}

/** Deductions are shown positive, as the rules speak of them. */
function sumOf(sums: LedgerSums, party: Party, account: Account): string {
  return exactText(sumsOf(sums, party)[account].abs());
}

function boardText(ruleSet: RuleSet, facts: Facts, { id, sums }: { id: string; sums: LedgerSums }): string {
  const roots = facts.units.filter((unit) => unit.parentId === null).map((unit) => unit.id);
  const board = [...rankAttack(ruleSet, facts.teamIds, sums), ...rankDefense(ruleSet, roots, sums)];
  return board.find((standing) => standing.party.id === id)?.text ?? 'absent';
}

/** Reason of a zero: `A-1/2` is node 2 of result A-1, other codes are incidents, bonus claims and episodes. */
function reasonOf(awards: readonly Award[], facts: Facts, code: string): string {
  const nodes = facts.results.flatMap((result) => result.nodes);
  const coded = [...facts.incidents, ...facts.bonuses, ...facts.abnormals, ...facts.drillMarks];
  const id = nodes.find((node) => node.id === code)?.id ?? coded.find((entry) => entry.code === code)?.id;
  const award = awards.find((entry) => entry.source.id === id);
  return award === undefined ? 'absent' : (award.zeroReason?.code ?? 'scored');
}

/** Facts of an example: receipt order is the order written, results before incidents before bonuses. */
export function exampleFacts(ruleSet: RuleSet, given: ExampleGiven): Facts {
  const results = given.results.flatMap((result) => repeated(result).map((code) => ({ result, code })));
  const incidents = given.incidents.flatMap((incident) => repeated(incident).map((code) => ({ incident, code })));
  return {
    units: given.units.map(({ id, parent, keyUnit, participant, knockedOutBy }) => ({
      id,
      parentId: parent,
      isKeyUnit: keyUnit,
      isParticipant: participant,
      knockedOutAtSeq: seqOf(results, knockedOutBy),
    })),
    teamIds: [...new Set(given.results.map((result) => result.team))],
    results: results.map(({ result, code }, index) => resultFact(result, code, index + 1)),
    incidents: incidents.map(({ incident, code }, index) =>
      incidentFact(ruleSet, incident, { code, seq: 1000 + index }),
    ),
    bonuses: given.bonuses.map((bonus, index) => ({
      id: `bonus-${index + 1}`,
      code: `C-${index + 1}`,
      receiptSeq: 10_000 + index,
      unitId: bonus.unit,
      bonusKey: bonus.kind,
      points: bonus.points,
    })),
    abnormals: given.abnormals.map((episode, index) => ({
      id: episode.code,
      code: episode.code,
      receiptSeq: 20_000 + index,
      unitId: episode.unit,
      evidenceAt: clockTime(episode.evidence),
      noticedAt: clockTime(episode.notice),
      repairedAt: episode.repaired === null ? null : clockTime(episode.repaired),
      confirmedAt: episode.confirmed === null ? null : clockTime(episode.confirmed),
    })),
    adjustments: given.adjustments.map(({ code, side, party, account, points: amount }, index) => ({
      id: code,
      code,
      receiptSeq: 30_000 + index,
      party: { side, id: party },
      account,
      amount,
    })),
    drillMarks: given.drillMarks.map((mark, index) => drillMarkFact(mark, 40_000 + index)),
  };
}

function drillMarkFact(
  { code, unit, drill, expectation, full, points: worth }: ExampleGiven['drillMarks'][number],
  receiptSeq: number,
): Facts['drillMarks'][number] {
  const id = `${drill} ${unit} ${code}`;
  return { id, code, drillId: drill, receiptSeq, unitId: unit, expectation, fullPoints: full, points: worth };
}

/** Receipt of the result with this code; null where none is named. */
function seqOf(results: readonly { readonly code: string }[], code: string | null): number | null {
  return code === null ? null : results.findIndex((entry) => entry.code === code) + 1;
}

/** `HH:MM` as milliseconds since the example's first midnight. */
function clockTime(text: string): number {
  const [hours = '0', minutes = '0'] = text.split(':');
  return (Number(hours) * 60 + Number(minutes)) * 60_000;
}

function repeated(entry: { readonly code: string; readonly repeat: number }): string[] {
  if (entry.repeat === 1) return [entry.code];
  return Array.from({ length: entry.repeat }, (_, index) => `${entry.code}-${index + 1}`);
}

function resultFact(result: ExampleResult, code: string, receiptSeq: number): ResultFact {
  const counted = Array.from({ length: result.controlledCount }, (_, index) => `192.0.2.${index + 1}`);
  return {
    id: code,
    code,
    receiptSeq,
    teamId: result.team,
    unitId: result.unit,
    nodes: result.nodes.map((node, index) => nodeFact(node, `${code}/${index + 1}`, index + 1)),
    controlledAddresses: [...result.controlled, ...counted],
  };
}

function nodeFact(node: ExampleNode, id: string, ordinal: number): NodeFact {
  const { category, privilege, judged, deduction, system, vulnerability, ...rest } = node;
  const ruling = {
    ...rest,
    verdictId: `verdict-${id}`,
    categoryKey: category,
    privilegeKey: privilege,
    judgedPoints: judged,
    deductionPoints: deduction,
    systemKey: system ?? id,
    vulnerabilityKey: vulnerability,
  };
  return { id, ordinal, ruling };
}

function incidentFact(ruleSet: RuleSet, incident: ExampleIncident, place: { code: string; seq: number }): IncidentFact {
  const suffix = incident.repeat === 1 ? '' : place.code.slice(incident.code.length);
  const items = ruleSet.defense === null ? [] : rubricItems(ruleSet.defense);
  const marks = items.flatMap((item) => {
    const share = incident.shares[item.key] ?? incident.share;
    return share === null ? [] : [{ itemKey: item.key, share: exactText(points(share)) }];
  });
  return {
    id: place.code,
    code: place.code,
    receiptSeq: place.seq,
    unitId: incident.unit,
    linkedResultIds: incident.links.map((code) => code + suffix),
    marks,
    isMarked: marks.length > 0,
    foundAddresses: Array.from({ length: incident.foundCount }, (_, index) => `192.0.2.${index + 1}`),
    means: (ruleSet.defense?.means ?? []).slice(0, incident.meansCount).map((means) => means.key),
    deductionAtMarking: incident.deductionAtMarking,
  };
}
