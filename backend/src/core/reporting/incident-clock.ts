/**
 * Clocks of incident reports 事件报告: two hours by the order of a protection period (N1), and for what is 较大 or graver the
 * national ones by the kind of unit (L1). All run from the discovery.
 */

/** 特别重大, 重大, 较大, 一般; the gravest first. */
export const INCIDENT_LEVELS = ['EXTREME', 'MAJOR', 'LARGE', 'GENERAL'] as const;
export type IncidentLevel = (typeof INCIDENT_LEVELS)[number];

/** 关键信息基础设施, 中央和国家机关, 其他. */
export const REPORTER_KINDS = ['CRITICAL', 'CENTRAL', 'OTHER'] as const;
export type ReporterKind = (typeof REPORTER_KINDS)[number];

/** 初报, 续报, 终报. */
export const NOTICE_STAGES = ['INITIAL', 'FOLLOW_UP', 'FINAL'] as const;
export type NoticeStage = (typeof NOTICE_STAGES)[number];

export const NOTICE_ACTS = ['FILED', 'REMINDED', 'ESCALATED', 'PASSED_ON'] as const;
export type NoticeActKind = (typeof NOTICE_ACTS)[number];

/** PERIOD: by the order of the period (N1). NATIONAL: 国家网络安全事件报告 (L1). PASS_ON: whoever received it (L1). */
export const CLOCK_RULES = ['PERIOD', 'NATIONAL', 'PASS_ON'] as const;
export type ClockRule = (typeof CLOCK_RULES)[number];

/** RUNNING and OVERDUE while nothing is filed; IN_TIME and LATE once it is. */
export const CLOCK_STATES = ['RUNNING', 'OVERDUE', 'IN_TIME', 'LATE'] as const;
export type ClockState = (typeof CLOCK_STATES)[number];

/** Minutes before a deadline at which the unit is reminded (示例/自拟). */
export const NOTICE_REMIND_MINUTES = [30, 10] as const;

/** L1: minutes within which 较大以上 is reported. */
const NATIONAL_MINUTES: Readonly<Record<ReporterKind, number>> = { CRITICAL: 60, CENTRAL: 120, OTHER: 240 };

/** What an incident's clocks follow from. */
export interface DiscoveredIncident {
  readonly level: IncidentLevel;
  readonly reporterKind: ReporterKind;
  readonly discoveredAt: Date;
  /** The period's hours (N1: 2). */
  readonly incidentHours: number;
}

export interface ReportClock {
  readonly rule: ClockRule;
  /** Where the figure comes from. */
  readonly source: 'N1' | 'L1';
  readonly minutes: number;
  readonly startsAt: Date;
  /** Reported at this very instant is in time. */
  readonly dueAt: Date;
}

/** What has become of a clock. */
export interface ClockStanding extends ReportClock {
  readonly state: ClockState;
  readonly stoppedAt: Date | null;
  /** Seconds late, begun ones whole: as reported, or by now. */
  readonly lateSeconds: number;
}

/** An act on an incident notice as the fold reads it. */
export interface NoticeFact {
  readonly kind: NoticeActKind;
  readonly stage: NoticeStage | null;
  readonly level: IncidentLevel | null;
  readonly reporterKind: ReporterKind | null;
  /** When it was done; of what time does, when it was due. */
  readonly at: Date;
}

/** Where an incident notice stands. */
export interface NoticeStanding {
  readonly level: IncidentLevel;
  readonly reporterKind: ReporterKind;
  readonly stage: NoticeStage | null;
  /** When the initial report was filed. */
  readonly reportedAt: Date | null;
  readonly clocks: readonly ClockStanding[];
}

/** What time does about a clock that nobody stopped in time. */
export interface DueNoticeAct {
  readonly kind: 'REMINDED' | 'ESCALATED';
  readonly at: Date;
  /** The gravest rule whose deadline it is: of several at one instant the first. */
  readonly rule: ClockRule;
  readonly dueAt: Date;
  /** Minutes before the deadline; 0 at it. */
  readonly minutesBefore: number;
}

/** The clocks that run from the discovery, the shortest first. */
export function reportClocks(incident: DiscoveredIncident): ReportClock[] {
  const startsAt = incident.discoveredAt;
  const clock = (rule: ClockRule, source: 'N1' | 'L1', minutes: number): ReportClock => ({
    ...{ rule, source, minutes, startsAt },
    dueAt: plusMinutes(startsAt, minutes),
  });
  const period = clock('PERIOD', 'N1', incident.incidentHours * 60);
  if (incident.level === 'GENERAL') return [period];
  const national = clock('NATIONAL', 'L1', NATIONAL_MINUTES[incident.reporterKind]);
  return [period, national].sort((a, b) => a.minutes - b.minutes);
}

/**
 * The clock of whoever must pass a report on (L1): half an hour for 重大以上 on critical infrastructure, an hour for 较大以上
 * in central organs; null where L1 names none.
 */
export function passOnClock(level: IncidentLevel, kind: ReporterKind, reportedAt: Date): ReportClock | null {
  const isGrave = level === 'EXTREME' || level === 'MAJOR';
  const critical = kind === 'CRITICAL' && isGrave ? 30 : null;
  const minutes = kind === 'CENTRAL' && level !== 'GENERAL' ? 60 : critical;
  if (minutes === null) return null;
  return { rule: 'PASS_ON', source: 'L1', minutes, startsAt: reportedAt, dueAt: plusMinutes(reportedAt, minutes) };
}

/** Where a clock stands: exactly at the deadline is in time. */
export function clockStanding(clock: ReportClock, stoppedAt: Date | null, now: Date): ClockStanding {
  const until = stoppedAt ?? now;
  const lateSeconds = Math.max(0, Math.ceil((until.getTime() - clock.dueAt.getTime()) / 1000));
  const isLate = lateSeconds > 0;
  const open = isLate ? 'OVERDUE' : 'RUNNING';
  const done = isLate ? 'LATE' : 'IN_TIME';
  return { ...clock, stoppedAt, lateSeconds, state: stoppedAt === null ? open : done };
}

/**
 * The fold of an incident notice. Level and kind are those last stated; the clocks are those of the initial report once it is
 * filed: a graver level found later starts none of them anew.
 */
export function noticeStanding(opened: DiscoveredIncident, acts: readonly NoticeFact[], now: Date): NoticeStanding {
  const filed = acts.filter(({ kind }) => kind === 'FILED');
  const [initial] = filed;
  const latest = filed.at(-1);
  const reportedAt = initial?.at ?? null;
  const judged = { ...opened, ...statedBy(initial, opened) };
  const clocks = reportClocks(judged).map((clock) => clockStanding(clock, reportedAt, now));
  return {
    ...statedBy(latest, opened),
    stage: latest?.stage ?? null,
    reportedAt,
    clocks: [...clocks, ...passingOn(judged, reportedAt, { acts, now })],
  };
}

function passingOn(
  { level, reporterKind }: DiscoveredIncident,
  reportedAt: Date | null,
  { acts, now }: { readonly acts: readonly NoticeFact[]; readonly now: Date },
): ClockStanding[] {
  const clock = reportedAt === null ? null : passOnClock(level, reporterKind, reportedAt);
  if (clock === null) return [];
  return [clockStanding(clock, acts.find(({ kind }) => kind === 'PASSED_ON')?.at ?? null, now)];
}

/**
 * What time must have done by `until`, in order: reminders before each deadline, an escalation after it, as long as the
 * clock ran. Deadlines of several rules at one instant are one. What was noted down late is not reminded of the past, but
 * escalated at once.
 */
export function dueNoticeActs(
  clocks: readonly ClockStanding[],
  { openedAt, until }: { readonly openedAt: Date; readonly until: Date },
): DueNoticeAct[] {
  return deadlines(clocks)
    .flatMap(({ rule, dueAt, startsAt, stoppedAt }) => {
      const begun = later(startsAt, openedAt);
      const ahead = NOTICE_REMIND_MINUTES.map((minutes) => ({
        ...{ kind: 'REMINDED' as const, rule, dueAt, minutesBefore: minutes },
        at: plusMinutes(dueAt, -minutes),
      }));
      const end = { kind: 'ESCALATED' as const, rule, dueAt, minutesBefore: 0, at: later(dueAt, begun) };
      return [...ahead, end].filter((act) => isDue(act, begun, until) && isOwed(act, stoppedAt));
    })
    .sort((a, b) => a.at.getTime() - b.at.getTime() || b.minutesBefore - a.minutesBefore);
}

/**
 * The clocks that ran while nothing was reported, by what was stated at the discovery, and the one of passing on: what time
 * reminds of. A level stated later makes nothing overdue in hindsight.
 */
export function clocksThatRan(
  opened: DiscoveredIncident,
  { clocks, reportedAt }: NoticeStanding,
  now: Date,
): ClockStanding[] {
  const ran = reportClocks(opened).map((clock) => clockStanding(clock, reportedAt, now));
  return [...ran, ...clocks.filter(({ rule }) => rule === 'PASS_ON')];
}

/** The clocks that nobody has stopped. */
export function clocksOwed({ clocks }: Pick<NoticeStanding, 'clocks'>): ClockStanding[] {
  return clocks.filter(({ stoppedAt }) => stoppedAt === null);
}

/** The first instant after `now` at which time may have something to do about these clocks. */
export function nextNoticeLook(clocks: readonly ReportClock[], now: Date): Date | null {
  const instants = deadlines(clocks).flatMap(({ dueAt }) =>
    // What is reported at the very deadline is in time: one looks a moment later.
    [...NOTICE_REMIND_MINUTES.map((minutes) => dueAt.getTime() - minutes * 60_000), dueAt.getTime() + 1],
  );
  const ahead = instants.filter((at) => at > now.getTime()).sort((a, b) => a - b);
  return ahead[0] === undefined ? null : new Date(ahead[0]);
}

/** The deadline that is nearest while something is owed: open clocks first, by deadline. */
export function nearestDeadline({ clocks }: Pick<NoticeStanding, 'clocks'>): Date | null {
  const open = clocksOwed({ clocks }).map(({ dueAt }) => dueAt.getTime());
  return open.length === 0 ? null : new Date(Math.min(...open));
}

function isDue({ kind, at }: DueNoticeAct, begun: Date, until: Date): boolean {
  return kind === 'REMINDED' ? at > begun && at <= until : at < until;
}

function isOwed({ kind, at }: DueNoticeAct, stoppedAt: Date | null): boolean {
  if (stoppedAt === null) return true;
  return kind === 'REMINDED' ? stoppedAt >= at : stoppedAt > at;
}

function statedBy(fact: NoticeFact | undefined, opened: DiscoveredIncident) {
  return { level: fact?.level ?? opened.level, reporterKind: fact?.reporterKind ?? opened.reporterKind };
}

/** One clock per deadline: the first. */
function deadlines<T extends ReportClock>(clocks: readonly T[]): T[] {
  return clocks.filter(
    ({ dueAt }, place) => clocks.findIndex((one) => one.dueAt.getTime() === dueAt.getTime()) === place,
  );
}

function plusMinutes(at: Date, minutes: number): Date {
  return new Date(at.getTime() + minutes * 60_000);
}

function later(a: Date, b: Date): Date {
  return a > b ? a : b;
}
