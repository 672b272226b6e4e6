/** Times of a chronogram: offsets, times of day, dates. */
import { offsetText, readOffset } from './offset.js';
import type { SheetCell } from './sheet.js';
import type { RowReader } from './sheet-row.js';

/** Where T+00:00 lies in the times of the sheet. */
export interface SheetStart {
  /** Seconds since 1970 of the start, if its day is known. */
  readonly instant: number | null;
  /** Seconds of the day at which it starts; null: times of day are offsets. */
  readonly timeOfDay: number | null;
}

/** Where T+00:00 lies: reads `HH:mm` or `YYYY-MM-DD HH:mm`. */
export function startOf(text: string): SheetStart {
  const match = /^(?:(\d{4})-(\d{1,2})-(\d{1,2})[\sT]+)?([01]?\d|2[0-3]):([0-5]\d)$/.exec(text.trim());
  if (match === null) return { instant: null, timeOfDay: null };
  const [year, month = '1', day = '1', hour, minute] = match.slice(1);
  const timeOfDay = Number(hour) * 3600 + Number(minute) * 60;
  const midnight = year === undefined ? null : Date.UTC(Number(year), Number(month) - 1, Number(day)) / 1000;
  return { instant: midnight === null ? null : midnight + timeOfDay, timeOfDay };
}

/** The planned time in seconds; null for none or none that can be read. */
export function readTime(row: RowReader, start: SheetStart): number | null {
  const text = row.text('time');
  const cell = row.cell('time');
  if (text === '' || cell === null) return null;
  const seconds = secondsOf(cell, start);
  if (seconds === 'NO_START') row.say('NO_START', 'time', { value: text });
  else if (seconds === null) row.say('BAD_TIME', 'time', { value: text });
  else if (seconds < 0) row.say('BEFORE_START', 'time', { value: text, at: offsetText(seconds) });
  return typeof seconds === 'number' ? seconds : null;
}

function secondsOf(cell: SheetCell, start: SheetStart): number | null | 'NO_START' {
  const instant = instantOf(cell);
  if (instant !== null) return start.instant === null ? 'NO_START' : Math.round(instant - start.instant);
  const time = timeOfDay(cell);
  return time === null ? readOffset(cell.text) : afterStart(time, start);
}

/** Seconds since 1970 of a date, wall time. */
function instantOf({ kind, value, text }: SheetCell): number | null {
  if (kind === 'DATE') return value;
  const dated = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[\sT]+(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text.trim());
  if (dated === null) return null;
  const parts = dated.slice(1).map((part) => Number(part ?? 0));
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
}

function timeOfDay({ kind, value, text }: SheetCell): number | null {
  if (kind === 'SPAN' && value !== null) return Math.round(value);
  const clock = /^(\d{1,2}):([0-5]\d)(?::([0-5]\d))?$/.exec(text.trim());
  return clock === null ? null : Number(clock[1]) * 3600 + Number(clock[2]) * 60 + Number(clock[3] ?? 0);
}

/** A time of day after the start; before it means the next day. */
function afterStart(seconds: number, { timeOfDay }: SheetStart): number {
  if (timeOfDay === null) return seconds;
  return seconds >= timeOfDay ? seconds - timeOfDay : seconds + 86_400 - timeOfDay;
}
