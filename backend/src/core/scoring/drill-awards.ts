/** Marks of drills 演练得分: in order of release, a limit per kind of expectation, and one over all. */
import { ZERO, exactText, points } from '../kernel/points.js';
import type { Points } from '../kernel/points.js';
import type { DrillRule } from '../ruleset/defense-rules.js';
import type { RuleSet } from '../ruleset/rule-set.js';
import { awardKey } from './award-key.js';
import type { Award, Party, Step } from './award.js';
import type { DrillMarkFact, Facts } from './facts.js';
import { step, zeroReason } from './step-codes.js';
import { UnitTree } from './units.js';

interface Paid {
  readonly amount: Points;
  readonly steps: readonly Step[];
  readonly zeroReason: Step | null;
}

interface Limit {
  /** The kind of expectation, or total. */
  readonly scope: string;
  readonly limit: Points;
  /** Where its use is counted. */
  readonly counter: string;
}

/** DRILL awards of every marked answer, zeros included; where the rules give nothing for drills, zeros that say so. */
export function drillAwards(ruleSet: RuleSet, facts: Facts): Award[] {
  const rules = ruleSet.defense;
  if (rules === null) return [];
  const units = new UnitTree(facts.units);
  const used = new Map<string, Points>();
  return inOrder(facts.drillMarks).map((mark) => {
    const party: Party = { side: 'DEFENSE', id: units.rootOf(mark.unitId) };
    const paid = rules.drill === null ? unpriced(mark) : pay(mark, limitsOf(rules.drill, mark, party.id), used);
    const source = { kind: 'DRILL', id: mark.id, resultId: null, receiptSeq: mark.receiptSeq } as const;
    const rule = { source, ruleKey: 'drill' };
    const key = awardKey('DRILL', party, rule);
    const account = 'DRILL' as const;
    return { key, party, account, ...rule, ruleSetHash: ruleSet.hash, ...paid, isProvisional: false };
  });
}

/** By release; injects released by one act follow their codes. */
function inOrder(marks: readonly DrillMarkFact[]): DrillMarkFact[] {
  return [...marks].sort((a, b) => a.receiptSeq - b.receiptSeq || compare(a.code, b.code) || compare(a.id, b.id));
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function unpriced(mark: DrillMarkFact): Paid {
  return { amount: ZERO, steps: [given(mark)], zeroReason: zeroReason('DRILL_NOT_PRICED', {}) };
}

function given({ code, expectation, fullPoints, points: text }: DrillMarkFact): Step {
  const figures = { full: exactText(points(fullPoints)), points: exactText(points(text)) };
  return step('DRILL_MARK', { inject: code, expectation, ...figures });
}

function limitsOf(rule: DrillRule, { drillId, expectation }: DrillMarkFact, rootId: string): Limit[] {
  const place = [rootId, rule.limitsPer === 'drill' ? drillId : ''];
  const own = rule.limits.find(({ kind }) => kind === expectation);
  const narrow = own === undefined ? [] : [{ scope: own.kind, limit: own.limit }];
  const wide = rule.total === null ? [] : [{ scope: 'total', limit: rule.total }];
  return [...narrow, ...wide].map(({ scope, limit }) => ({
    scope,
    limit: points(limit),
    counter: JSON.stringify([...place, scope]),
  }));
}

function pay(mark: DrillMarkFact, limits: readonly Limit[], used: Map<string, Points>): Paid {
  const steps: Step[] = [given(mark)];
  let amount = points(mark.points);
  let spent: Step | null = amount.isZero ? zeroReason('MARKED_ZERO', {}) : null;
  for (const { scope, limit, counter } of limits) {
    const before = used.get(counter) ?? ZERO;
    const left = limit.sub(before);
    // Said only where it cuts: a mark must not reverse and repost every later one.
    if (left.gte(amount)) continue;
    amount = left;
    const figures = { scope, limit: exactText(limit) };
    steps.push(step('DRILL_CAP', { ...figures, used: exactText(before), amount: exactText(amount) }));
    if (amount.isZero) spent ??= zeroReason('DRILL_CAP_REACHED', figures);
  }
  for (const { counter } of limits) used.set(counter, (used.get(counter) ?? ZERO).add(amount));
  return { amount, steps, zeroReason: spent };
}
