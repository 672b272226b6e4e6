import { askedBy, conditionIn } from './condition.js';
import type { PlanInject } from './plan-documents.js';

/** `to` comes after `from`. */
export interface Dependency {
  readonly from: string;
  readonly to: string;
  readonly isCondition: boolean;
}

/** Every dependency between injects that exist. */
export function dependenciesOf(injects: readonly PlanInject[]): Dependency[] {
  const known = new Set(injects.map(({ code }) => code));
  return injects.flatMap(({ code, requires, condition }) => {
    const asked = [...new Set(askedBy(conditionIn(condition)))];
    return [
      ...requires.map((from) => ({ from, to: code, isCondition: false })),
      ...asked.filter((from) => !requires.includes(from)).map((from) => ({ from, to: code, isCondition: true })),
    ].filter(({ from }) => known.has(from));
  });
}

/** The codes before and after one, at whatever distance, with itself. */
export function relatedTo(dependencies: readonly Dependency[], code: string): Set<string> {
  const found = new Set([code]);
  for (const [by, to] of [
    ['from', 'to'],
    ['to', 'from'],
  ] as const) {
    const waiting = [code];
    const seen = new Set(waiting);
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      for (const dependency of dependencies) {
        if (dependency[by] !== next || seen.has(dependency[to])) continue;
        seen.add(dependency[to]);
        found.add(dependency[to]);
        waiting.push(dependency[to]);
      }
    }
  }
  return found;
}
