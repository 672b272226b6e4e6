/** Wall times 当地时间 and instants: what a planner writes is local, what is counted are instants. */
import { Temporal } from 'temporal-polyfill';

const LOCAL = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const DATE = /^\d{4}-\d\d-\d\d$/;

/** Whether a name is an IANA zone, e.g. `Asia/Shanghai`. */
export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return name.includes('/') || name === 'UTC';
  } catch {
    return false;
  }
}

/** Whether a text is a local `HH:mm`. */
export function isTime(text: string): boolean {
  return TIME.test(text);
}

/** Whether a text is a local minute `yyyy-MM-ddTHH:mm` of a day that exists. */
export function isLocal(text: string): boolean {
  return LOCAL.test(text) && isDate(text.slice(0, 10)) && isTime(text.slice(11));
}

/** Whether a text is a day that exists, `yyyy-MM-dd`. */
export function isDate(text: string): boolean {
  if (!DATE.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** The instant of a local minute in a zone; one that does not exist or comes twice is read as `compatible`. */
export function instantOf(local: string, zone: string): Date {
  return new Date(Temporal.PlainDateTime.from(local).toZonedDateTime(zone).epochMilliseconds);
}

/** How a local minute lies in its zone: `ONCE`, `SKIPPED` by a change of the clocks, or `TWICE` on it. */
export function occurrenceOf(local: string, zone: string): 'ONCE' | 'SKIPPED' | 'TWICE' {
  const plain = Temporal.PlainDateTime.from(local);
  const earlier = plain.toZonedDateTime(zone, { disambiguation: 'earlier' });
  const later = plain.toZonedDateTime(zone, { disambiguation: 'later' });
  if (earlier.epochMilliseconds === later.epochMilliseconds) return 'ONCE';
  return earlier.toPlainDateTime().equals(plain) ? 'TWICE' : 'SKIPPED';
}

/** The local minute `yyyy-MM-ddTHH:mm` at an instant. */
export function localOf(at: Date, zone: string): string {
  return zonedOf(at, zone).toPlainDateTime().toString({ smallestUnit: 'minute' });
}

/** The local day `yyyy-MM-dd` at an instant. */
export function dateOf(at: Date, zone: string): string {
  return zonedOf(at, zone).toPlainDate().toString();
}

/** The same wall time so many days later, or earlier for a negative number. */
export function plusDays(at: Date, days: number, zone: string): Date {
  return new Date(zonedOf(at, zone).add({ days }).epochMilliseconds);
}

/** The day so many days after another. */
export function dayAfter(date: string, days = 1): string {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

/** Minutes between two local times if no clock were changed in between. */
export function wallMinutes(from: string, to: string): number {
  return Temporal.PlainDateTime.from(from).until(Temporal.PlainDateTime.from(to)).total('minutes');
}

function zonedOf(at: Date, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);
}
