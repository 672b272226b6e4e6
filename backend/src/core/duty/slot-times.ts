/** When a shift really is: wall time of the roster's zone turned into instants. */
import { Temporal } from 'temporal-polyfill';
import { kindOf, type RosterRule, type ShiftKind, type SlotRef } from './roster.js';

/** A shift with its instants, half-open. */
export interface SlotTimes extends SlotRef {
  readonly kind: ShiftKind;
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** Minutes it lasts in truth. */
  readonly minutes: number;
  /** Minutes its wall times say; another figure than `minutes` where the clocks change. */
  readonly wallMinutes: number;
}

const HOUR_MS = 3_600_000;

/** Whether it is a calendar date `yyyy-mm-dd` that exists. */
export function isDate(text: string): boolean {
  try {
    return /^\d{4}-\d\d-\d\d$/.test(text) && Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() === text;
  } catch {
    return false;
  }
}

/** The date so many days later. */
export function addDays(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

/** Whole days from one date to the other; negative when it is earlier. */
export function daysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'day' }).days;
}

/** All dates from one to the other, both included. */
export function datesOf(from: string, to: string): string[] {
  const dates: string[] = [];
  for (let date = from; date <= to; date = addDays(date, 1)) dates.push(date);
  return dates;
}

/** The local date of an instant. */
export function dateIn(instant: Date, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone).toPlainDate().toString();
}

/**
 * The instants of a shift. A wall time that the change of clocks skips or repeats is taken as calendars do
 * (`compatible`): skipped = later by the gap, repeated = the first one.
 */
export function timesOf(kind: ShiftKind, date: string, zone: string): SlotTimes {
  const endDate = kind.endsAt > kind.startsAt ? date : addDays(date, 1);
  const [startsAt, endsAt] = [instantOf(date, kind.startsAt, zone), instantOf(endDate, kind.endsAt, zone)];
  const minutes = Math.round((endsAt.getTime() - startsAt.getTime()) / 60_000);
  return { kindKey: kind.key, date, kind, startsAt, endsAt, minutes, wallMinutes: wallMinutesOf(kind) };
}

/** The instants of a slot by its key; null when the roster has no such kind or the date is none. */
export function slotTimes(rule: RosterRule, { kindKey, date }: SlotRef): SlotTimes | null {
  const kind = kindOf(rule, kindKey);
  return kind === null || !isDate(date) ? null : timesOf(kind, date, rule.zone);
}

/** Slots of these kinds that hold at the instant; a shift lasts 25 hours at most, so two dates are enough. */
export function slotsAt(rule: RosterRule, kinds: readonly ShiftKind[], at: Date): SlotTimes[] {
  const today = dateIn(at, rule.zone);
  const near = kinds.flatMap((kind) => [addDays(today, -1), today].map((date) => timesOf(kind, date, rule.zone)));
  return near.filter(({ startsAt, endsAt }) => startsAt <= at && at < endsAt);
}

/** Hours of a length in minutes, rounded to a hundredth: 11.5. */
export function hoursOf(minutes: number): number {
  return Math.round((minutes * 60_000 * 100) / HOUR_MS) / 100;
}

function wallMinutesOf({ startsAt, endsAt }: ShiftKind): number {
  const length = minuteOf(endsAt) - minuteOf(startsAt);
  return length > 0 ? length : length + 1440;
}

function minuteOf(wall: string): number {
  const [hour = 0, minute = 0] = wall.split(':').map(Number);
  return hour * 60 + minute;
}

function instantOf(date: string, wall: string, zone: string): Date {
  const local = Temporal.PlainDateTime.from(`${date}T${wall}`);
  return new Date(local.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds);
}
