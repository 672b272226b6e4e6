/**
 * Which report may claim which attack result, and what the event then cost. FHZ rules 3 and 4: one report = one
 * event, only recognised results, the same event never twice.
 */
import { ZERO, points, sum } from '../kernel/points.js';
import type { Points } from '../kernel/points.js';
import type { DefenseOptions } from '../ruleset/defense-rules.js';
import { byReceipt } from './attack-lines.js';
import type { Facts, IncidentFact, ResultFact } from './facts.js';
import { UnitTree } from './units.js';

/** A marked incident with what its rubric came to. */
export interface MarkedIncident {
  readonly incident: IncidentFact;
  readonly total: Points;
}

/** An incident's event: the results it may claim, and the incident that claimed the others. */
export interface ClaimedEvent {
  readonly results: readonly ResultFact[];
  readonly deduction: Points;
  /** Code of the incident that claimed a result of this one first, or with better marks. */
  readonly takenBy: string | null;
}

/**
 * Assigns every linked result to one incident. `costs` is the deduction of each result (positive).
 * @param marked in receipt order
 */
export function claimEvents(
  options: DefenseOptions,
  marked: readonly MarkedIncident[],
  { facts, costs }: { facts: Facts; costs: ReadonlyMap<string, Points> },
): ReadonlyMap<string, ClaimedEvent> {
  const results = new Map<string, ResultFact>();
  for (const result of facts.results) results.set(result.id, result);
  const units = new UnitTree(facts.units);
  const claims = marked.map(({ incident, total }): Claim => {
    return { incident, total, linked: linkedResults(incident, results, units) };
  });
  const owners = new Map<ResultFact, IncidentFact>();
  for (const { incident, linked } of inClaimOrder(options, claims)) {
    for (const result of linked) if (!owners.has(result)) owners.set(result, incident);
  }
  const events = new Map<string, ClaimedEvent>();
  for (const claim of claims) events.set(claim.incident.id, eventOf(options, claim, { owners, costs }));
  return events;
}

/** A marked incident with the results it is linked to. */
interface Claim extends MarkedIncident {
  readonly linked: readonly ResultFact[];
}

/**
 * Event groups 同一事件 (FHZ rule 4: the same event may not appear in several reports): of the incidents of one root that
 * referees put under one key only the first by receipt counts, marked or not. Answers the code of that first one for
 * every other. @param incidents in receipt order
 */
export function repeatedReports(incidents: readonly IncidentFact[], units: UnitTree): ReadonlyMap<string, string> {
  const firsts = new Map<string, string>();
  const repeats = new Map<string, string>();
  for (const { id, code, unitId, eventKey = null } of incidents) {
    if (eventKey === null) continue;
    const key = JSON.stringify([units.rootOf(unitId), eventKey]);
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, code);
    else repeats.set(id, first);
  }
  return repeats;
}

/** The results an incident is linked to, of its own root, in receipt order. */
function linkedResults(
  { unitId, linkedResultIds }: IncidentFact,
  results: ReadonlyMap<string, ResultFact>,
  units: UnitTree,
): readonly ResultFact[] {
  const root = units.rootOf(unitId);
  const ids = linkedResultIds.length > 1 ? [...new Set(linkedResultIds)] : linkedResultIds;
  const own = ids.flatMap((id) => {
    const result = results.get(id);
    return result !== undefined && units.rootOf(result.unitId) === root ? [result] : [];
  });
  return own.length > 1 ? byReceipt(own) : own;
}

/** First: by receipt. Best: by marks, ties to the earlier receipt. */
function inClaimOrder(options: DefenseOptions, claims: readonly Claim[]): readonly Claim[] {
  return options.duplicateEventPolicy === 'first' ? claims : claims.toSorted((a, b) => b.total.compare(a.total));
}

interface Claims {
  readonly owners: ReadonlyMap<ResultFact, IncidentFact>;
  readonly costs: ReadonlyMap<string, Points>;
}

function eventOf(options: DefenseOptions, { incident, linked }: Claim, { owners, costs }: Claims): ClaimedEvent {
  const results = linked.filter((result) => owners.get(result) === incident);
  const taken = linked.map((result) => owners.get(result)).find((owner) => owner !== incident);
  const live = sum(results.map((result) => costs.get(result.id) ?? ZERO));
  const frozen = options.eventDeduction === 'as-judged' ? (incident.deductionAtMarking ?? null) : null;
  return {
    results,
    deduction: frozen === null ? live : results.length === 0 ? ZERO : points(frozen),
    takenBy: taken?.code ?? null,
  };
}
