/**
 * What time brings about in a drill. The acts follow from plan, acts and facts alone, each stamped with the instant at
 * which it was due: looking every second or once after an hour gives the same acts in the same order.
 *
 * It rests on one rule of the callers: whoever writes an act of a person writes everything that was due before it first.
 */
import { type Expectation, type Inject, leavesOf, orderedInjects, plannedSeconds } from '../plan/plan.js';
import type { DrillAct, TimedAct, UnitFact } from './acts.js';
import { applyToCell, type Cell, doneAt, type DrillFold, type DrillFrame, foldDrill } from './cells.js';
import { changesOf, holds, mayHold, type UnitScene } from './conditions.js';

const MINUTE_MS = 60_000;

/** Everything a look needs. */
export interface DrillScene extends DrillFrame {
  readonly acts: readonly DrillAct[];
  readonly facts: readonly UnitFact[];
}

/** The acts due by `nowMs` that are not written yet, in the order in which they are to be written; the first `most`. */
export function dueActs(scene: DrillScene, nowMs: number, most = Number.POSITIVE_INFINITY): TimedAct[] {
  const fold = foldDrill(scene, scene.acts);
  if (!fold.clock.isRunning) return [];
  const runs = unitRuns(scene, fold);
  const due: TimedAct[] = [];
  while (due.length < most) {
    const next = earliest(runs);
    if (next === null || next.act.atMs > nowMs) break;
    due.push(next.act);
    next.run.take(next.act);
  }
  return due;
}

/** The instant at which the next act falls due if nobody acts; null when none will. */
export function nextDueAt(scene: DrillScene): number | null {
  const fold = foldDrill(scene, scene.acts);
  return fold.clock.isRunning ? (earliest(unitRuns(scene, fold))?.act.atMs ?? null) : null;
}

/** Whether an inject that was not released waits for something a unit may file at any moment. */
export function waitsForFacts(scene: DrillScene): boolean {
  const fold = foldDrill(scene, scene.acts);
  return fold.clock.isRunning && unitRuns(scene, fold).some((run) => run.waitsForFacts());
}

/** What comes next at each unit, whether due yet or not: one act per inject that time will release or urge. */
export function upcomingActs(scene: DrillScene): TimedAct[] {
  const fold = foldDrill(scene, scene.acts);
  return fold.clock.isRunning ? unitRuns(scene, fold).flatMap((run) => run.candidates()) : [];
}

function unitRuns(scene: DrillScene, fold: DrillFold): UnitRun[] {
  const injects = orderedInjects(scene.content);
  return scene.units.map((unit) => new UnitRun(unit.id, injects, sceneOf(scene, fold, unit.id), fold.lastMs));
}

/** The scene of one unit, as conditions are judged on it. */
export function sceneOf(scene: DrillScene, { clock, cells }: DrillFold, unitId: string): UnitScene {
  const since = clock.startedAtMs ?? Number.POSITIVE_INFINITY;
  return {
    clock,
    injects: new Map(scene.content.injects.map((inject) => [inject.code, inject])),
    cells: cells.get(unitId) ?? new Map<string, Cell>(),
    facts: scene.facts.filter((fact) => fact.unitId === unitId && fact.atMs >= since),
  };
}

/** At the same instant: by the order of injects, then of units. */
function earliest(runs: readonly UnitRun[]): { run: UnitRun; act: TimedAct } | null {
  let best: { run: UnitRun; act: TimedAct; rank: number } | null = null;
  for (const run of runs) {
    const next = run.next();
    if (next === null) continue;
    const isSooner =
      best === null || next.act.atMs < best.act.atMs || (next.act.atMs === best.act.atMs && next.rank < best.rank);
    if (isSooner) best = { run, ...next };
  }
  return best;
}

interface Candidate {
  readonly act: TimedAct;
  readonly rank: number;
}

/** One unit's part: units never wait for each other. */
class UnitRun {
  private found: Candidate | null | undefined;

  constructor(
    private readonly unitId: string,
    private readonly injects: readonly Inject[],
    private readonly scene: UnitScene,
    private floorMs: number,
  ) {}

  /** The act that falls due first; of several at once the one of the earliest inject. */
  next(): Candidate | null {
    if (this.found !== undefined) return this.found;
    let best: Candidate | null = null;
    this.injects.forEach((inject, rank) => {
      const act = this.actOn(inject);
      if (act !== null && (best === null || act.atMs < best.act.atMs)) best = { act, rank };
    });
    this.found = best;
    return best;
  }

  candidates(): TimedAct[] {
    return this.injects.flatMap((inject) => this.actOn(inject) ?? []);
  }

  take(act: TimedAct): void {
    const cell = this.scene.cells.get(act.code);
    if (cell !== undefined) applyToCell(cell, act, this.scene.clock);
    this.floorMs = Math.max(this.floorMs, act.atMs);
    this.found = undefined;
  }

  waitsForFacts(): boolean {
    return this.injects.some((inject) => {
      const cell = this.scene.cells.get(inject.code);
      const isOpen = cell?.released === null && !cell.isTakenBack && inject.trigger.kind === 'CONDITION';
      return isOpen && asksForFacts(inject) && mayHold(whenOf(inject), this.scene, this.floorMs);
    });
  }

  private actOn(inject: Inject): TimedAct | null {
    const cell = this.scene.cells.get(inject.code);
    if (cell === undefined) return null;
    return cell.released === null ? this.releaseOf(inject, cell) : this.urgingOf(inject, cell);
  }

  private releaseOf(inject: Inject, cell: Cell): TimedAct | null {
    if (cell.isTakenBack || !isOpenFor(inject, this.scene.cells)) return null;
    const atMs = this.releaseAt(inject);
    return atMs === null ? null : { kind: 'RELEASED', atMs, code: inject.code, unitId: this.unitId, by: 'TIMER' };
  }

  private releaseAt(inject: Inject): number | null {
    const { trigger } = inject;
    if (trigger.kind === 'MANUAL') return null;
    const fromMs = this.scene.clock.whenPosition((plannedSeconds(inject) ?? 0) * 1000, this.floorMs);
    if (fromMs === null || trigger.kind === 'TIMED') return fromMs;
    const instants = changesOf(trigger.when, this.scene, fromMs).filter((atMs) => atMs > fromMs);
    return [fromMs, ...instants.sort((a, b) => a - b)].find((atMs) => holds(trigger.when, this.scene, atMs)) ?? null;
  }

  /** Before the acknowledgement reminder and chain, after it one word when the limit has passed. */
  private urgingOf(inject: Inject, cell: Cell): TimedAct | null {
    const { expectation, code } = inject;
    if (expectation === null || doneAt(inject, cell) !== null) return null;
    const place = { code, unitId: this.unitId };
    if (cell.acknowledged === null) return this.chasing(expectation, cell, place);
    if (expectation.remindMinutes === 0 || cell.isLateTold) return null;
    const atMs = this.after(cell.acknowledged.elapsedMs, expectation.withinMinutes);
    return atMs === null ? null : { ...place, kind: 'REMINDED', atMs, of: 'COMPLETE' };
  }

  private chasing(
    expectation: Expectation,
    cell: Cell,
    place: { readonly code: string; readonly unitId: string },
  ): TimedAct | null {
    const step = stepAfter(expectation, cell);
    const atMs = step === null ? null : this.after(cell.released?.elapsedMs ?? 0, step.minutes);
    if (step === null || atMs === null) return null;
    if (step.level === 0) return { ...place, kind: 'REMINDED', atMs, of: 'ACKNOWLEDGE' };
    return { ...place, kind: 'ESCALATED', atMs, level: step.level, to: step.to };
  }

  private after(elapsedMs: number, minutes: number): number | null {
    return this.scene.clock.whenElapsed(elapsedMs + minutes * MINUTE_MS, this.floorMs);
  }
}

/** Whether everything an inject needs before it has been released to the unit. */
export function isOpenFor(inject: Inject, cells: ReadonlyMap<string, Cell>): boolean {
  return inject.requires.every((code) => cells.get(code)?.released != null);
}

/** A step on the way up while nobody acknowledges. `level` 0 is the reminder, 1 the first of the chain. */
export interface UrgingStep {
  readonly level: number;
  readonly to: string;
  /** Since the release. */
  readonly minutes: number;
}

/**
 * The reminder after `remindMinutes`, then one of the chain after each further `remindMinutes`. Without reminders the
 * chain goes by the limit.
 */
export function urgingSteps({ remindMinutes, withinMinutes, escalateTo }: Expectation): UrgingStep[] {
  const every = remindMinutes > 0 ? remindMinutes : withinMinutes;
  const first = remindMinutes > 0 ? [{ level: 0, to: '' }] : [];
  const chain = escalateTo.map((to, index) => ({ level: index + 1, to }));
  return [...first, ...chain].map((step, index) => ({ ...step, minutes: every * (index + 1) }));
}

/** The next step that was not taken yet. */
export function stepAfter(expectation: Expectation, { reminded, level }: Cell): UrgingStep | null {
  const isNext = (step: UrgingStep): boolean => (step.level === 0 ? reminded === 0 && level === 0 : step.level > level);
  return urgingSteps(expectation).find(isNext) ?? null;
}

function whenOf({ trigger }: Inject) {
  return trigger.kind === 'CONDITION' ? trigger.when : { all: [] };
}

/** Whether the release of an inject depends on what a unit files. */
export function asksForFacts({ trigger }: Inject): boolean {
  return trigger.kind === 'CONDITION' && leavesOf(trigger.when).some((leaf) => 'fact' in leaf);
}
