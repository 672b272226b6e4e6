/** Changes to a plan: each takes a content and gives the next one. Unknown codes are refused; nothing is lost silently. */
import { Refusal, refuseBadInput } from '../kernel/refusal.js';
import { PLAN_LIMITS } from './limits.js';
import {
  compareInjects,
  type Condition,
  type Inject,
  orderedInjects,
  type PlanContent,
  plannedSeconds,
  type Trigger,
} from './plan.js';

/** Everything of a plan but its injects. */
export type PlanSettings = Omit<PlanContent, 'injects'>;

/** Refuses a code that the plan does not have. @throws Refusal NOT_FOUND */
export function requireInject(content: PlanContent, code: string): Inject {
  const inject = content.injects.find((candidate) => candidate.code === code);
  if (inject === undefined) throw new Refusal('NOT_FOUND');
  return inject;
}

/**
 * Puts an inject in place of `before`, or adds it when that is null. A new code is followed by whatever names the old one.
 * @throws Refusal NOT_FOUND for an unknown `before`, BAD_INPUT for a code that is taken, LIMIT_REACHED
 */
export function withInject(content: PlanContent, inject: Inject, before: string | null): PlanContent {
  if (before !== null) requireInject(content, before);
  const isTaken = inject.code !== before && content.injects.some(({ code }) => code === inject.code);
  if (isTaken) refuseBadInput([{ path: 'inject.code', code: 'TAKEN' }]);
  if (before === null) {
    requireRoom(content, 1);
    return { ...content, injects: [...content.injects, inject] };
  }
  const injects = content.injects.map((known) => (known.code === before ? inject : known));
  return { ...content, injects: before === inject.code ? injects : renamed(injects, new Map([[before, inject.code]])) };
}

/** @throws Refusal LIMIT_REACHED when a plan would hold more than it may */
export function requireRoom({ injects }: PlanContent, more: number): void {
  const most = PLAN_LIMITS.injects;
  if (injects.length + more > most) throw new Refusal('LIMIT_REACHED', { limit: String(most) });
}

/** Without these injects; what named them still does, and the list of problems says so. */
export function withoutInjects(content: PlanContent, codes: readonly string[]): PlanContent {
  for (const code of codes) requireInject(content, code);
  return { ...content, injects: content.injects.filter(({ code }) => !codes.includes(code)) };
}

/** With a copy of an inject under the next free code. @throws Refusal NOT_FOUND, LIMIT_REACHED */
export function withCopy(content: PlanContent, code: string): { readonly content: PlanContent; readonly code: string } {
  const original = requireInject(content, code);
  requireRoom(content, 1);
  const copy = { ...original, code: nextCode(content) };
  return { content: { ...content, injects: [...content.injects, copy] }, code: copy.code };
}

/** The next free code: I-01, I-02, … */
export function nextCode({ injects }: Pick<PlanContent, 'injects'>): string {
  const taken = new Set(injects.map(({ code }) => code));
  let number = injects.length + 1;
  while (taken.has(numbered(number))) number += 1;
  return numbered(number);
}

const numbered = (number: number): string => `I-${String(number).padStart(2, '0')}`;

/** A new planned time for an inject. @throws Refusal NOT_FOUND */
export interface Retimed {
  readonly code: string;
  readonly seconds: number;
}

/** With other planned times. @throws Refusal NOT_FOUND for a code the plan does not have */
export function withTimes(content: PlanContent, times: readonly Retimed[]): PlanContent {
  for (const { code } of times) requireInject(content, code);
  const wanted = new Map(times.map(({ code, seconds }) => [code, seconds]));
  const injects = content.injects.map((inject) => {
    const seconds = wanted.get(inject.code);
    return seconds === undefined ? inject : { ...inject, trigger: plannedAt(inject.trigger, seconds) };
  });
  return { ...content, injects };
}

/** The trigger at another planned time. */
export function plannedAt(trigger: Trigger, seconds: number): Trigger {
  return trigger.kind === 'CONDITION'
    ? { ...trigger, notBeforeSeconds: seconds }
    : { ...trigger, offsetSeconds: seconds };
}

/** Moves an inject one place up or down: it and its neighbour change times; ties are told apart by a minute. */
export function movedOne(content: PlanContent, code: string, by: 'UP' | 'DOWN'): PlanContent {
  const order = orderedInjects(content);
  const place = order.findIndex((inject) => inject.code === code);
  const inject = requireInject(content, code);
  const neighbour = order[by === 'UP' ? place - 1 : place + 1];
  if (neighbour === undefined) return content;
  const [mine, theirs] = [plannedSeconds(inject), plannedSeconds(neighbour)];
  // A manual inject without a time stands at the end; it takes the time of the one it passes.
  if (mine === null || theirs === null) {
    const at = mine ?? theirs;
    return at === null ? content : withTimes(content, [{ code: mine === null ? code : neighbour.code, seconds: at }]);
  }
  const apart = mine === theirs ? 60 : 0;
  const [first, second] = by === 'UP' ? [code, neighbour.code] : [neighbour.code, code];
  return withTimes(content, [
    { code: first, seconds: Math.min(mine, theirs) },
    { code: second, seconds: Math.max(mine, theirs) + apart },
  ]);
}

/** With this colour on these injects; null takes it away. */
export function withColor(content: PlanContent, codes: readonly string[], color: string | null): PlanContent {
  for (const code of codes) requireInject(content, code);
  const injects = content.injects.map((inject) => (codes.includes(inject.code) ? { ...inject, color } : inject));
  return { ...content, injects };
}

/** With other settings; values of columns that are gone go with them. */
export function withSettings(content: PlanContent, settings: PlanSettings): PlanContent {
  const keys = new Set(settings.columns.map(({ key }) => key));
  const injects = content.injects.map((inject) => {
    const values = Object.fromEntries(Object.entries(inject.values).filter(([key]) => keys.has(key)));
    return { ...inject, values };
  });
  return { ...settings, injects };
}

/** Codes in the order of the plan: I-01, I-02, …; whatever names a code follows. */
export function renumbered(content: PlanContent): PlanContent {
  const codes = new Map(
    [...content.injects].sort(compareInjects).map(({ code }, index) => [code, numbered(index + 1)]),
  );
  const injects = content.injects.map((inject) => ({ ...inject, code: codes.get(inject.code) ?? inject.code }));
  return { ...content, injects: renamed(injects, codes) };
}

function renamed(injects: readonly Inject[], codes: ReadonlyMap<string, string>): Inject[] {
  const name = (code: string): string => codes.get(code) ?? code;
  return injects.map((inject) => {
    const { trigger } = inject;
    return {
      ...inject,
      requires: inject.requires.map(name),
      trigger: trigger.kind === 'CONDITION' ? { ...trigger, when: renamedIn(trigger.when, name) } : trigger,
    };
  });
}

function renamedIn(condition: Condition, name: (code: string) => string): Condition {
  if ('all' in condition) return { all: condition.all.map((part) => renamedIn(part, name)) };
  if ('any' in condition) return { any: condition.any.map((part) => renamedIn(part, name)) };
  return 'inject' in condition ? { ...condition, inject: name(condition.inject) } : condition;
}
