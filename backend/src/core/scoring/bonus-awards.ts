/** Bonus points 附加分 (FHZ rule 5): judged claims in receipt order, a limit per kind or claim, and one over all. */
import { ZERO, exactText, least, points } from '../kernel/points.js';
import type { Points } from '../kernel/points.js';
import type { BonusKind, DefenseRules } from '../ruleset/defense-rules.js';
import type { RuleSet } from '../ruleset/rule-set.js';
import { byReceipt } from './attack-lines.js';
import { awardKey } from './award-key.js';
import type { Award, Party, Step } from './award.js';
import type { BonusFact, Facts } from './facts.js';
import { step, zeroReason } from './step-codes.js';
import { UnitTree } from './units.js';

interface Paid {
  readonly amount: Points;
  readonly steps: readonly Step[];
  readonly zeroReason: Step | null;
}

/** Running sums per unit and limit. */
type Used = Map<string, Points>;

interface Limit {
  readonly scope: 'kind' | 'item' | 'total';
  readonly limit: Points;
  /** Where its use is counted; null for a limit on the single claim. */
  readonly counter: string | null;
}

/** BONUS awards of every judged claim. */
export function bonusAwards(ruleSet: RuleSet, facts: Facts): Award[] {
  const rules = ruleSet.defense;
  if (rules === null) return [];
  const units = new UnitTree(facts.units);
  const used: Used = new Map();
  return byReceipt(facts.bonuses).flatMap((bonus) => {
    if (bonus.points === null) return [];
    const party: Party = { side: 'DEFENSE', id: units.rootOf(bonus.unitId) };
    const kind = rules.bonuses.find((entry) => entry.key === bonus.bonusKey);
    const paid =
      kind === undefined ? unknown(bonus) : pay(points(bonus.points), limitsOf(rules, kind, party.id), { used, bonus });
    const source = { kind: 'BONUS', id: bonus.id, resultId: null, receiptSeq: bonus.receiptSeq } as const;
    const rule = { source, ruleKey: bonus.bonusKey };
    const key = awardKey('BONUS', party, rule);
    return [
      { key, party, account: 'BONUS' as const, ...rule, ruleSetHash: ruleSet.hash, ...paid, isProvisional: false },
    ];
  });
}

function unknown(bonus: BonusFact): Paid {
  return { amount: ZERO, steps: [], zeroReason: zeroReason('UNKNOWN_BONUS', { bonus: bonus.bonusKey }) };
}

function limitsOf(rules: DefenseRules, kind: BonusKind, rootId: string): Limit[] {
  const limits: Limit[] = [];
  if (kind.cap !== null) {
    const scope = rules.options.bonusItemCapScope;
    const counter = scope === 'kind' ? JSON.stringify([rootId, kind.key]) : null;
    limits.push({ scope, limit: points(kind.cap), counter });
  }
  if (rules.bonusCap !== null)
    limits.push({ scope: 'total', limit: points(rules.bonusCap), counter: JSON.stringify([rootId]) });
  return limits;
}

function pay(claimed: Points, limits: readonly Limit[], { used, bonus }: { used: Used; bonus: BonusFact }): Paid {
  const steps: Step[] = [step('BONUS', { bonus: bonus.bonusKey, points: exactText(claimed) })];
  let amount = claimed;
  let spent: Step | null = claimed.isZero ? zeroReason('MARKED_ZERO', {}) : null;
  for (const { scope, limit, counter } of limits) {
    const before = counter === null ? ZERO : (used.get(counter) ?? ZERO);
    amount = least(amount, limit.sub(before));
    const figures = { scope, limit: exactText(limit) };
    steps.push(step('BONUS_CAP', { ...figures, used: exactText(before), amount: exactText(amount) }));
    if (amount.isZero) spent ??= zeroReason('BONUS_CAP_REACHED', figures);
  }
  for (const { counter } of limits) {
    if (counter !== null) used.set(counter, (used.get(counter) ?? ZERO).add(amount));
  }
  return { amount, steps, zeroReason: spent };
}
