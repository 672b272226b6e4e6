/**
 * From facts to awards: a pure function, exact, the same for any order of the arrays and of the decisions. The
 * ledger gets the difference to what it holds (core/ledger); a preview is the same call with one more ruling.
 */
import { ZERO } from '../kernel/points.js';
import type { Points } from '../kernel/points.js';
import type { RuleSet } from '../ruleset/rule-set.js';
import { abnormalAwards } from './abnormal-awards.js';
import { adjustmentAwards } from './adjustment-awards.js';
import { attackAwards, deductionAwards } from './attack-awards.js';
import { attackLines } from './attack-lines.js';
import type { CapUsage } from './attack-line.js';
import type { Award, Phase } from './award.js';
import { bonusAwards } from './bonus-awards.js';
import { defenseAwards } from './defense-awards.js';
import { deductionsOf } from './deductions.js';
import { drillAwards } from './drill-awards.js';
import type { Deduction } from './deductions.js';
import type { Facts } from './facts.js';

export type { Phase } from './award.js';

/** The rule-sets an exercise pins; both may be the same one. */
export interface PinnedRules {
  readonly attack: RuleSet;
  readonly defense: RuleSet;
}

/**
 * All awards of an exercise. A side its rule-set says nothing about gets none.
 * @throws RangeError when a figure in the facts is not an exact number.
 */
export function computeAwards(rules: PinnedRules, facts: Facts, phase: Phase): Award[] {
  return computeScores(rules, facts, phase).awards;
}

/** Awards with what came out on the way to them, so that nobody computes it twice. */
export interface Scores {
  readonly awards: Award[];
  /** How far every cap is used up; caps nothing was counted against are not listed. */
  readonly caps: readonly CapUsage[];
  /** What each result cost its unit, positive. */
  readonly costs: ReadonlyMap<string, Points>;
}

/** As `computeAwards`. */
export function computeScores(rules: PinnedRules, facts: Facts, phase: Phase): Scores {
  const attack = rules.attack.attack;
  const { lines, caps } = attack === null ? { lines: [], caps: [] } : attackLines(attack, facts);
  const deductions = attack === null ? [] : deductionsOf(attack, lines);
  const costs = costsOf(deductions);
  const awards = [
    ...attackAwards(rules.attack, lines),
    ...deductionAwards(rules.attack, deductions),
    ...defenseAwards({ ruleSet: rules.defense, facts, phase, costs }),
    ...bonusAwards(rules.defense, facts),
    ...abnormalAwards(rules.defense, facts, phase),
    ...drillAwards(rules.defense, facts),
    ...adjustmentAwards({ ATTACK: rules.attack.hash, DEFENSE: rules.defense.hash }, facts),
  ];
  return { awards, caps, costs };
}

/** How far every cap is used up; caps nothing was counted against are not listed. */
export function capUsage(ruleSet: RuleSet, facts: Facts): readonly CapUsage[] {
  return ruleSet.attack === null ? [] : attackLines(ruleSet.attack, facts).caps;
}

/** What each result cost its unit, positive; the deduction an incident linked to it can win back. */
export function resultDeductions(ruleSet: RuleSet, facts: Facts): ReadonlyMap<string, Points> {
  const attack = ruleSet.attack;
  return costsOf(attack === null ? [] : deductionsOf(attack, attackLines(attack, facts).lines));
}

function costsOf(deductions: readonly Deduction[]): ReadonlyMap<string, Points> {
  const costs = new Map<string, Points>();
  for (const { line, amount } of deductions) {
    costs.set(line.result.id, (costs.get(line.result.id) ?? ZERO).add(amount));
  }
  return costs;
}
