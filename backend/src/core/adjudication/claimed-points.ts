/** What a team itself claims for a node under the rule-set: price only, before caps and duplicates. */
import { points, ZERO } from '../kernel/points.js';
import type { Points } from '../kernel/points.js';
import { categoryOf, termsOf } from '../ruleset/catalogue.js';
import type { AttackRules } from '../ruleset/attack-rules.js';
import type { NodeRuling } from '../scoring/facts.js';

/** The scoring part of a claim. */
export interface ClaimedNode {
  readonly id: string;
  readonly categoryKey: string | null;
  readonly privilegeKey: string | null;
  readonly quantity: number;
  readonly systemKey: string;
}

/** Points claimed; null without a category. A range counts with its lower end. */
export function claimedPoints(rules: AttackRules, node: ClaimedNode): Points | null {
  const category = categoryOf(rules, node.categoryKey);
  const terms = category === null ? null : termsOf(rules, category, node.privilegeKey);
  if (terms === null) return null;
  const { price } = terms;
  if (price.judged !== null) return points(price.judged.min);
  const fixed = price.points === null ? ZERO : points(price.points);
  return price.each === null ? fixed : fixed.add(points(price.each).mul(node.quantity));
}

/** The claim read as if a referee accepted it as it stands; null where nothing is claimed. */
export function rulingAsClaimed(rules: AttackRules, node: ClaimedNode): NodeRuling | null {
  const category = categoryOf(rules, node.categoryKey);
  const terms = category === null ? null : termsOf(rules, category, node.privilegeKey);
  if (terms === null) return null;
  const { categoryKey, privilegeKey, quantity, systemKey } = node;
  const judgedPoints = terms.price.judged?.min ?? null;
  const claimed = { categoryKey, privilegeKey, quantity, judgedPoints, deductionPoints: null };
  return {
    verdictId: node.id,
    outcome: 'ACCEPTED',
    ...claimed,
    systemKey: systemKey || node.id,
    factors: [],
    measures: {},
  };
}
