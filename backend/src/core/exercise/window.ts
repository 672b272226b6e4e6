/**
 * When an exercise is open. The daily window is local wall time in the exercise's own zone and half-open:
 * `09:00–21:00` ends at 21:00:00 sharp. A window that closes before it opens runs over midnight.
 */
export interface ExerciseWindow {
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** IANA name. */
  readonly timeZone: string;
  /** Local `HH:mm`; null together with `dailyClosesAt` = open around the clock. */
  readonly dailyOpensAt: string | null;
  readonly dailyClosesAt: string | null;
}

const MINUTES_PER_DAY = 24 * 60;
const formatters = new Map<string, Intl.DateTimeFormat>();

/**
 * Names the opening an instant falls into: the local date on which that day's window opened, `always` for an
 * exercise without a daily window, or null when it is closed.
 */
export function openingOf(window: Omit<ExerciseWindow, 'startsAt' | 'endsAt'>, at: Date): string | null {
  const { dailyOpensAt, dailyClosesAt, timeZone } = window;
  if (dailyOpensAt === null || dailyClosesAt === null || dailyOpensAt === dailyClosesAt) return 'always';
  const opens = minuteOf(dailyOpensAt);
  const closes = minuteOf(dailyClosesAt);
  const { date, minute } = localTime(timeZone, at);
  if (opens < closes) return minute >= opens && minute < closes ? date : null;
  if (minute >= opens) return date;
  return minute < closes ? dayBefore(date) : null;
}

/** Whether the daily window is open at that instant. */
export function isOpenAt(window: Omit<ExerciseWindow, 'startsAt' | 'endsAt'>, at: Date): boolean {
  return openingOf(window, at) !== null;
}

/** Whether an action from `from` to `to` lies inside the exercise and inside one single daily opening. */
export function isIntervalOpen(window: ExerciseWindow, from: Date, to: Date): boolean {
  if (from > to || from < window.startsAt || to > window.endsAt) return false;
  const opening = openingOf(window, from);
  // The last instant of an action may be the closing time itself.
  const last = to > from ? new Date(to.getTime() - 1) : to;
  return opening !== null && opening === openingOf(window, last);
}

function minuteOf(wallTime: string): number {
  const [hours = 0, minutes = 0] = wallTime.split(':').map(Number);
  return (hours * 60 + minutes) % MINUTES_PER_DAY;
}

function localTime(timeZone: string, at: Date): { date: string; minute: number } {
  const parts = Object.fromEntries(
    formatterOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  return {
    date: `${parts.year}-${parts.month}-${parts.day}`,
    minute: Number(parts.hour) * 60 + Number(parts.minute),
  };
}

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const numeric = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;
  const made = new Intl.DateTimeFormat('en-CA', { timeZone, hourCycle: 'h23', calendar: 'gregory', ...numeric });
  formatters.set(timeZone, made);
  return made;
}

function dayBefore(date: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - 1);
  return day.toISOString().slice(0, 10);
}
