/** Figures about referees' work. */
import { points, ZERO } from '../kernel/points.js';
import type { Points } from '../kernel/points.js';
import type { AttackRules } from '../ruleset/attack-rules.js';
import { categoryOf, termsOf } from '../ruleset/catalogue.js';
import type { RulingDraft } from './ruling.js';

/** The middle of whole numbers, of two middles their mean rounded down; null for none. */
export function medianOf(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : Math.floor((low + high) / 2);
}

/** What a ruling is worth by its price alone, before caps and factors; a rejection is worth nothing. */
export function rulingWorth(rules: AttackRules, ruling: RulingDraft): Points {
  const category = categoryOf(rules, ruling.categoryKey);
  const terms = category === null ? null : termsOf(rules, category, ruling.privilegeKey);
  if (ruling.outcome === 'REJECTED' || terms === null) return ZERO;
  if (terms.price.judged !== null) return points(ruling.judgedPoints ?? '0');
  const fixed = points(terms.price.points ?? '0');
  return terms.price.each === null ? fixed : fixed.add(points(terms.price.each).mul(ruling.quantity));
}
