/** Conditions that can never hold. */
import { type Check, otherUnits } from './check-context.js';
import { PLAN_LIMITS } from './limits.js';
import { offsetText } from './offset.js';
import { type Condition, type FactCondition, type Inject, type InjectCondition, plannedSeconds } from './plan.js';
import { type PlanPath, planProblem, type PlanProblem } from './plan-problem.js';
import { STATE_WORDS, wordOf } from './words.js';

/** What is wrong with the condition of an inject; nothing when it has none. */
export function conditionProblems(inject: Inject, path: PlanPath, check: Check): PlanProblem[] {
  const { trigger, code } = inject;
  if (trigger.kind !== 'CONDITION') return [];
  const place = [...path, 'trigger', 'when'];
  if (isTooLarge(trigger.when, PLAN_LIMITS.conditionDepth)) {
    const params = { depth: String(PLAN_LIMITS.conditionDepth), parts: String(PLAN_LIMITS.conditionParts) };
    return [planProblem('CONDITION_TOO_LARGE', place, { code, ...params })];
  }
  return partProblems(trigger.when, place, { inject, check });
}

interface Place {
  readonly inject: Inject;
  readonly check: Check;
}

function isTooLarge(condition: Condition, depth: number): boolean {
  const parts = 'all' in condition ? condition.all : 'any' in condition ? condition.any : null;
  if (parts === null) return false;
  if (depth === 0 || parts.length > PLAN_LIMITS.conditionParts) return true;
  return parts.some((part) => isTooLarge(part, depth - 1));
}

function partProblems(condition: Condition, path: PlanPath, place: Place): PlanProblem[] {
  if ('fact' in condition) return factProblems(condition, path, place);
  if ('inject' in condition) return leafProblems(condition, path, place);
  const [name, parts] = 'all' in condition ? ['all', condition.all] : ['any', condition.any];
  if (parts.length === 0) return [planProblem('CONDITION_EMPTY', [...path, name], { code: place.inject.code })];
  return parts.flatMap((part, index) => partProblems(part, [...path, name, index], place));
}

function factProblems({ afterMinutes }: FactCondition, path: PlanPath, place: Place): PlanProblem[] {
  return lateProblems(afterMinutes * 60, path, place);
}

function leafProblems(leaf: InjectCondition, path: PlanPath, place: Place): PlanProblem[] {
  const { inject, check } = place;
  const { code } = inject;
  if (leaf.inject === code) return [planProblem('CONDITION_ON_ITSELF', path, { code })];
  const other = check.byCode.get(leaf.inject);
  if (other === undefined) {
    if (check.unread.has(leaf.inject)) return [];
    return [planProblem('CONDITION_ON_NOTHING', path, { code, other: leaf.inject })];
  }
  const needsExpectation = leaf.is === 'COMPLETED' || leaf.is.startsWith('NOT_');
  if (needsExpectation && other.expectation === null) {
    const params = { code, other: other.code, what: wordOf(STATE_WORDS, leaf.is).replace(/^[未已]/, '') };
    return [planProblem('CONDITION_UNEXPECTED', path, params)];
  }
  const earliest = Math.max(0, plannedSeconds(other) ?? 0) + leaf.afterMinutes * 60;
  return [...lateProblems(earliest, path, place), ...otherUnits({ inject, other }, path, check)];
}

function lateProblems(earliest: number, path: PlanPath, { inject: { code }, check }: Place): PlanProblem[] {
  // What was asked for may itself be too late: that is told of it.
  if (earliest <= check.endSeconds) return [];
  return [
    planProblem('CONDITION_TOO_LATE', path, { code, at: offsetText(earliest), end: offsetText(check.endSeconds) }),
  ];
}
