/** How every inject stands at one unit, folded from the acts. Times are of the drill's clock, see `DrillClock`. */
import type { Inject, PlanContent } from '../plan/plan.js';
import type { DrillAct, DrillUnit, PlacedAct } from './acts.js';
import { isClockAct, isPlaced } from './acts.js';
import { DrillClock } from './clock.js';

/** An instant with the drill time that had run by then. */
export interface Moment {
  readonly atMs: number;
  readonly elapsedMs: number;
}

/** One inject at one unit. */
export interface Cell {
  released: (Moment & { readonly by: 'TIMER' | 'HAND' }) | null;
  /** The last release was taken back; only a hand releases it again. */
  isTakenBack: boolean;
  /** How often it was released, those taken back included. */
  releases: number;
  acknowledged: Moment | null;
  completed: (Moment & { readonly text: string; readonly evidenceIds: readonly string[] }) | null;
  /** Reminders to acknowledge. */
  reminded: number;
  /** Told once that the limit has passed. */
  isLateTold: boolean;
  /** How far up the chain it has gone. */
  level: number;
  called: number;
  marks: { readonly points: string; readonly comment: string; readonly atMs: number } | null;
}

/** A drill as its acts left it. */
export interface DrillFold {
  readonly clock: DrillClock;
  /** By unit, then by inject code; only what is addressed to the unit. */
  readonly cells: ReadonlyMap<string, ReadonlyMap<string, Cell>>;
  /** The last instant anything happened. */
  readonly lastMs: number;
}

/** What a drill is run with. */
export interface DrillFrame {
  readonly content: PlanContent;
  readonly units: readonly DrillUnit[];
}

/** Whether an inject is for this unit. */
export function isFor(inject: Inject, unit: DrillUnit): boolean {
  return inject.units === null || inject.units.includes(unit.name);
}

/** Folds the acts, in the order they were written. */
export function foldDrill({ content, units }: DrillFrame, acts: readonly DrillAct[]): DrillFold {
  const clock = new DrillClock();
  const cells = new Map(
    units.map((unit) => {
      const own = content.injects.filter((inject) => isFor(inject, unit));
      return [unit.id, new Map(own.map(({ code }) => [code, emptyCell()]))];
    }),
  );
  let lastMs = Number.NEGATIVE_INFINITY;
  for (const act of acts) {
    lastMs = Math.max(lastMs, act.atMs);
    if (isClockAct(act)) clock.apply(act);
    if (!isPlaced(act)) continue;
    const cell = cells.get(act.unitId)?.get(act.code);
    if (cell !== undefined) applyToCell(cell, act, clock);
  }
  return { clock, cells, lastMs };
}

/** Takes one more act into a cell. */
export function applyToCell(cell: Cell, act: PlacedAct, clock: DrillClock): void {
  const moment = { atMs: act.atMs, elapsedMs: clock.read(act.atMs).elapsedMs };
  switch (act.kind) {
    case 'RELEASED':
      Object.assign(cell, emptyCell(), { releases: cell.releases + 1, released: { ...moment, by: act.by } });
      break;
    case 'TAKEN_BACK':
      Object.assign(cell, emptyCell(), { releases: cell.releases, isTakenBack: true });
      break;
    case 'REMINDED':
      if (act.of === 'COMPLETE') cell.isLateTold = true;
      else cell.reminded += 1;
      break;
    case 'ESCALATED':
      cell.level = act.level;
      break;
    case 'CALLED':
      cell.called += 1;
      break;
    case 'MARKED':
      cell.marks = { points: act.points, comment: act.comment, atMs: act.atMs };
      break;
    default:
      applyResponse(cell, act, moment);
  }
}

function applyResponse(
  cell: Cell,
  act: Extract<PlacedAct, { kind: 'ACKNOWLEDGED' | 'COMPLETED' }>,
  moment: Moment,
): void {
  cell.acknowledged ??= moment;
  if (act.kind === 'COMPLETED') cell.completed = { ...moment, text: act.text, evidenceIds: act.evidenceIds };
}

function emptyCell(): Cell {
  return {
    released: null,
    isTakenBack: false,
    releases: 0,
    acknowledged: null,
    completed: null,
    reminded: 0,
    isLateTold: false,
    level: 0,
    called: 0,
    marks: null,
  };
}

/** When the unit had done what was expected; an inject that only wants to be acknowledged is done by that. */
export function doneAt(inject: Inject, cell: Cell): Moment | null {
  return inject.expectation?.kind === 'ACKNOWLEDGE' ? cell.acknowledged : cell.completed;
}

/** From when the limit counts: the acknowledgement, or the release where nothing else is expected. */
export function countsFrom(inject: Inject, cell: Cell): Moment | null {
  return inject.expectation?.kind === 'ACKNOWLEDGE' ? cell.released : cell.acknowledged;
}
