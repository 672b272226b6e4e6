/** How a drill is shown: every inject at every unit, with its state, times and limit at an instant. */
import { type Inject, orderedInjects, plannedSeconds } from '../plan/plan.js';
import { type Cell, countsFrom, doneAt, type DrillFold, foldDrill } from './cells.js';
import type { ClockReading } from './clock.js';
import { mayHold, type UnitScene } from './conditions.js';
import { type DrillScene, isOpenFor, sceneOf } from './due.js';

export const CELL_STATES = [
  'WAITING',
  'DUE',
  'RELEASED',
  'ACKNOWLEDGED',
  'COMPLETED',
  'OVERDUE',
  'COMPLETED_LATE',
  'TAKEN_BACK',
  'NOT_TRIGGERED',
] as const;
export type CellState = (typeof CELL_STATES)[number];

/** One inject at one unit, as it is shown. Seconds are whole, of elapsed drill time. */
export interface CellView extends Used {
  readonly code: string;
  readonly unitId: string;
  readonly state: CellState;
  readonly cell: Cell;
}

interface Used {
  /** From when the limit counts to when it was done, or until now; null before it counts. */
  readonly usedSeconds: number | null;
  readonly limitSeconds: number | null;
  /** When the limit passes if the clock runs on as it does; null when it stands, is done or nothing is expected. */
  readonly deadlineMs: number | null;
}

/** A drill at an instant. */
export interface DrillView {
  readonly clock: ClockReading;
  readonly fold: DrillFold;
  /** Injects in their order. */
  readonly injects: readonly Inject[];
  /** By inject in their order, then by unit; only what is addressed to the unit. */
  readonly cells: readonly CellView[];
}

/** Folds a drill and shows it at an instant. */
export function drillView(scene: DrillScene, nowMs: number): DrillView {
  const fold = foldDrill(scene, scene.acts);
  const atMs = Math.min(nowMs, fold.clock.endedAtMs ?? nowMs);
  const injects = orderedInjects(scene.content);
  const scenes = scene.units.map((unit) => ({ unitId: unit.id, unitScene: sceneOf(scene, fold, unit.id) }));
  const cells = injects.flatMap((inject) =>
    scenes.flatMap(({ unitId, unitScene }) => {
      const cell = unitScene.cells.get(inject.code);
      if (cell === undefined) return [];
      const used = usedBy(inject, cell, { fold, atMs });
      const state =
        cell.released === null ? stateBefore(inject, cell, { unitScene, atMs }) : stateAfter(inject, cell, used);
      return [{ code: inject.code, unitId, state, cell, ...used }];
    }),
  );
  return { clock: fold.clock.read(atMs), fold, injects, cells };
}

/** Before it is released: waiting, due (a facilitator's hand or the next look), or never any more. */
function stateBefore(
  inject: Inject,
  cell: Cell,
  { unitScene, atMs }: { readonly unitScene: UnitScene; readonly atMs: number },
): CellState {
  const { clock, cells } = unitScene;
  if (cell.isTakenBack) return 'TAKEN_BACK';
  if (clock.state === 'ENDED') return 'NOT_TRIGGERED';
  const { trigger } = inject;
  if (trigger.kind === 'CONDITION') return mayHold(trigger.when, unitScene, atMs) ? 'WAITING' : 'NOT_TRIGGERED';
  const planned = plannedSeconds(inject);
  const isReached = clock.state !== 'PREPARED' && planned !== null && clock.read(atMs).positionMs >= planned * 1000;
  // A timed one that waits for another is none for the facilitator's hand yet.
  return isReached && (isOpenFor(inject, cells) || trigger.kind === 'TIMED') ? 'DUE' : 'WAITING';
}

function stateAfter(inject: Inject, cell: Cell, { usedSeconds, limitSeconds }: Used): CellState {
  const isLate = usedSeconds !== null && limitSeconds !== null && usedSeconds > limitSeconds;
  if (doneAt(inject, cell) !== null) return isLate ? 'COMPLETED_LATE' : 'COMPLETED';
  if (isLate) return 'OVERDUE';
  return cell.acknowledged === null ? 'RELEASED' : 'ACKNOWLEDGED';
}

function usedBy(inject: Inject, cell: Cell, { fold, atMs }: { readonly fold: DrillFold; readonly atMs: number }): Used {
  const limitSeconds = inject.expectation === null ? null : inject.expectation.withinMinutes * 60;
  const from = countsFrom(inject, cell);
  if (from === null) return { usedSeconds: null, limitSeconds, deadlineMs: null };
  const done = doneAt(inject, cell);
  const untilMs = done === null ? fold.clock.read(atMs).elapsedMs : done.elapsedMs;
  // Rounded up: a second begun after the limit is late.
  const usedSeconds = Math.ceil((untilMs - from.elapsedMs) / 1000);
  const isOpen = done === null && limitSeconds !== null;
  const deadlineMs = isOpen ? fold.clock.whenElapsed(from.elapsedMs + limitSeconds * 1000, from.atMs) : null;
  return { usedSeconds, limitSeconds, deadlineMs };
}

/** Whether what was expected was never done, now that it no longer can be. */
export function isMissed({ cell, state }: CellView, inject: Inject, { state: drillState }: ClockReading): boolean {
  const isOver = drillState === 'ENDED' && cell.released !== null && inject.expectation !== null;
  return isOver && !state.startsWith('COMPLETED');
}
