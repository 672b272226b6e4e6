/** Conditions of injects, judged for one unit at an instant. Minutes count in elapsed drill time. */
import type { Condition, FactCondition, Inject, InjectCondition } from '../plan/plan.js';
import type { UnitFact } from './acts.js';
import { type Cell, doneAt } from './cells.js';
import type { DrillClock } from './clock.js';

const MINUTE_MS = 60_000;

/** What a condition is judged on. */
export interface UnitScene {
  readonly clock: DrillClock;
  readonly injects: ReadonlyMap<string, Inject>;
  readonly cells: ReadonlyMap<string, Cell>;
  /** Of this unit, since the drill began. */
  readonly facts: readonly UnitFact[];
}

/** Whether a condition holds at an instant, as far as is known by then. */
export function holds(condition: Condition, scene: UnitScene, atMs: number): boolean {
  if ('all' in condition) return condition.all.every((one) => holds(one, scene, atMs));
  if ('any' in condition) return condition.any.some((one) => holds(one, scene, atMs));
  return 'inject' in condition ? injectHolds(condition, scene, atMs) : factHolds(condition, scene, atMs);
}

function injectHolds({ inject, is, afterMinutes }: InjectCondition, scene: UnitScene, atMs: number): boolean {
  const cell = scene.cells.get(inject);
  if (cell?.released == null) return false;
  const waited = scene.clock.read(atMs).elapsedMs - cell.released.elapsedMs;
  if (waited < afterMinutes * MINUTE_MS) return false;
  if (is === 'RELEASED') return true;
  const hasHappened = is.endsWith('ACKNOWLEDGED') ? cell.acknowledged !== null : isDoneIn(scene, inject, cell);
  return hasHappened !== is.startsWith('NOT_');
}

function isDoneIn(scene: UnitScene, code: string, cell: Cell): boolean {
  const inject = scene.injects.get(code);
  return inject !== undefined && doneAt(inject, cell) !== null;
}

function factHolds({ fact, is, afterMinutes }: FactCondition, scene: UnitScene, atMs: number): boolean {
  if (scene.clock.read(atMs).elapsedMs < afterMinutes * MINUTE_MS) return false;
  const isThere = scene.facts.some((one) => one.fact === fact && one.atMs <= atMs);
  return isThere === (is === 'THERE');
}

/** Instants from `floorMs` on at which a condition may begin to hold while nobody acts. */
export function changesOf(condition: Condition, scene: UnitScene, floorMs: number): number[] {
  if ('all' in condition) return condition.all.flatMap((one) => changesOf(one, scene, floorMs));
  if ('any' in condition) return condition.any.flatMap((one) => changesOf(one, scene, floorMs));
  const { clock, cells, facts } = scene;
  const after = condition.afterMinutes * MINUTE_MS;
  if ('inject' in condition) {
    const released = cells.get(condition.inject)?.released ?? null;
    return released === null ? [] : [clock.whenElapsed(released.elapsedMs + after, floorMs) ?? floorMs];
  }
  const filed = facts.filter(({ fact, atMs }) => fact === condition.fact && atMs > floorMs).map(({ atMs }) => atMs);
  return [clock.whenElapsed(after, floorMs) ?? floorMs, ...filed];
}

/** Whether a condition that does not hold may still come to hold, whatever the unit does. */
export function mayHold(condition: Condition, scene: UnitScene, atMs: number): boolean {
  if ('all' in condition) return condition.all.every((one) => mayHold(one, scene, atMs));
  if ('any' in condition) return condition.any.some((one) => mayHold(one, scene, atMs));
  if ('fact' in condition)
    return condition.is === 'THERE' || !scene.facts.some(({ fact, atMs: at }) => fact === condition.fact && at <= atMs);
  const cell = scene.cells.get(condition.inject);
  if (cell === undefined) return false;
  if (condition.is === 'NOT_ACKNOWLEDGED') return cell.acknowledged === null;
  return condition.is !== 'NOT_COMPLETED' || !isDoneIn(scene, condition.inject, cell);
}
