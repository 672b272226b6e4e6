/**
 * Until when a decision may be appealed. The published rules say nothing of it: the hours are those of the
 * adjudication policy 裁定规程 (示例/自拟 until the organizer sets them).
 */

const HOUR_MS = 3_600_000;

/** The span of the public notice 公示; null = not opened. */
export interface NoticeSpan {
  readonly openedAt: Date;
  readonly until: Date;
}

/** Whether an act of an instant still keeps a deadline: its very millisecond does, the next one does not. */
export function keeps(deadline: Date, at: Date): boolean {
  return at.getTime() <= deadline.getTime();
}

/** The end of a span of so many hours, to the millisecond. */
export function afterHours(from: Date, hours: number): Date {
  return new Date(from.getTime() + hours * HOUR_MS);
}

/**
 * The last instant at which a decision may be appealed: so many hours after it was published, or, where that is later,
 * the end of the public notice. A decision of after the notice has its own hours only.
 */
export function appealDeadline(publishedAt: Date, appealHours: number, notice: NoticeSpan | null): Date {
  const own = afterHours(publishedAt, appealHours);
  if (notice === null || publishedAt > notice.until) return own;
  return own > notice.until ? own : notice.until;
}

/** Whether an appeal may be filed at an instant: own hours, or within the public notice. */
export function isAppealOpen(
  at: Date,
  { publishedAt, appealHours, notice }: { publishedAt: Date; appealHours: number; notice: NoticeSpan | null },
): boolean {
  if (keeps(afterHours(publishedAt, appealHours), at)) return true;
  return notice !== null && at >= notice.openedAt && keeps(notice.until, at);
}
