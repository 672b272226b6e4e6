import type { PeriodHead } from '../period/documents.js';
import { wallTimeOf } from '../../../lib/time.js';
import type { CycleEntry, PublishedWindow } from './documents.js';

/** A line of the year, whatever it stands for. */
export interface YearLine {
  readonly key: string;
  readonly sort: 'PERIOD' | 'CYCLE' | 'WINDOW';
  readonly name: { readonly zh: string; readonly en: string };
  /** Local days `yyyy-MM-dd`; `until` is included. A whole month for what is known by its month only. */
  readonly from: string;
  readonly until: string;
  /** As it is said, in local minutes. */
  readonly spans: readonly { readonly startsLocal: string; readonly endsLocal: string }[];
  readonly entry: CycleEntry | null;
  readonly window: PublishedWindow | null;
  readonly periodId: string | null;
}

const two = (value: number): string => String(value).padStart(2, '0');
const lastDay = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();
/** The last day a half-open span touches. */
function lastDayOf(local: string): string {
  const day = new Date(`${local}:00Z`);
  day.setUTCMinutes(day.getUTCMinutes() - 1);
  return day.toISOString().slice(0, 10);
}

/** Periods of the exercise, one line for each window in that year. */
export function periodLines(periods: readonly PeriodHead[], year: number): YearLine[] {
  return periods.flatMap(({ id, name, zone, windows }) =>
    windows
      .map(({ startsAt, endsAt }) => ({
        startsLocal: wallTimeOf(startsAt, zone).slice(0, 16),
        endsLocal: wallTimeOf(endsAt, zone).slice(0, 16),
      }))
      .filter(
        ({ startsLocal, endsLocal }) =>
          startsLocal.slice(0, 4) <= String(year) && endsLocal.slice(0, 4) >= String(year),
      )
      .map((span, index) => ({
        key: `${id}/${index}`,
        sort: 'PERIOD' as const,
        name: { zh: name, en: name },
        from: span.startsLocal.slice(0, 10),
        until: lastDayOf(span.endsLocal),
        spans: [span],
        entry: null,
        window: null,
        periodId: id,
      })),
  );
}

/** What comes every year, in its month or on its days. */
export function cycleLines(cycle: readonly CycleEntry[], year: number): YearLine[] {
  return cycle.map((entry) => {
    const from = `${year}-${entry.from ?? `${two(entry.month)}-01`}`;
    const until = `${year}-${entry.until ?? entry.from ?? `${two(entry.month)}-${two(lastDay(year, entry.month))}`}`;
    const spans = entry.from === null ? [] : [{ startsLocal: `${from}T00:00`, endsLocal: `${until}T18:00` }];
    return {
      key: entry.key,
      sort: 'CYCLE' as const,
      name: entry.name,
      from,
      until,
      spans,
      entry,
      window: null,
      periodId: null,
    };
  });
}

/** Published windows, on the same days of the year asked for: to start from, and to compare. */
export function windowLines(windows: readonly PublishedWindow[], year: number): YearLine[] {
  return windows.flatMap((window) => {
    const spans = window.spans.flatMap(({ startsLocal, endsLocal }) => {
      if (endsLocal === null) return [];
      const first = startsLocal.startsWith('--') ? year : Number(startsLocal.slice(0, 4));
      const last = endsLocal.startsWith('--') ? year : Number(endsLocal.slice(0, 4));
      const move = (local: string, to: number): string => `${to}-${local.replace(/^(\d{4}-|--)/, '')}`;
      return [{ startsLocal: move(startsLocal, year), endsLocal: move(endsLocal, year + last - first) }];
    });
    return spans.map((span, index) => ({
      key: `${window.key}/${index}`,
      sort: 'WINDOW' as const,
      name: window.name,
      from: span.startsLocal.slice(0, 10),
      until: lastDayOf(span.endsLocal),
      spans,
      entry: null,
      window,
      periodId: null,
    }));
  });
}

/** The windows of a line as the form of a new period takes them. */
export function windowsQuery({ spans }: YearLine): string {
  return spans.map(({ startsLocal, endsLocal }) => `${startsLocal}~${endsLocal}`).join(',');
}

/** The day after, for calendars whose ends are not included. */
export const dayAfter = (day: string): string => plus(day, 1);
export const weekAfter = (day: string): string => plus(day, 7);

/** The first Monday on or after a day. */
export function firstMonday(day: string): string {
  return plus(day, (8 - new Date(`${day}T00:00:00Z`).getUTCDay()) % 7);
}

function plus(day: string, days: number): string {
  const moved = new Date(`${day}T00:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + days);
  return moved.toISOString().slice(0, 10);
}
