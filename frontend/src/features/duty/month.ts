/** Months as a calendar shows them: whole weeks from Monday, local dates as text. */

const DAY_MS = 86_400_000;

function utcOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`);
}

/** The date so many days later. */
export function plusDays(date: string, days: number): string {
  return new Date(utcOf(date) + days * DAY_MS).toISOString().slice(0, 10);
}

/** '2026-10' so many months later. */
export function plusMonths(month: string, months: number): string {
  const [year = 1970, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 7);
}

/** 0 = Monday. */
export function weekdayOf(date: string): number {
  return (new Date(utcOf(date)).getUTCDay() + 6) % 7;
}

/** First and last date of the whole weeks that a month touches. */
export function weeksOf(month: string): { from: string; to: string } {
  const first = `${month}-01`;
  const last = plusDays(`${plusMonths(month, 1)}-01`, -1);
  return { from: plusDays(first, -weekdayOf(first)), to: plusDays(last, 6 - weekdayOf(last)) };
}

/** All dates from one to the other, both included. */
export function datesOf(from: string, to: string): string[] {
  return Array.from({ length: Math.round((utcOf(to) - utcOf(from)) / DAY_MS) + 1 }, (_, day) => plusDays(from, day));
}

/** '10-05', the way dates stand in running text. */
export function shortDate(date: string): string {
  return date.slice(5);
}

const FIXED: Readonly<Record<string, Festival>> = { '01-01': 'newYear', '05-01': 'labour', '10-01': 'national' };
const LUNAR: Readonly<Record<string, Festival>> = {
  '1-1': 'spring',
  '1-15': 'lantern',
  '5-5': 'dragonBoat',
  '8-15': 'midAutumn',
  '9-9': 'doubleNinth',
};
export type Festival =
  'newYear' | 'labour' | 'national' | 'spring' | 'lantern' | 'dragonBoat' | 'midAutumn' | 'doubleNinth';

/** The festival of a date, by the Gregorian or the Chinese calendar; null for none. */
export function festivalOf(date: string): Festival | null {
  const fixed = FIXED[date.slice(5)];
  if (fixed) return fixed;
  const parts = new Intl.DateTimeFormat('en-u-ca-chinese', { month: 'numeric', day: 'numeric', timeZone: 'UTC' });
  const found = new Map(parts.formatToParts(new Date(utcOf(date))).map(({ type, value }) => [type, value]));
  // A leap month is spelled '6bis' and has no festivals.
  return LUNAR[`${found.get('month') ?? ''}-${found.get('day') ?? ''}`] ?? null;
}
