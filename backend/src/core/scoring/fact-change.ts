/** Changes of facts, and facts sorted by the root unit they belong to. */
import type {
  AbnormalFact,
  AdjustmentFact,
  BonusFact,
  DrillMarkFact,
  IncidentFact,
  ResultFact,
  UnitFact,
} from './facts.js';
import type { UnitTree } from './units.js';

/** The facts that hang on a unit, or in the case of adjustments on a party. */
export interface HangingFacts {
  readonly results: readonly ResultFact[];
  readonly incidents: readonly IncidentFact[];
  readonly bonuses: readonly BonusFact[];
  readonly abnormals: readonly AbnormalFact[];
  readonly adjustments: readonly AdjustmentFact[];
  readonly drillMarks: readonly DrillMarkFact[];
}

/**
 * What becomes of the facts: each fact given here stands instead of the one of its id, or is new. `gone` names facts
 * that are no more, units and facts given here excepted; `teamIds` replaces the list.
 */
export interface FactChange extends Partial<HangingFacts> {
  readonly units?: readonly UnitFact[];
  readonly teamIds?: readonly string[];
  readonly gone?: readonly string[];
}

export type Hanging = keyof HangingFacts;

export const NO_FACTS: HangingFacts = {
  results: [],
  incidents: [],
  bonuses: [],
  abnormals: [],
  adjustments: [],
  drillMarks: [],
};

const KINDS: readonly Hanging[] = ['results', 'incidents', 'bonuses', 'abnormals', 'adjustments', 'drillMarks'];

/** The root a fact is scored with. Points given to an attack team by hand belong to no unit: they stand by themselves. */
export function rootOfFact(fact: HangingFacts[Hanging][number], units: UnitTree): string {
  if ('unitId' in fact) return units.rootOf(fact.unitId);
  return fact.party.side === 'DEFENSE' ? units.rootOf(fact.party.id) : `team ${fact.party.id}`;
}

/** Facts by root. */
export function byRoot(facts: Partial<HangingFacts>, units: UnitTree): Map<string, HangingFacts> {
  const split = new Map<string, HangingFacts>();
  for (const kind of KINDS) {
    const given: HangingFacts[Hanging] = facts[kind] ?? [];
    for (const [root, own] of Map.groupBy<string, HangingFacts[Hanging][number]>(given, (fact) =>
      rootOfFact(fact, units),
    )) {
      split.set(root, { ...(split.get(root) ?? NO_FACTS), [kind]: own });
    }
  }
  return split;
}

/** Where each fact is kept, by kind and id. */
export type Places = Readonly<Record<Hanging, ReadonlyMap<string, string>>>;

/** Places of all facts. */
export function placesOf(split: ReadonlyMap<string, HangingFacts>): Places {
  return eachKind((kind) => {
    const places = new Map<string, string>();
    for (const [root, facts] of split) for (const { id } of facts[kind]) places.set(id, root);
    return places;
  });
}

function eachKind(of: (kind: Hanging) => ReadonlyMap<string, string>): Places {
  return {
    results: of('results'),
    incidents: of('incidents'),
    bonuses: of('bonuses'),
    abnormals: of('abnormals'),
    adjustments: of('adjustments'),
    drillMarks: of('drillMarks'),
  };
}

/** What a change means for places: the new ones, and which facts leave which root. */
export interface Moves {
  readonly places: Places;
  readonly leaving: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Facts keep their place unless they are new, gone or hang on another unit now; then only the maps concerned are copied. */
export function movesOf(places: Places, split: ReadonlyMap<string, HangingFacts>, gone: readonly string[]): Moves {
  const leaving = new Map<string, Set<string>>();
  const leave = (root: string, id: string): unknown =>
    leaving.set(root, (leaving.get(root) ?? new Set<string>()).add(id));
  const next = eachKind((kind) => {
    const fresh = changedPlaces(kind, split, places);
    const given = new Set([...split.values()].flatMap((facts) => facts[kind].map(({ id }) => id)));
    const lost = gone.filter((id) => places[kind].has(id) && !given.has(id));
    for (const id of [...fresh.map(([moved]) => moved), ...lost]) {
      const root = places[kind].get(id);
      if (root !== undefined) leave(root, id);
    }
    if (fresh.length === 0 && lost.length === 0) return places[kind];
    const copy = new Map([...places[kind], ...fresh]);
    for (const id of lost) copy.delete(id);
    return copy;
  });
  return { places: next, leaving };
}

function changedPlaces(kind: Hanging, split: ReadonlyMap<string, HangingFacts>, places: Places): [string, string][] {
  return [...split].flatMap(([root, facts]) =>
    facts[kind].flatMap(({ id }): [string, string][] => (places[kind].get(id) === root ? [] : [[id, root]])),
  );
}

/** The facts of one root after a change: replaced where they stood, new ones last. */
export function merged(before: HangingFacts, given: HangingFacts, leaving: ReadonlySet<string>): HangingFacts {
  return {
    results: mergedList(before.results, given.results, leaving),
    incidents: mergedList(before.incidents, given.incidents, leaving),
    bonuses: mergedList(before.bonuses, given.bonuses, leaving),
    abnormals: mergedList(before.abnormals, given.abnormals, leaving),
    adjustments: mergedList(before.adjustments, given.adjustments, leaving),
    drillMarks: mergedList(before.drillMarks, given.drillMarks, leaving),
  };
}

function mergedList<T extends { readonly id: string }>(
  before: readonly T[],
  given: readonly T[],
  leaving: ReadonlySet<string>,
): readonly T[] {
  if (given.length === 0 && leaving.size === 0) return before;
  const fresh = new Map(given.map((fact) => [fact.id, fact]));
  const kept = before.flatMap((fact) => {
    const other = fresh.get(fact.id);
    fresh.delete(fact.id);
    return other !== undefined ? [other] : leaving.has(fact.id) ? [] : [fact];
  });
  return [...kept, ...fresh.values()];
}

/** All facts of several roots. */
export function joined(parts: readonly HangingFacts[]): HangingFacts {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  return {
    results: parts.flatMap(({ results }) => results),
    incidents: parts.flatMap(({ incidents }) => incidents),
    bonuses: parts.flatMap(({ bonuses }) => bonuses),
    abnormals: parts.flatMap(({ abnormals }) => abnormals),
    adjustments: parts.flatMap(({ adjustments }) => adjustments),
    drillMarks: parts.flatMap(({ drillMarks }) => drillMarks),
  };
}

/** The units after a change: replaced where they stood, new ones last. */
export function mergedUnits(before: readonly UnitFact[], given: readonly UnitFact[]): readonly UnitFact[] {
  return mergedList(before, given, new Set());
}
