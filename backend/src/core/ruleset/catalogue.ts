/** Look-ups in a rule-set that both scoring and the forms need. */
import { least, points, round } from '../kernel/points.js';
import type { AttackRules, CapFamily, Category, DedupeScope, Factor, Price } from './attack-rules.js';
import type { RubricItem } from './defense-rules.js';
import type { DefenseRules } from './defense-rules.js';

export function categoryOf(rules: AttackRules, key: string | null): Category | null {
  return rules.categories.find((category) => category.key === key) ?? null;
}

/** Factors a referee may grant for a category. */
export function factorsOf(rules: AttackRules, categoryKey: string): readonly Factor[] {
  return rules.factors.filter((factor) => factor.categories === null || factor.categories.includes(categoryKey));
}

/** How one ruling on a category is priced, capped and de-duplicated. */
export interface Terms {
  readonly price: Price;
  readonly cap: CapFamily | null;
  readonly dedupe: DedupeScope;
}

/** Terms of a category and privilege; null when the privilege does not exist there. */
export function termsOf(rules: AttackRules, category: Category, privilegeKey: string | null): Terms | null {
  const privilege = category.privileges.find((entry) => entry.key === privilegeKey);
  const price = privilege?.price ?? category.price;
  if (price === null) return null;
  const capKey = privilege?.cap === undefined ? category.cap : privilege.cap;
  const cap = rules.caps.find((family) => family.key === capKey) ?? null;
  return { price, cap, dedupe: privilege?.dedupe ?? category.dedupe };
}

/** A cap family and all wider ones, narrowest first. */
export function capChain(rules: AttackRules, cap: CapFamily): readonly CapFamily[] {
  const chain: CapFamily[] = [];
  let next: CapFamily | undefined = cap;
  while (next !== undefined && !chain.includes(next)) {
    const wider: string | null = next.within;
    chain.push(next);
    next = rules.caps.find((family) => family.key === wider);
  }
  return chain;
}

/**
 * How many managed things must be shown to be controlled (TPRQ row 7: 20 % of the nodes, at most 20, rounded up);
 * null when the category asks for no sample.
 */
export function requiredProofs(category: Category, managed: number): number | null {
  if (category.proof === null) return null;
  const wanted = round(points(category.proof.share).mul(managed), 'up');
  return least(wanted, points(category.proof.atMost)).toInteger();
}

/** All items of the rubric in order. */
export function rubricItems(rules: DefenseRules): readonly RubricItem[] {
  return rules.dimensions.flatMap((dimension) => dimension.items);
}
