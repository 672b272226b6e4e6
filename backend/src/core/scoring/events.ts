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

/** Assigns every linked result to one incident. `costs` is the deduction of each result (positive). */
export function claimEvents(
  options: DefenseOptions,
  marked: readonly MarkedIncident[],
  { facts, costs }: { facts: Facts; costs: ReadonlyMap<string, Points> },
): ReadonlyMap<string, ClaimedEvent> {
  const results = new Map(facts.results.map((result) => [result.id, result]));
  const units = new UnitTree(facts.units);
  const linked = new Map(marked.map(({ incident }) => [incident.id, linkedResults(incident, results, units)]));
  const owners = new Map<string, IncidentFact>();
  for (const { incident } of inClaimOrder(options, marked)) {
    for (const { id } of linked.get(incident.id) ?? []) if (!owners.has(id)) owners.set(id, incident);
  }
  return new Map(
    marked.map(({ incident }) => [
      incident.id,
      eventOf(options, incident, { linked: linked.get(incident.id) ?? [], owners, costs }),
    ]),
  );
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
function inClaimOrder(options: DefenseOptions, marked: readonly MarkedIncident[]): MarkedIncident[] {
  const byId = new Map(marked.map((entry) => [entry.incident.id, entry]));
  const ordered = byReceipt(marked.map((entry) => entry.incident)).flatMap((incident) => byId.get(incident.id) ?? []);
  return options.duplicateEventPolicy === 'first' ? ordered : ordered.sort((a, b) => b.total.compare(a.total));
}

interface Claims {
  readonly linked: readonly ResultFact[];
  readonly owners: ReadonlyMap<string, IncidentFact>;
  readonly costs: ReadonlyMap<string, Points>;
}

function eventOf(options: DefenseOptions, incident: IncidentFact, { linked, owners, costs }: Claims): ClaimedEvent {
  const results = linked.filter((result) => owners.get(result.id)?.id === incident.id);
  const taken = linked.map((result) => owners.get(result.id)).find((owner) => owner?.id !== incident.id);
  const live = sum(results.map((result) => costs.get(result.id) ?? ZERO));
  const frozen = options.eventDeduction === 'as-judged' ? (incident.deductionAtMarking ?? null) : null;
  return {
    results,
    deduction: frozen === null ? live : results.length === 0 ? ZERO : points(frozen),
    takenBy: taken?.code ?? null,
  };
}
