/**
 * Protection periods 重要保障期: one notice, several windows to the minute, phases around them. Windows of real notices:
 * 两会 2024 03-03 18:00 → 03-16 08:00 (N2), three windows in one notice in the autumn of 2024 (N4).
 */
import { dateOf, dayAfter, instantOf, plusDays } from './wall-time.js';

/** 事前, 临战, 实战, 事后. */
export const PERIOD_PHASES = ['BEFORE', 'EVE', 'ON', 'AFTER'] as const;
export type PeriodPhase = (typeof PERIOD_PHASES)[number];

/** 平时, 上班, 下班, 重保: switchable modes (S11). */
export const PERIOD_MODES = ['NORMAL', 'WORK_HOURS', 'OFF_HOURS', 'PROTECTION'] as const;
export type PeriodMode = (typeof PERIOD_MODES)[number];

/** A span of time, half-open: the end no longer belongs to it. */
export interface Span {
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** One phase of a period. Preparations may still run when the eve begins: the later phase is the one that counts. */
export interface PhaseSpan extends Span {
  readonly phase: PeriodPhase;
}

/** What of a period its arithmetic needs. */
export interface Period {
  /** IANA name; every local time of the period is in it. */
  readonly zone: string;
  /** At least one, in order, not overlapping. */
  readonly windows: readonly Span[];
  /** All four, in order. */
  readonly phases: readonly PhaseSpan[];
}

/** Days of preparation, of the eve, and of the aftermath when the planner gives none (示例/自拟). */
export const DEFAULT_DAYS = { before: 37, eve: 7, after: 30 } as const;
/** When the daily report is due, local: "有情况报情况，无情况报平安", before 17:00 (N1). */
export const DEFAULT_ZERO_REPORT_AT = '17:00';
/** Hours within which an incident is reported (N1). */
export const DEFAULT_INCIDENT_HOURS = 2;

/** The windows, in order. */
export function windowsOf(period: Pick<Period, 'windows'>): readonly Span[] {
  return [...period.windows].sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
}

/** From the start of the first window to the end of the last. @throws Error when there is no window */
export function spanOf(period: Pick<Period, 'windows'>): Span {
  const windows = windowsOf(period);
  const [first] = windows;
  const last = windows.at(-1);
  if (first === undefined || last === undefined) throw new Error('a period has a window');
  return { startsAt: first.startsAt, endsAt: last.endsAt };
}

/** The window that is open at an instant; null between and outside windows. */
export function windowAt(period: Pick<Period, 'windows'>, at: Date): Span | null {
  return windowsOf(period).find((window) => contains(window, at)) ?? null;
}

/** The phase at an instant: of those that run the latest; null before the first and after the last. */
export function phaseAt(period: Pick<Period, 'phases'>, at: Date): PeriodPhase | null {
  return period.phases.findLast((span) => contains(span, at))?.phase ?? null;
}

/** One phase of a period. @throws Error when the period lacks it */
export function phaseOf(period: Pick<Period, 'phases'>, phase: PeriodPhase): PhaseSpan {
  const span = period.phases.find((one) => one.phase === phase);
  if (span === undefined) throw new Error(`a period has a phase ${phase}`);
  return span;
}

/** Duty days 值守日: the local dates that a window touches, in order, each once. */
export function dutyDaysOf({ zone, windows }: Pick<Period, 'zone' | 'windows'>): string[] {
  const days = new Set<string>();
  for (const { startsAt, endsAt } of windowsOf({ windows })) {
    const last = dateOf(new Date(endsAt.getTime() - 1), zone);
    for (let day = dateOf(startsAt, zone); day <= last; day = dayAfter(day)) days.add(day);
  }
  return [...days];
}

/**
 * When something of a duty day is due: at the local time on that day. If that is not after the window opened (a period
 * that begins at 18:00 owes nothing by 17:00), at the end of the window's part of that day.
 */
export function dutyDeadline(period: Pick<Period, 'zone' | 'windows'>, day: string, time: string): Date {
  const due = instantOf(`${day}T${time}`, period.zone);
  const midnight = instantOf(`${dayAfter(day)}T00:00`, period.zone);
  const starts = instantOf(`${day}T00:00`, period.zone);
  const open = windowsOf(period).filter(({ startsAt, endsAt }) => startsAt < midnight && endsAt > starts);
  const [first] = open;
  const last = open.at(-1);
  if (first === undefined || last === undefined || due > first.startsAt) return due;
  return last.endsAt < midnight ? last.endsAt : midnight;
}

/** The four phases around these windows, by the customary lengths: whole local days before, the windows, whole days after. */
export function derivedPhases({ zone, windows }: Pick<Period, 'zone' | 'windows'>): PhaseSpan[] {
  const { startsAt, endsAt } = spanOf({ windows });
  const morning = instantOf(`${dateOf(startsAt, zone)}T00:00`, zone);
  const night = instantOf(`${dayAfter(dateOf(endsAt, zone))}T00:00`, zone);
  const eve = plusDays(morning, -DEFAULT_DAYS.eve, zone);
  return [
    { phase: 'BEFORE', startsAt: plusDays(morning, -DEFAULT_DAYS.before, zone), endsAt: eve },
    { phase: 'EVE', startsAt: eve, endsAt: startsAt },
    { phase: 'ON', startsAt, endsAt },
    { phase: 'AFTER', startsAt: endsAt, endsAt: plusDays(night, DEFAULT_DAYS.after, zone) },
  ];
}

function contains({ startsAt, endsAt }: Span, at: Date): boolean {
  return startsAt <= at && at < endsAt;
}
