/** What a planner writes of a period, in local times; what is wrong with it, and what he should know of it. */
import type { FieldProblem } from '../kernel/refusal.js';
import {
  derivedPhases,
  PERIOD_PHASES,
  type Period,
  type PeriodPhase,
  type PhaseSpan,
  type Span,
  spanOf,
} from './period.js';
import { instantOf, isLocal, isTime, isZone, occurrenceOf, wallMinutes } from './wall-time.js';

/** Longest period, in days from the start of preparations to the end of the aftermath. */
export const MAX_PERIOD_DAYS = 400;
export const MAX_WINDOWS = 40;

/** From and until, as local minutes `yyyy-MM-ddTHH:mm`. */
export interface LocalSpan {
  readonly startsLocal: string;
  readonly endsLocal: string;
}

export interface LocalPhase extends LocalSpan {
  readonly phase: PeriodPhase;
}

/** The times of a period as they were typed; `phases` null = by the customary lengths. */
export interface PeriodDraft {
  readonly zone: string;
  readonly windows: readonly LocalSpan[];
  readonly phases: readonly LocalPhase[] | null;
  readonly zeroReportAt: string;
}

/** A window with what was typed and what it is. */
export type DraftWindow = Span & LocalSpan;

/** Something true and unexpected about a window: a clock is changed in it, or at one of its ends. */
export interface PeriodWarning {
  readonly window: number;
  /** `CLOCK_CHANGES`: it is longer or shorter than it reads; `SKIPPED`, `TWICE`: an end does not exist, or comes twice. */
  readonly code: 'CLOCK_CHANGES' | 'SKIPPED' | 'TWICE';
  /** What was typed, for an end that is no plain minute. */
  readonly local: string | null;
  /** True length in minutes, and the one it reads as. */
  readonly minutes: number;
  readonly wallMinutes: number;
}

/** Everything wrong with the times, by path; the empty list when they can be used. */
export function draftProblems(draft: PeriodDraft): FieldProblem[] {
  const forms = [
    ...(isZone(draft.zone) ? [] : [{ path: 'zone', code: 'NOT_A_TIME_ZONE' }]),
    ...(isTime(draft.zeroReportAt) ? [] : [{ path: 'zeroReportAt', code: 'BAD_FORMAT' }]),
    ...(draft.windows.length === 0 ? [{ path: 'windows', code: 'REQUIRED' }] : []),
    ...(draft.windows.length > MAX_WINDOWS ? [{ path: 'windows', code: 'TOO_MANY' }] : []),
    ...draft.windows.flatMap((span, index) => formProblems(`windows.${index}`, span)),
    ...(draft.phases ?? []).flatMap((span, index) => formProblems(`phases.${index}`, span)),
  ];
  if (forms.length > 0) return forms;
  const windows = windowsIn(draft);
  const problems = [...orderProblems(windows), ...phaseListProblems(draft.phases)];
  return problems.length > 0 ? problems : phaseProblems(windows, phasesIn(draft, windows));
}

/** The times as instants. Call it on a draft without problems. */
export function periodTimes(
  draft: PeriodDraft,
): Omit<Period, 'windows'> & { readonly windows: readonly DraftWindow[] } {
  const windows = windowsIn(draft);
  return { zone: draft.zone, windows, phases: phasesIn(draft, windows) };
}

/** What the planner ought to know of his windows: changes of the clock, with the true length. */
export function windowWarnings(zone: string, windows: readonly DraftWindow[]): PeriodWarning[] {
  return windows.flatMap((window, index) => {
    const minutes = (window.endsAt.getTime() - window.startsAt.getTime()) / 60_000;
    const lengths = { window: index, minutes, wallMinutes: wallMinutes(window.startsLocal, window.endsLocal) };
    const ends = [window.startsLocal, window.endsLocal].flatMap((local): PeriodWarning[] => {
      const code = occurrenceOf(local, zone);
      return code === 'ONCE' ? [] : [{ ...lengths, code, local }];
    });
    const differs = lengths.minutes !== lengths.wallMinutes;
    return differs ? [...ends, { ...lengths, code: 'CLOCK_CHANGES' as const, local: null }] : ends;
  });
}

function formProblems(path: string, { startsLocal, endsLocal }: LocalSpan): FieldProblem[] {
  const wrong = [
    { path: `${path}.startsLocal`, local: startsLocal },
    { path: `${path}.endsLocal`, local: endsLocal },
  ].filter(({ local }) => !isLocal(local));
  return wrong.map((one) => ({ path: one.path, code: 'NOT_A_TIME' }));
}

function orderProblems(windows: readonly DraftWindow[]): FieldProblem[] {
  return windows.flatMap((window, index) => {
    const path = `windows.${index}`;
    if (window.endsAt <= window.startsAt) return [{ path: `${path}.endsLocal`, code: 'BEFORE_START' }];
    const previous = windows[index - 1];
    if (previous === undefined || previous.endsAt <= previous.startsAt) return [];
    if (window.startsAt < previous.startsAt) return [{ path: `${path}.startsLocal`, code: 'NOT_IN_ORDER' }];
    return window.startsAt < previous.endsAt ? [{ path: `${path}.startsLocal`, code: 'OVERLAPS' }] : [];
  });
}

/** 事前, 临战 and 事后, each once; 实战 is what the windows say. */
function phaseListProblems(phases: readonly LocalPhase[] | null): FieldProblem[] {
  if (phases === null) return [];
  const problems: FieldProblem[] = phases.flatMap(({ phase }, index) => {
    if (phase === 'ON') return [{ path: `phases.${index}.phase`, code: 'NOT_ALLOWED' }];
    const isFirst = phases.findIndex((one) => one.phase === phase) === index;
    return isFirst ? [] : [{ path: `phases.${index}.phase`, code: 'DUPLICATE' }];
  });
  const lacks = PERIOD_PHASES.some((phase) => phase !== 'ON' && !phases.some((one) => one.phase === phase));
  return lacks ? [...problems, { path: 'phases', code: 'INCOMPLETE' }] : problems;
}

function phaseProblems(windows: readonly DraftWindow[], phases: readonly PhaseSpan[]): FieldProblem[] {
  const on = spanOf({ windows });
  const problems = phases.flatMap(({ phase, startsAt, endsAt }): FieldProblem[] => {
    const path = `phases.${phase}`;
    if (endsAt <= startsAt) return [{ path, code: 'BEFORE_START' }];
    const isPlaced = phase === 'ON' || (phase === 'AFTER' ? startsAt >= on.endsAt : endsAt <= on.startsAt);
    return isPlaced ? [] : [{ path, code: 'OVERLAPS' }];
  });
  const [before, eve] = phases;
  if (before !== undefined && eve !== undefined && eve.startsAt < before.startsAt)
    problems.push({ path: 'phases.EVE', code: 'NOT_IN_ORDER' });
  const after = phases.at(-1);
  const days = ((after?.endsAt.getTime() ?? 0) - (before?.startsAt.getTime() ?? 0)) / 86_400_000;
  return days > MAX_PERIOD_DAYS ? [...problems, { path: 'windows', code: 'TOO_LATE' }] : problems;
}

function windowsIn({ zone, windows }: PeriodDraft): DraftWindow[] {
  return windows.map((span) => ({ ...span, ...instants(span, zone) }));
}

function phasesIn(draft: PeriodDraft, windows: readonly DraftWindow[]): PhaseSpan[] {
  const { phases, zone } = draft;
  if (phases === null) return derivedPhases({ zone, windows });
  return PERIOD_PHASES.map((phase) => {
    if (phase === 'ON') return { phase, ...spanOf({ windows }) };
    const given = phases.find((one) => one.phase === phase);
    if (given === undefined) throw new Error(`phase ${phase} is missing`);
    return { phase, ...instants(given, zone) };
  });
}

function instants({ startsLocal, endsLocal }: LocalSpan, zone: string): Span {
  return { startsAt: instantOf(startsLocal, zone), endsAt: instantOf(endsLocal, zone) };
}
