const EIGHT_HOURS_MS = 8 * 3_600_000;

/** An instant some minutes from now, on a whole second. */
export function minutesFromNow(minutes: number): Date {
  return new Date(Math.floor(Date.now() / 1000) * 1000 + minutes * 60_000);
}

/** How an instant is written into a time field of an exercise in Asia/Shanghai. */
export function wallTime(instant: Date): string {
  return new Date(instant.getTime() + EIGHT_HOURS_MS).toISOString().slice(0, 19);
}
