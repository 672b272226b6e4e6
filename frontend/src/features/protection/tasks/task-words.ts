import type { PeriodPhase, TaskState } from '../../../gql/schema.js';
import type { StatusLook } from '../../../ui/status.js';
import { looks } from '../../../ui/status.js';
import type { TaskCell, TaskRow } from './documents.js';

export const PHASES: readonly PeriodPhase[] = ['BEFORE', 'EVE', 'ON', 'AFTER'];

/** What a cell shows: the state, or that it is late. */
export type Shown = TaskState | 'OVERDUE';

/** A missed day of a daily task is as late as a deadline that passed. */
export function shownOf(cell: TaskCell | undefined): Shown {
  if (cell === undefined) return 'NOT_APPLICABLE';
  return cell.isOverdue || cell.missedDays.length > 0 ? 'OVERDUE' : cell.state;
}

export const shownLook: Record<Shown, StatusLook> = {
  NOT_STARTED: looks.pending,
  STARTED: looks.running,
  SUBMITTED: { icon: 'disc', tone: 'ink' },
  RETURNED: looks.returned,
  SIGNED: looks.ok,
  NOT_APPLICABLE: looks.none,
  OVERDUE: looks.late,
};

/** States of the legend, in its order. */
export const LEGEND: readonly Shown[] = [
  'SIGNED',
  'STARTED',
  'SUBMITTED',
  'RETURNED',
  'OVERDUE',
  'NOT_STARTED',
  'NOT_APPLICABLE',
];

export type Filter = 'all' | 'open' | 'waiting' | 'late';

const PASSES: Record<Filter, (shown: Shown) => boolean> = {
  all: () => true,
  open: (shown) => shown !== 'SIGNED' && shown !== 'NOT_APPLICABLE',
  waiting: (shown) => shown === 'SUBMITTED',
  late: (shown) => shown === 'OVERDUE' || shown === 'RETURNED',
};

/** Whether a cell is one of those asked for. */
export function passes(filter: Filter, cell: TaskCell): boolean {
  return PASSES[filter](shownOf(cell));
}

/** Units that are done, of those that owe it. */
export function progressOf(row: TaskRow): { readonly done: number; readonly owed: number } {
  const owed = row.cells.filter(({ state }) => state !== 'NOT_APPLICABLE');
  return { done: owed.filter(({ state }) => state === 'SIGNED').length, owed: owed.length };
}
