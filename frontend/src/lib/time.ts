/** Time as the exercise shows it: in its own zone, without the year on screen, paused clocks aside. */

interface Parts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formatters.set(zone, made);
  return made;
}

/** The wall-clock parts of an instant in an IANA zone. */
export function partsIn(instant: Date, zone: string): Parts {
  const found = new Map(
    formatterOf(zone)
      .formatToParts(instant)
      .map((part) => [part.type, Number(part.value)]),
  );
  const read = (name: Intl.DateTimeFormatPartTypes) => found.get(name) ?? 0;
  return {
    year: read('year'),
    month: read('month'),
    day: read('day'),
    hour: read('hour'),
    minute: read('minute'),
    second: read('second'),
  };
}

const two = (value: number) => String(value).padStart(2, '0');

/** '14:32:08', or '14:32' without seconds. */
export function formatClock(instant: Date | string, zone: string, seconds = true): string {
  const { hour, minute, second } = partsIn(new Date(instant), zone);
  return seconds ? `${two(hour)}:${two(minute)}:${two(second)}` : `${two(hour)}:${two(minute)}`;
}

/** '09-16'. */
export function formatDay(instant: Date | string, zone: string): string {
  const { month, day } = partsIn(new Date(instant), zone);
  return `${two(month)}-${two(day)}`;
}

/** '2026-09-16', for what outlives an exercise. */
export function formatDate(instant: Date | string, zone: string): string {
  const { year, month, day } = partsIn(new Date(instant), zone);
  return `${year}-${two(month)}-${two(day)}`;
}

export interface MomentFormat {
  readonly zone: string;
  /** With it, an instant of the same day is shown without its date. */
  readonly now?: Date | undefined;
  readonly seconds?: boolean | undefined;
}

/** Same day '14:32:08', other day '09-15 16:31'. */
export function formatMoment(instant: Date | string | null | undefined, format: MomentFormat): string {
  if (instant == null) return '—';
  const clock = formatClock(instant, format.zone, format.seconds ?? false);
  const day = formatDay(instant, format.zone);
  if (format.now && day === formatDay(format.now, format.zone)) return clock;
  return `${day} ${clock}`;
}

/** 'UTC+8' for the zone at that instant. */
export function zoneName(zone: string, instant: Date = new Date()): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'shortOffset' }).formatToParts(instant);
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  return name.replace('GMT', 'UTC');
}

/** Countdown '06:27:52'; past the end it stays at '00:00:00'. */
export function formatCountdown(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(':');
}

export interface Duration {
  readonly days: number;
  readonly hours: number;
  readonly minutes: number;
}

/** Whole days, hours and minutes of a length of time, rounded down; a deadline never looks further away than it is. */
export function durationOf(milliseconds: number): Duration {
  const minutes = Math.floor(Math.abs(milliseconds) / 60_000);
  return { days: Math.floor(minutes / 1440), hours: Math.floor(minutes / 60) % 24, minutes: minutes % 60 };
}

/** Milliseconds the zone is ahead of UTC at that instant. */
function offsetAt(instant: number, zone: string): number {
  const { year, month, day, hour, minute, second } = partsIn(new Date(instant), zone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000;
}

/**
 * The instant of a wall time in a zone; takes what a `datetime-local` field holds ('2026-09-16T10:51').
 * Returns null for an empty or unreadable field.
 */
export function instantOf(wall: string, zone: string): string | null {
  const asUtc = Date.parse(`${wall}${wall.length === 16 ? ':00' : ''}Z`);
  if (Number.isNaN(asUtc)) return null;
  const first = asUtc - offsetAt(asUtc, zone);
  return new Date(asUtc - offsetAt(first, zone)).toISOString();
}

/** The reverse of instantOf: what a `datetime-local` field needs ('2026-09-16T10:51:07'). */
export function wallTimeOf(instant: string | null | undefined, zone: string): string {
  if (!instant) return '';
  const { year, month, day, hour, minute, second } = partsIn(new Date(instant), zone);
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}`;
}

export interface ExerciseWindow {
  readonly startsAt: string;
  readonly endsAt: string;
  readonly timeZone: string;
  readonly dailyOpensAt?: string | null;
  readonly dailyClosesAt?: string | null;
}

export interface DayOfExercise {
  /** 1-based; 0 before the first day. */
  readonly day: number;
  readonly days: number;
  /** When today's window closes, or the exercise ends; null outside the exercise. */
  readonly closesAt: Date | null;
  /** False before today's opening and after its closing. */
  readonly isOpen: boolean;
}

const dayNumber = (instant: Date, zone: string) => {
  const { year, month, day } = partsIn(instant, zone);
  return Date.UTC(year, month - 1, day) / 86_400_000;
};

/** Which day of the exercise it is, and when today's window closes. */
export function dayOfExercise(window: ExerciseWindow, now: Date): DayOfExercise {
  const zone = window.timeZone;
  const [start, end] = [new Date(window.startsAt), new Date(window.endsAt)];
  const first = dayNumber(start, zone);
  // The end is half-open: an exercise that ends at midnight has no further day.
  const days = dayNumber(new Date(end.getTime() - 1), zone) - first + 1;
  const day = Math.max(0, Math.min(days, dayNumber(now, zone) - first + 1));
  if (now < start || now >= end) return { day, days, closesAt: null, isOpen: false };
  const today = wallTimeOf(now.toISOString(), zone).slice(0, 10);
  const at = (clock: string) => new Date(instantOf(`${today}T${clock}`, zone) ?? end);
  const closes = window.dailyClosesAt ? at(window.dailyClosesAt) : end;
  const opens = window.dailyOpensAt ? at(window.dailyOpensAt) : start;
  const closesAt = closes < end ? closes : end;
  return { day, days, closesAt, isOpen: now >= opens && now < closesAt };
}
