/** When the days of an exercise close, on the clocks of its place. */

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** The part of an exercise's settings that says when its days close. */
export interface DailyHours {
  readonly timeZone: string;
  /** Local `HH:mm`; null = open around the clock, then a day closes at midnight. */
  readonly dailyClosesAt: string | null;
}

/** Every close after the first instant and up to the second, in order. */
export function dayCloses({ timeZone, dailyClosesAt }: DailyHours, from: Date, until: Date): Date[] {
  const [hours = '24', minutes = '0'] = dailyClosesAt?.split(':') ?? [];
  const intoDay = (Number(hours) * 60 + Number(minutes)) * MINUTE_MS;
  const local = (instant: number): number => instant + offsetOf(timeZone, instant);
  const closes: Date[] = [];
  for (let day = startOfDay(local(from.getTime())) - DAY_MS; day <= local(until.getTime()); day += DAY_MS) {
    const wanted = day + intoDay;
    // The offset may change on the way; the second look has that of the close itself.
    const near = wanted - offsetOf(timeZone, wanted);
    const close = new Date(wanted - offsetOf(timeZone, near));
    if (close > from && close <= until) closes.push(close);
  }
  return closes;
}

function startOfDay(local: number): number {
  return Math.floor(local / DAY_MS) * DAY_MS;
}

/** Milliseconds by which local clocks are ahead of UTC. */
function offsetOf(timeZone: string, instant: number): number {
  const parts = formatOf(timeZone).formatToParts(instant);
  const part = (name: string): number => Number(parts.find(({ type }) => type === name)?.value ?? 0);
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return local - Math.floor(instant / 1000) * 1000;
}

const FORMATS = new Map<string, Intl.DateTimeFormat>();

/** Making a format costs more than using it. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const figures = { year: 'numeric', month: 'numeric', day: 'numeric' } as const;
  const clock = { hour: 'numeric', minute: 'numeric', second: 'numeric', hourCycle: 'h23' } as const;
  const format = FORMATS.get(timeZone) ?? new Intl.DateTimeFormat('en', { timeZone, ...figures, ...clock });
  FORMATS.set(timeZone, format);
  return format;
}
