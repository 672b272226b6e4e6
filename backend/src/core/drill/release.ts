/** What people may do to an inject at a unit, and when it is refused. */
import type { Inject } from '../plan/plan.js';
import { exactText, points } from '../kernel/points.js';
import { type FieldProblem, Refusal } from '../kernel/refusal.js';
import { type Cell, doneAt, type DrillFold } from './cells.js';
import { isOpenFor } from './due.js';

/** An inject at a unit that an act is about. */
export interface CellCase {
  readonly inject: Inject;
  readonly unitId: string;
  readonly cell: Cell;
}

/** @throws Refusal WRONG_STATE unless the clock runs or is paused: before and after nobody answers */
export function requireUnderWay({ clock }: DrillFold): void {
  if (clock.state !== 'RUNNING' && clock.state !== 'PAUSED') throw new Refusal('WRONG_STATE', { state: clock.state });
}

/**
 * A release by hand: earlier than planned, or again after it was taken back; never twice, never while the clock stands,
 * never before what it needs. @throws Refusal WRONG_STATE, REQUIREMENT_OPEN
 */
export function requireReleasable(fold: DrillFold, { inject, unitId, cell }: CellCase): void {
  if (!fold.clock.isRunning) throw new Refusal('WRONG_STATE', { state: fold.clock.state });
  if (cell.released !== null) throw new Refusal('WRONG_STATE', { state: 'RELEASED', code: inject.code });
  const cells = fold.cells.get(unitId) ?? new Map<string, Cell>();
  if (isOpenFor(inject, cells)) return;
  const missing = inject.requires.filter((code) => cells.get(code)?.released == null);
  throw new Refusal('REQUIREMENT_OPEN', { code: inject.code, requires: missing.join(', ') });
}

/** A wrong release is taken back before the unit acknowledged it. @throws Refusal WRONG_STATE, ALREADY_ACKNOWLEDGED */
export function requireTakeBack(fold: DrillFold, { inject, cell }: CellCase): void {
  requireUnderWay(fold);
  if (cell.released === null) throw new Refusal('WRONG_STATE', { state: 'WAITING', code: inject.code });
  if (cell.acknowledged !== null) throw new Refusal('ALREADY_ACKNOWLEDGED', { code: inject.code });
}

/** Answers are given once, after the acknowledgement. @throws Refusal WRONG_STATE, NOT_FOUND while it is not released */
export function requireCompletable(fold: DrillFold, { inject, cell }: CellCase): void {
  requireUnderWay(fold);
  if (cell.released === null) throw new Refusal('NOT_FOUND');
  if (cell.acknowledged === null) throw new Refusal('WRONG_STATE', { state: 'RELEASED', code: inject.code });
  if (doneAt(inject, cell) !== null) throw new Refusal('WRONG_STATE', { state: 'COMPLETED', code: inject.code });
}

const FORM = /^\d{1,6}(\.\d{1,4}|\/[1-9]\d{0,5})?$/;

/** Marks are exact, from 0 to the points of the inject: a decimal, or a fraction where the plan has one. */
export function markProblems({ expectation }: Inject, given: string): FieldProblem[] {
  if (!FORM.test(given)) return [{ path: 'points', code: 'WRONG_FORM' }];
  const isTooMuch = expectation === null || points(given).gt(points(expectation.points));
  return isTooMuch ? [{ path: 'points', code: 'TOO_LARGE' }] : [];
}

/** Marks are for what was expected and released. @throws Refusal WRONG_STATE */
export function requireMarkable({ inject, cell }: CellCase): void {
  if (cell.released === null || inject.expectation === null)
    throw new Refusal('WRONG_STATE', { state: 'WAITING', code: inject.code });
}

/** Points in their one spelling. */
export function canonicalMark(given: string): string {
  return exactText(points(given));
}
