import type { ZeroReportState } from '../../../gql/schema.js';
import { looks, type StatusLook } from '../../../ui/status.js';

/** Exceptions alone are coloured. */
export const zeroLook: Record<ZeroReportState, StatusLook> = {
  FUTURE: looks.none,
  OPEN: looks.pending,
  IN_TIME: { icon: 'check', tone: 'ink' },
  OVERDUE: looks.near,
  LATE: looks.near,
  MISSED: looks.late,
};

/** Class of a cell. */
export function cellTone(state: ZeroReportState): string {
  if (state === 'LATE' || state === 'OVERDUE') return 'warn';
  return state === 'MISSED' ? 'err' : '';
}

/** The day of the month, as a column head. */
export function dayNumber(day: string): string {
  return String(Number(day.slice(8)));
}
