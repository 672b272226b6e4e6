/**
 * Zero report 零报告: "有情况报情况，无情况报平安", each duty day before 17:00 (N1; 日报告 N8, 零报告 N5). What a day is worth
 * follows from instants alone: nothing is stored that time would change.
 */
import { dutyDaysOf, dutyDeadline, type Period } from '../protection/period.js';
import { dayAfter, instantOf } from '../protection/wall-time.js';

/** 平安, 有情况. */
export const ZERO_KINDS = ['CALM', 'SITUATION'] as const;
export type ZeroKind = (typeof ZERO_KINDS)[number];

/**
 * Where a unit stands on a day: not begun · begun, nothing filed yet · filed by the hour · the hour is over, nothing filed
 * · filed after the hour 迟报 · the day is over and nothing was filed on it 漏报.
 */
export const ZERO_STATES = ['FUTURE', 'OPEN', 'IN_TIME', 'OVERDUE', 'LATE', 'MISSED'] as const;
export type ZeroState = (typeof ZERO_STATES)[number];

/** What time and control do about a day. */
export const ZERO_ACTS = ['REMINDED', 'ESCALATED', 'URGED'] as const;
export type ZeroActKind = (typeof ZERO_ACTS)[number];

/** So long before the hour those who have not filed are reminded (示例/自拟). */
export const REMIND_MINUTES = 30;

/** What of a period its zero reports need. */
export interface ZeroPlan extends Pick<Period, 'zone' | 'windows'> {
  /** Local `HH:mm`. */
  readonly zeroReportAt: string;
}

/** A duty day: filed from its first instant, due by `dueAt` inclusive, missed from `closesAt` on. */
export interface ZeroDay {
  /** Local date, `yyyy-MM-dd`. */
  readonly day: string;
  readonly opensAt: Date;
  readonly dueAt: Date;
  /** 00:00 of the next local day: nothing filed by then is missed. */
  readonly closesAt: Date;
}

/** An act of time on a day of a unit, at the instant it was due. */
export interface DueZeroAct {
  readonly kind: 'REMINDED' | 'ESCALATED';
  readonly day: string;
  readonly at: Date;
  readonly rootIds: readonly string[];
}

/** Which unit filed first for which day, and when; null = nothing. */
export type FirstFiled = (rootId: string, day: string) => Date | null;

/** The duty days of a period, in order. */
export function zeroDays(plan: ZeroPlan): ZeroDay[] {
  return dutyDaysOf(plan).map((day) => ({
    day,
    opensAt: instantOf(`${day}T00:00`, plan.zone),
    dueAt: dutyDeadline(plan, day, plan.zeroReportAt),
    closesAt: instantOf(`${dayAfter(day)}T00:00`, plan.zone),
  }));
}

/**
 * Where a unit stands on a day. The first version decides: a correction makes nothing late. Filed at the very instant the
 * hour strikes is in time; filed after the day is over stays missed, since the report was owed on the day.
 */
export function zeroState(day: ZeroDay, firstFiledAt: Date | null, now: Date): ZeroState {
  if (firstFiledAt !== null && firstFiledAt < day.closesAt) return firstFiledAt <= day.dueAt ? 'IN_TIME' : 'LATE';
  if (now < day.opensAt) return 'FUTURE';
  if (now >= day.closesAt) return 'MISSED';
  return now > day.dueAt ? 'OVERDUE' : 'OPEN';
}

/** Seconds after the hour, begun ones whole; 0 when in time. */
export function lateSeconds(dueAt: Date, filedAt: Date): number {
  return Math.max(0, Math.ceil((filedAt.getTime() - dueAt.getTime()) / 1000));
}

/** When those who have not filed are reminded: before the hour, yet not before the day. */
export function remindAt({ opensAt, dueAt }: ZeroDay): Date {
  return new Date(Math.max(opensAt.getTime(), dueAt.getTime() - REMIND_MINUTES * 60_000));
}

/** Days in time in a row, counted back from the last day that is decided; a day that is still open ends nothing. */
export function inTimeRun(states: readonly ZeroState[]): number {
  const decided = states.filter((state) => state === 'IN_TIME' || state === 'LATE' || state === 'MISSED');
  const broken = decided.findLastIndex((state) => state !== 'IN_TIME');
  return decided.length - 1 - broken;
}

/**
 * What time must have done by `until`, in order of due instant: the reminder before the hour and the escalation at it, each
 * for the units that had filed nothing by that instant. Looking often or once gives the same.
 * @param since nothing before it is due, e.g. the instant at which the period was made
 */
export function dueZeroActs(
  days: readonly ZeroDay[],
  rootIds: readonly string[],
  filed: FirstFiled,
  { since, until }: { readonly since: Date; readonly until: Date },
): DueZeroAct[] {
  return days
    .flatMap((day) => [
      { kind: 'REMINDED' as const, day: day.day, at: remindAt(day) },
      { kind: 'ESCALATED' as const, day: day.day, at: day.dueAt },
    ])
    .filter((act) => act.at >= since && hasStruck(act, until))
    .map((act) => ({ ...act, rootIds: rootIds.filter((rootId) => isOwed(act, filed(rootId, act.day))) }))
    .filter((act) => act.rootIds.length > 0)
    .sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** The first instant after `now` at which time may have something to do; null when the last hour has passed. */
export function nextZeroLook(days: readonly ZeroDay[], now: Date): Date | null {
  // What is filed at the very hour is in time: one looks a moment later.
  const instants = days.flatMap((day) => [remindAt(day), new Date(day.dueAt.getTime() + 1)]);
  const ahead = instants.filter((at) => at > now).sort((a, b) => a.getTime() - b.getTime());
  return ahead[0] ?? null;
}

function hasStruck({ kind, at }: Pick<DueZeroAct, 'kind' | 'at'>, until: Date): boolean {
  return kind === 'REMINDED' ? at <= until : at < until;
}

/** Reminded is who filed nothing before the reminder, escalated who filed nothing by the hour. */
function isOwed({ kind, at }: Pick<DueZeroAct, 'kind' | 'at'>, filedAt: Date | null): boolean {
  if (filedAt === null) return true;
  return kind === 'REMINDED' ? filedAt >= at : filedAt > at;
}
