/** Moving a plan, or a part of it, in time: all gaps inside the part stay as they are. */
import { plannedAt, requireInject } from './edit-plan.js';
import { compareInjects, type Inject, orderedInjects, type PlanContent, plannedSeconds } from './plan.js';
import { dependantsOf } from './release-graph.js';

/** What moves: everything, a move, a cell, or an inject with all that comes after it or depends on it. */
export type ShiftPart =
  | { readonly kind: 'ALL' }
  | { readonly kind: 'MOVE'; readonly key: string }
  | { readonly kind: 'CELL'; readonly key: string }
  | { readonly kind: 'FROM'; readonly key: string };

/** An inject that moves. */
export interface Shifted {
  readonly code: string;
  readonly title: string;
  readonly fromSeconds: number;
  readonly toSeconds: number;
  /** Where it would fall, if not inside the drill. */
  readonly outside: 'BEFORE' | 'AFTER' | null;
}

export interface Shift {
  readonly content: PlanContent;
  /** In the order of the plan. */
  readonly moved: readonly Shifted[];
  /** Injects of the part without a planned time: released by hand, they stay so. */
  readonly untimed: readonly string[];
  /** Minutes the drill would have to last to hold all that moved. */
  readonly neededMinutes: number;
}

/** Moves a part by so many seconds, later or earlier. @throws Refusal NOT_FOUND for a FROM that is no inject */
export function shiftPlan(content: PlanContent, part: ShiftPart, bySeconds: number): Shift {
  const chosen = chosenCodes(content, part);
  const mine = orderedInjects(content).filter(({ code }) => chosen.has(code));
  const endSeconds = content.durationMinutes * 60;
  const moved = mine.flatMap((inject): Shifted[] => {
    const fromSeconds = plannedSeconds(inject);
    if (fromSeconds === null) return [];
    const toSeconds = fromSeconds + bySeconds;
    const outside = toSeconds < 0 ? 'BEFORE' : toSeconds > endSeconds ? 'AFTER' : null;
    return [{ code: inject.code, title: inject.title, fromSeconds, toSeconds, outside }];
  });
  const to = new Map(moved.map(({ code, toSeconds }) => [code, toSeconds]));
  const injects = content.injects.map((inject) => {
    const seconds = to.get(inject.code);
    return seconds === undefined ? inject : { ...inject, trigger: plannedAt(inject.trigger, seconds) };
  });
  const latest = moved.reduce((most, { toSeconds }) => Math.max(most, toSeconds), endSeconds);
  return {
    content: { ...content, injects },
    moved,
    untimed: mine.filter((inject) => plannedSeconds(inject) === null).map(({ code }) => code),
    neededMinutes: Math.ceil(latest / 60),
  };
}

function chosenCodes(content: PlanContent, part: ShiftPart): ReadonlySet<string> {
  return new Set(chosen(content, part).map(({ code }) => code));
}

function chosen(content: PlanContent, part: ShiftPart): readonly Inject[] {
  const { injects } = content;
  if (part.kind === 'ALL') return injects;
  if (part.kind === 'MOVE') return injects.filter(({ moveKey }) => moveKey === part.key);
  if (part.kind === 'CELL') return injects.filter(({ cell }) => cell === part.key);
  const first = requireInject(content, part.key);
  const after = dependantsOf(injects, [first.code]);
  return injects.filter((inject) => compareInjects(inject, first) >= 0 || after.has(inject.code));
}
