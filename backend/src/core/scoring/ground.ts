/** The facts of an exercise sorted by root unit: the ground a Scorer stands on. Never changed once made. */
import type { Phase } from './award.js';
import type { PinnedRules } from './compute-awards.js';
import { couplingKeys, coversExercise } from './coupling.js';
import { controlledBy } from './coverage.js';
import {
  byRoot,
  type FactChange,
  type HangingFacts,
  joined,
  merged,
  mergedUnits,
  movesOf,
  NO_FACTS,
  type Places,
  placesOf,
} from './fact-change.js';
import type { AddressSet, Facts, UnitFact } from './facts.js';
import { UnitTree } from './units.js';

/** Facts of one root with what they share with others. */
export interface Plot {
  readonly facts: HangingFacts;
  readonly keys: ReadonlySet<string>;
  readonly addresses: ReadonlySet<string>;
}

/** All facts of an exercise, sorted by what is scored together. */
export interface Ground {
  readonly rules: PinnedRules;
  readonly phase: Phase;
  readonly units: readonly UnitFact[];
  readonly unitsByRoot: ReadonlyMap<string, readonly UnitFact[]>;
  readonly teamIds: readonly string[];
  readonly plots: ReadonlyMap<string, Plot>;
  /** Made when first asked for: scores need none, only what is looked up in them or changed does. */
  readonly places: () => Places;
  /** How many roots control each address; null where coverage does not ask for it. */
  readonly addresses: ReadonlyMap<string, number> | null;
}

/** Sorts all facts. */
export function groundOf(rules: PinnedRules, facts: Facts, phase: Phase): Ground {
  const { units, teamIds } = facts;
  const tree = new UnitTree(units);
  const split = byRoot(facts, tree);
  const counts = coversExercise(rules, phase);
  const plots = new Map([...split].map(([root, own]) => [root, plotOf(rules, own, { tree, counts })]));
  return {
    rules,
    phase,
    units,
    unitsByRoot: Map.groupBy(units, ({ id }) => tree.rootOf(id)),
    teamIds,
    plots,
    places: lazily(() => placesOf(split)),
    addresses: counts ? countedAddresses([...plots.values()].map(({ addresses }) => addresses)) : null,
  };
}

function lazily<T extends object>(make: () => T): () => T {
  let made: T | null = null;
  return () => (made ??= make());
}

const NO_ADDRESSES: ReadonlySet<string> = new Set();

function plotOf(rules: PinnedRules, facts: HangingFacts, { tree, counts }: { tree: UnitTree; counts: boolean }): Plot {
  const addresses = counts ? controlledBy(facts.results) : NO_ADDRESSES;
  return { facts, keys: couplingKeys(rules, facts, tree), addresses };
}

function countedAddresses(sets: readonly ReadonlySet<string>[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const set of sets) for (const address of set) counts.set(address, (counts.get(address) ?? 0) + 1);
  return counts;
}

/** What each root shares with others. */
export function keysOf(plots: ReadonlyMap<string, Plot>): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map([...plots].map(([root, { keys }]) => [root, keys]));
}

/** Whether facts may come under another root: a known unit gets another parent, or a new one stands above known things. */
export function movesUnits({ units, plots }: Ground, given: readonly UnitFact[]): boolean {
  if (given.length === 0) return false;
  const known = new Map(units.map((unit) => [unit.id, unit]));
  return given.some((unit) => {
    const before = known.get(unit.id);
    if (before !== undefined) return before.parentId !== unit.parentId;
    return unit.parentId !== null && (plots.has(unit.id) || units.some(({ parentId }) => parentId === unit.id));
  });
}

/** The ground after a change, with the roots it touched; no unit may move (`movesUnits`). */
export function changedGround(ground: Ground, change: FactChange): { ground: Ground; touched: ReadonlySet<string> } {
  const given = change.units ?? [];
  const units = given.length === 0 ? ground.units : mergedUnits(ground.units, given);
  const tree = new UnitTree(units);
  const split = byRoot(change, tree);
  const moves = movesOf(ground.places(), split, change.gone ?? []);
  const touched = new Set([...split.keys(), ...moves.leaving.keys(), ...given.map(({ id }) => tree.rootOf(id))]);
  const about = { tree, counts: ground.addresses !== null };
  const plots = new Map(ground.plots);
  for (const root of touched) {
    const facts = changedFacts(plots.get(root), split.get(root), moves.leaving.get(root));
    plots.set(root, plotOf(ground.rules, facts, about));
  }
  const unitsByRoot = given.length === 0 ? ground.unitsByRoot : Map.groupBy(units, ({ id }) => tree.rootOf(id));
  const addresses = changedAddresses(ground, plots, touched);
  const places = (): Places => moves.places;
  const teamIds = change.teamIds ?? ground.teamIds;
  return { ground: { ...ground, units, unitsByRoot, teamIds, plots, places, addresses }, touched };
}

function changedFacts(
  plot: Plot | undefined,
  given: HangingFacts = NO_FACTS,
  leaving: ReadonlySet<string> = new Set(),
): HangingFacts {
  return merged(plot?.facts ?? NO_FACTS, given, leaving);
}

/** The same map where the touched roots control what they did before. */
function changedAddresses(
  before: Ground,
  plots: ReadonlyMap<string, Plot>,
  touched: ReadonlySet<string>,
): Ground['addresses'] {
  if (before.addresses === null) return null;
  const pairs = [...touched].map((root) => ({
    was: before.plots.get(root)?.addresses ?? NO_ADDRESSES,
    now: plots.get(root)?.addresses ?? NO_ADDRESSES,
  }));
  if (pairs.every(({ was, now }) => isSame(was, now))) return before.addresses;
  const counts = new Map(before.addresses);
  for (const { was, now } of pairs) {
    for (const address of now) counts.set(address, (counts.get(address) ?? 0) + 1);
    for (const address of was) {
      const left = (counts.get(address) ?? 0) - 1;
      if (left > 0) counts.set(address, left);
      else counts.delete(address);
    }
  }
  return counts;
}

/** Whether the same addresses are controlled in the exercise, by whichever roots. */
export function hasSameAddresses({ addresses: a }: Ground, { addresses: b }: Ground): boolean {
  if (a === b) return true;
  return a !== null && b !== null && isSame(a, b);
}

function isSame(a: AddressSet, b: AddressSet & { keys(): Iterable<string> }): boolean {
  return a.size === b.size && [...b.keys()].every((address) => a.has(address));
}

/** The facts of these roots as something to be scored by itself. */
export function partFacts(ground: Ground, roots: readonly string[]): Facts {
  const own = joined(roots.map((root) => ground.plots.get(root)?.facts ?? NO_FACTS));
  const units = roots.flatMap((root) => ground.unitsByRoot.get(root) ?? []);
  const exercise: { exerciseAddresses?: AddressSet } =
    ground.addresses === null ? {} : { exerciseAddresses: ground.addresses };
  return { units, teamIds: ground.teamIds, ...own, ...exercise };
}

/** All facts as lists again. */
export function wholeFacts({ units, teamIds, plots }: Ground): Facts {
  return { units, teamIds, ...joined([...plots.values()].map(({ facts }) => facts)) };
}
