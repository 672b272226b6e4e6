import { Refusal } from '../../core/kernel/refusal.js';

/** Calendars ask every few minutes; this many a minute is more than a person's devices ever need. */
const MOST_A_MINUTE = 30;
const MINUTE_MS = 60_000;

/** Keeps one address from being read without end; per instance and in memory, since a little more does no harm. */
export class FeedPace {
  private readonly reads = new Map<string, { since: number; count: number }>();

  /** Counts a read. @throws Refusal TOO_MANY_ATTEMPTS */
  enter(id: string, now: Date): void {
    const at = now.getTime();
    for (const [key, { since }] of this.reads) if (at - since >= MINUTE_MS) this.reads.delete(key);
    const entry = this.reads.get(id) ?? { since: at, count: 0 };
    this.reads.set(id, { ...entry, count: entry.count + 1 });
    if (entry.count >= MOST_A_MINUTE) throw new Refusal('TOO_MANY_ATTEMPTS');
  }
}
