/**
 * What defenders win back. FHZ rule 3: deduction of the event × percentage of the rubric × 80 %, at most 50
 * reports (rule 6). Rule-sets with basis `points` pay every dimension by itself.
 */
import { ZERO, exactText, points, sum } from '../kernel/points.js';
import type { Points } from '../kernel/points.js';
import type { DefenseRules } from '../ruleset/defense-rules.js';
import type { RuleSet } from '../ruleset/rule-set.js';
import { byReceipt } from './attack-lines.js';
import { payees } from './award-key.js';
import type { Award, Phase, Step } from './award.js';
import { Coverage, isAccepted } from './coverage.js';
import { claimEvents, repeatedReports } from './events.js';
import type { ClaimedEvent } from './events.js';
import type { Facts, IncidentFact } from './facts.js';
import { rubricSteps, scoreRubric } from './rubric.js';
import type { DimensionScore } from './rubric.js';
import { step, zeroReason } from './step-codes.js';
import { UnitTree } from './units.js';

/** An amount for one incident before the report limit. */
interface Line {
  readonly incident: IncidentFact;
  readonly ruleKey: string;
  readonly amount: Points;
  readonly steps: readonly Step[];
  readonly zeroReason: Step | null;
  readonly isProvisional: boolean;
}

interface Case {
  readonly incident: IncidentFact;
  readonly scores: readonly DimensionScore[];
  readonly total: Points;
}

export interface DefenseInput {
  readonly ruleSet: RuleSet;
  readonly facts: Facts;
  readonly phase: Phase;
  /** Deduction by result, positive. */
  readonly costs: ReadonlyMap<string, Points>;
}

/** RECOVERY awards of every incident, zeros included. */
export function defenseAwards(input: DefenseInput): Award[] {
  const rules = input.ruleSet.defense;
  if (rules === null) return [];
  const units = new UnitTree(input.facts.units);
  const incidents = byReceipt(input.facts.incidents);
  const repeats = repeatedReports(incidents, units);
  const counted = repeats.size === 0 ? incidents : incidents.filter(({ id }) => !repeats.has(id));
  const cases = markedCases(rules, counted, input);
  const events = claimEvents(rules.options, cases, input);
  const marked = new Map<string, Case>();
  for (const entry of cases) marked.set(entry.incident.id, entry);
  const lines = incidents.flatMap((incident) => {
    const entry = marked.get(incident.id);
    const event = events.get(incident.id);
    const first = repeats.get(incident.id);
    if (first !== undefined) return [repeated(rules, incident, first)];
    if (entry === undefined || event === undefined) return [notMarked(rules, incident)];
    return rules.basis === 'points' ? pointLines(entry, event, input) : [shareLine(rules, entry, { event, input })];
  });
  return applyLimit(rules, lines, units).map((line) => toAward(input.ruleSet, line, units));
}

function markedCases(rules: DefenseRules, incidents: readonly IncidentFact[], input: DefenseInput): Case[] {
  const context = { rules, coverage: new Coverage(rules.options, input.facts), phase: input.phase };
  return incidents
    .filter((incident) => incident.isMarked)
    .map((incident) => {
      const scores = scoreRubric(context, incident);
      return { incident, scores, total: sum(scores.map((score) => score.total)) };
    });
}

function notMarked(rules: DefenseRules, incident: IncidentFact): Line {
  return { ...zeroLine(rules, incident, zeroReason('NOT_MARKED', {})), isProvisional: true };
}

/** Another report on an event that was reported before: it claims no result and takes no place. */
function repeated(rules: DefenseRules, incident: IncidentFact, first: string): Line {
  return zeroLine(rules, incident, zeroReason('DUPLICATE_EVENT', { incident: first }));
}

function zeroLine(rules: DefenseRules, incident: IncidentFact, reason: Step): Line {
  const ruleKey = rules.basis === 'points' ? 'report' : 'recovery';
  return { incident, ruleKey, amount: ZERO, steps: [], zeroReason: reason, isProvisional: false };
}

function shareLine(
  rules: DefenseRules,
  entry: Case,
  { event, input }: { event: ClaimedEvent; input: DefenseInput },
): Line {
  const share = points(rules.recoveryShare ?? '0');
  const amount = event.deduction.mul(entry.total).div(100).mul(share);
  const reason = eventReason(event) ?? (amount.isZero ? zeroReason('MARKED_ZERO', {}) : null);
  const figures = { deduction: exactText(event.deduction), percent: exactText(entry.total) };
  const results = event.results.map((result) => result.code).join(', ');
  const steps = [
    step('RUBRIC_TOTAL', { points: figures.percent }),
    step('EVENT_DEDUCTION', { deduction: figures.deduction, results, mode: rules.options.eventDeduction }),
    step('RECOVERY', { ...figures, share: exactText(share), amount: exactText(amount) }),
  ];
  return {
    incident: entry.incident,
    ruleKey: 'recovery',
    amount: reason === null ? amount : ZERO,
    steps: [...rubricSteps(entry.scores), ...steps],
    zeroReason: reason,
    isProvisional: input.phase === 'PROVISIONAL' && entry.scores.some((score) => score.usesCoverage),
  };
}

/** Why an event is worth nothing to this report; a frozen deduction outlives the result it was judged on. */
function eventReason(event: ClaimedEvent): Step | null {
  if (!event.deduction.isZero) return null;
  if (event.results.some(isAccepted)) return zeroReason('NO_DEDUCTION', {});
  if (event.results.length > 0 || event.takenBy === null) return zeroReason('NO_ATTACK_RESULT', {});
  return zeroReason('DUPLICATE_EVENT', { incident: event.takenBy });
}

/** One line per filed dimension; a report needs no attack result here, but the same one is not paid twice. */
function pointLines(entry: Case, event: ClaimedEvent, input: DefenseInput): Line[] {
  const isDuplicate = event.results.length === 0 && event.takenBy !== null;
  const duplicate = isDuplicate ? zeroReason('DUPLICATE_EVENT', { incident: event.takenBy ?? '' }) : null;
  return entry.scores
    .filter((score) => score.isFiled)
    .map((score) => {
      const reason = duplicate ?? (score.total.isZero ? zeroReason('MARKED_ZERO', {}) : null);
      return {
        incident: entry.incident,
        ruleKey: score.dimension.key,
        amount: reason === null ? score.total : ZERO,
        steps: [...rubricSteps([score]), step('RUBRIC_TOTAL', { points: exactText(score.total) })],
        zeroReason: reason,
        isProvisional: input.phase === 'PROVISIONAL' && score.usesCoverage,
      };
    });
}

/** FHZ rule 6. Reports that are void for another reason never take up a place. */
function applyLimit(rules: DefenseRules, lines: readonly Line[], units: UnitTree): readonly Line[] {
  const limit = rules.reportLimit;
  if (limit === null) return lines;
  const counted = new Set<string>();
  const places = new Map<string, number>();
  for (const { incident, takesPlace } of inLimitOrder(rules, lines)) {
    const root = units.rootOf(incident.unitId);
    const taken = places.get(root) ?? 0;
    if (!takesPlace || taken >= limit) continue;
    places.set(root, taken + 1);
    counted.add(incident.id);
  }
  return lines.map((line) => {
    if (line.zeroReason !== null || counted.has(line.incident.id)) return line;
    return { ...line, amount: ZERO, zeroReason: zeroReason('BEYOND_REPORT_LIMIT', { limit: String(limit) }) };
  });
}

interface LimitEntry {
  readonly incident: IncidentFact;
  readonly amount: Points;
  readonly takesPlace: boolean;
}

function inLimitOrder(rules: DefenseRules, lines: readonly Line[]): LimitEntry[] {
  const byIncident = new Map<string, LimitEntry>();
  for (const line of lines) {
    const before = byIncident.get(line.incident.id);
    byIncident.set(line.incident.id, {
      incident: line.incident,
      amount: before === undefined ? line.amount : line.amount.add(before.amount),
      takesPlace: before?.takesPlace === true || takesPlace(rules, line),
    });
  }
  const entries = [...byIncident.values()];
  return rules.options.reportLimitPolicy === 'best' ? entries.sort((a, b) => b.amount.compare(a.amount)) : entries;
}

function takesPlace(rules: DefenseRules, line: Line): boolean {
  if (line.zeroReason === null) return true;
  return line.zeroReason.code === 'MARKED_ZERO' && rules.options.zeroTakesPlace;
}

const reporters = payees('RECOVERY', 'DEFENSE', 'INCIDENT');

function toAward(ruleSet: RuleSet, line: Line, units: UnitTree): Award {
  const { incident, ruleKey, amount, steps, isProvisional } = line;
  const { party, keyStart } = reporters(units.rootOf(incident.unitId));
  const source = { kind: 'INCIDENT', id: incident.id, resultId: null, receiptSeq: incident.receiptSeq } as const;
  return {
    key: `${keyStart}${incident.id}:${ruleKey}`,
    party,
    account: 'RECOVERY',
    amount,
    source,
    ruleKey,
    ruleSetHash: ruleSet.hash,
    steps,
    zeroReason: line.zeroReason,
    isProvisional,
  };
}
