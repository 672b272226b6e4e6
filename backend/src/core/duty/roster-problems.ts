/** What is wrong with a roster as filled: gaps 空岗, people in two places, too little rest, people who left. */
import { type DutyStanding, slotIn } from './duty-fold.js';
import type { RosterRule } from './roster.js';
import { datesOf, type SlotTimes, timesOf } from './slot-times.js';

/** An instant span, half-open, e.g. a protection window. */
export interface Span {
  readonly startsAt: Date;
  readonly endsAt: Date;
}

export type DutyProblem =
  | { readonly code: 'GAP'; readonly slot: SlotTimes; readonly missing: number; readonly isAlarm: boolean }
  | { readonly code: 'DOUBLE'; readonly slot: SlotTimes; readonly other: SlotTimes; readonly personId: string }
  | {
      readonly code: 'SHORT_REST';
      readonly slot: SlotTimes;
      readonly other: SlotTimes;
      readonly personId: string;
      /** Minutes between the two. */
      readonly restMinutes: number;
    }
  | { readonly code: 'LENGTH'; readonly slot: SlotTimes }
  | { readonly code: 'LEFT'; readonly slot: SlotTimes; readonly personId: string };

/** What the problems of a roster are found from. */
export interface ProblemSources {
  readonly rule: RosterRule;
  readonly standing: DutyStanding;
  /** Protection windows that hold for the unit. */
  readonly windows: readonly Span[];
  /** People who may stand: active, and if with an account, still members. */
  readonly standingIds: ReadonlySet<string>;
}

/**
 * Every problem of the shifts that begin on these local dates, by start. A gap inside a protection window is an alarm.
 * Rest counts between shifts of role SHIFT only: leaders and people on call are reachable, not at work.
 */
export function dutyProblems(sources: ProblemSources, from: string, to: string): DutyProblem[] {
  const { rule } = sources;
  const slots = datesOf(from, to).flatMap((date) => rule.kinds.map((kind) => timesOf(kind, date, rule.zone)));
  const problems = [...slots.flatMap((slot) => ownProblems(sources, slot)), ...personProblems(sources, { from, to })];
  return problems.sort((a, b) => a.slot.startsAt.getTime() - b.slot.startsAt.getTime());
}

/** Whether a span touches one of the windows. */
export function touches({ startsAt, endsAt }: Span, windows: readonly Span[]): boolean {
  return windows.some((window) => window.startsAt < endsAt && startsAt < window.endsAt);
}

function ownProblems({ standing, windows, standingIds }: ProblemSources, slot: SlotTimes): DutyProblem[] {
  const { assigned, covers } = slotIn(standing, slot);
  const problems: DutyProblem[] = [];
  const here = new Set([...assigned.filter((id) => standingIds.has(id)), ...covers.map(({ personId }) => personId)]);
  const missing = slot.kind.needed - here.size;
  if (missing > 0) problems.push({ code: 'GAP', slot, missing, isAlarm: touches(slot, windows) });
  for (const personId of assigned) if (!standingIds.has(personId)) problems.push({ code: 'LEFT', slot, personId });
  if (slot.minutes !== slot.wallMinutes && assigned.length > 0) problems.push({ code: 'LENGTH', slot });
  return problems;
}

/** Each person's shifts against each other; what begins before or after the range still counts as neighbour. */
function personProblems({ rule, standing }: ProblemSources, range: { from: string; to: string }): DutyProblem[] {
  return [...slotsByPerson(rule, standing)].flatMap(([personId, slots]) => {
    const [sorted, problems] = [slots.sort(byStart), [] as DutyProblem[]];
    sorted.forEach((slot, place) => {
      if (slot.date < range.from || slot.date > range.to) return;
      const before = sorted.slice(0, place);
      const double = before.findLast((other) => other.endsAt > slot.startsAt);
      if (double) problems.push({ code: 'DOUBLE', slot, other: double, personId });
      const rest = restBefore(slot, before);
      if (rest && rest.restMinutes < rule.minRestHours * 60)
        problems.push({ code: 'SHORT_REST', slot, personId, ...rest });
    });
    return problems;
  });
}

function restBefore(slot: SlotTimes, before: readonly SlotTimes[]): { other: SlotTimes; restMinutes: number } | null {
  if (slot.kind.role !== 'SHIFT') return null;
  const worked = before.filter(({ kind, endsAt }) => kind.role === 'SHIFT' && endsAt <= slot.startsAt);
  const last = worked.reduce<SlotTimes | null>(
    (latest, one) => (latest && latest.endsAt >= one.endsAt ? latest : one),
    null,
  );
  if (last === null) return null;
  return { other: last, restMinutes: Math.round((slot.startsAt.getTime() - last.endsAt.getTime()) / 60_000) };
}

/** Shifts by person, those of kinds the roster no longer has left out. */
export function slotsByPerson(rule: RosterRule, standing: DutyStanding): Map<string, SlotTimes[]> {
  const kinds = new Map(rule.kinds.map((kind) => [kind.key, kind]));
  const found = new Map<string, SlotTimes[]>();
  for (const { kindKey, date, assigned, covers } of standing.slots.values()) {
    const kind = kinds.get(kindKey);
    if (kind === undefined) continue;
    const times = timesOf(kind, date, rule.zone);
    const people = new Set([...assigned, ...covers.map(({ personId }) => personId)]);
    for (const id of people) found.set(id, [...(found.get(id) ?? []), times]);
  }
  return found;
}

function byStart(a: SlotTimes, b: SlotTimes): number {
  return a.startsAt.getTime() - b.startsAt.getTime() || a.endsAt.getTime() - b.endsAt.getTime();
}
