/** What waits for what: which injects can ever be released, and which hold each other up in a circle. */
import { askedCodes, type Condition, type Inject } from './plan.js';

/** One line of the dependency graph: `to` comes after `from`. */
export interface Dependency {
  readonly from: string;
  readonly to: string;
  /** By `requires`, or because a condition asks for it. */
  readonly by: 'REQUIRES' | 'CONDITION';
}

/** Every dependency between injects that exist. */
export function dependenciesOf(injects: readonly Inject[]): Dependency[] {
  const known = new Set(injects.map(({ code }) => code));
  return injects.flatMap(({ code, requires, trigger }) => {
    const required = requires.map((from): Dependency => ({ from, to: code, by: 'REQUIRES' }));
    const asked = [...new Set(askedCodes(trigger))].map((from): Dependency => ({ from, to: code, by: 'CONDITION' }));
    return [...required, ...asked].filter(({ from }) => known.has(from));
  });
}

/** The codes that come after any of these, at whatever distance; without these themselves unless they are in a circle. */
export function dependantsOf(injects: readonly Inject[], codes: readonly string[]): Set<string> {
  const after = new Map<string, string[]>();
  for (const { from, to } of dependenciesOf(injects)) after.set(from, [...(after.get(from) ?? []), to]);
  const found = new Set<string>();
  const waiting = [...codes];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const code of after.get(next) ?? []) {
      if (found.has(code)) continue;
      found.add(code);
      waiting.push(code);
    }
  }
  return found;
}

/** What can never be released. */
export interface Stuck {
  /** Circles, each as the codes along it, the first repeated at the end. */
  readonly cycles: readonly (readonly string[])[];
  /** Codes that wait for something stuck without being in a circle, with what they wait for. */
  readonly behind: readonly { readonly code: string; readonly other: string }[];
}

/**
 * Looks for what can never be released. Requirements that do not exist hold nobody up here: they are problems of their
 * own. A condition is taken to be possible when one of its ways is.
 */
export function findStuck(injects: readonly Inject[]): Stuck {
  const byCode = new Map(injects.map((inject) => [inject.code, inject]));
  const released = releasable(injects, byCode);
  const stuck = injects.filter(({ code }) => !released.has(code));
  const blockers = new Map(stuck.map((inject) => [inject.code, blockersOf(inject, byCode, released)]));
  const cycles = circles(blockers);
  const inCircle = new Set(cycles.flat());
  const behind = stuck.flatMap(({ code }) => {
    const other = blockers.get(code)?.[0];
    return inCircle.has(code) || other === undefined ? [] : [{ code, other }];
  });
  return { cycles, behind };
}

type ByCode = ReadonlyMap<string, Inject>;

/** Injects join as what they wait for has joined, until nothing more does; each is looked at once per thing it waits for. */
function releasable(injects: readonly Inject[], byCode: ByCode): Set<string> {
  const released = new Set<string>();
  const after = new Map<string, Inject[]>();
  for (const { from, to } of dependenciesOf(injects)) {
    const inject = byCode.get(to);
    if (inject !== undefined) after.set(from, [...(after.get(from) ?? []), inject]);
  }
  const waiting = [...injects];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (released.has(next.code) || !isReleasable(next, byCode, released)) continue;
    released.add(next.code);
    waiting.push(...(after.get(next.code) ?? []));
  }
  return released;
}

function isReleasable(inject: Inject, byCode: ByCode, released: ReadonlySet<string>): boolean {
  const isOpen = (code: string): boolean => !byCode.has(code) || released.has(code);
  if (!inject.requires.every(isOpen)) return false;
  return inject.trigger.kind !== 'CONDITION' || isPossible(inject.trigger.when, isOpen);
}

function isPossible(condition: Condition, isOpen: (code: string) => boolean): boolean {
  if ('all' in condition) return condition.all.every((part) => isPossible(part, isOpen));
  // An empty group is a problem of its own.
  if ('any' in condition) return condition.any.length === 0 || condition.any.some((part) => isPossible(part, isOpen));
  return 'fact' in condition || isOpen(condition.inject);
}

function blockersOf(inject: Inject, byCode: ByCode, released: ReadonlySet<string>): string[] {
  const waitedFor = [...inject.requires, ...askedCodes(inject.trigger)];
  return [...new Set(waitedFor)].filter((code) => byCode.has(code) && !released.has(code));
}

/** One circle for every group of codes that hold each other up; walks without recursion, each code once. */
function circles(blockers: ReadonlyMap<string, readonly string[]>): string[][] {
  const found: string[][] = [];
  const done = new Set<string>();
  for (const start of blockers.keys()) {
    const trail: string[] = [];
    const place = new Map<string, number>();
    let code: string | undefined = start;
    while (code !== undefined && !done.has(code) && !place.has(code)) {
      place.set(code, trail.length);
      trail.push(code);
      // Every stuck inject has something stuck to wait for, so following the first always ends in a circle.
      code = blockers.get(code)?.[0];
    }
    const from = code === undefined ? undefined : place.get(code);
    if (from !== undefined) {
      const circle = trail.slice(from).reverse();
      found.push([...circle, ...circle.slice(0, 1)]);
    }
    for (const seen of trail) done.add(seen);
  }
  return found;
}
