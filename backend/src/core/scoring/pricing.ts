/**
 * What one ruling is worth before anything else is looked at: price × quantity or the judged figure, minimum
 * counts that turn a category into another one, factors. TPRQ table, G5 (privilege points) and G6 (final result).
 */
import { ONE, ZERO, exactText, greatest, least, points, sum } from '../kernel/points.js';
import type { Points } from '../kernel/points.js';
import { remembered } from '../kernel/remembered.js';
import { categoryOf, factorsOf, termsOf } from '../ruleset/catalogue.js';
import type { Terms } from '../ruleset/catalogue.js';
import type { AttackRules, Category, Factor, JudgedRange, Price } from '../ruleset/attack-rules.js';
import type { Step } from './award.js';
import type { NodeRuling } from './facts.js';
import { step, zeroReason } from './step-codes.js';

/** A priced ruling. `parts` are the pieces a dropping cap may look at one by one. */
export interface PricedRuling {
  readonly category: Category | null;
  readonly terms: Terms | null;
  readonly quantity: number;
  readonly parts: readonly Points[];
  readonly total: Points;
  readonly steps: readonly Step[];
  readonly zeroReason: Step | null;
}

interface Priced {
  /** The part that is the privilege itself; the rest is for what it manages. */
  readonly privilege: Points;
  readonly managed: Points;
  readonly step: Step;
}

/** Thousands of nodes are ruled alike: each way of ruling is priced once per rule-set. */
interface PriceList {
  /** By category and privilege, then by whatever else a price depends on. */
  readonly prices: Map<string | null, Map<string | null, Map<Figures, PricedRuling>>>;
  kept: number;
}

/** The quantity alone where nothing else was stated, which makes no text for tens of thousands of nodes. */
type Figures = number | string;

const LISTS = new WeakMap<AttackRules, PriceList>();
const PRICES_KEPT = 10_000;

/**
 * Prices an accepted ruling.
 * @throws RangeError when a figure in it is not an exact number; what cannot be priced comes back as zero with its reason
 */
export function priceRuling(rules: AttackRules, ruling: NodeRuling): PricedRuling {
  const list = remembered(LISTS, rules, newList);
  const ofCategory = remembered(list.prices, ruling.categoryKey, newMap<string | null, Map<Figures, PricedRuling>>);
  const alike = remembered(ofCategory, ruling.privilegeKey, newMap<Figures, PricedRuling>);
  const figures = figuresOf(ruling);
  const before = alike.get(figures);
  if (before !== undefined) return before;
  const priced = price(rules, ruling);
  if (list.kept < PRICES_KEPT) alike.set(figures, priced);
  list.kept += 1;
  return priced;
}

function newList(): PriceList {
  return { prices: new Map(), kept: 0 };
}

function newMap<Key, Value>(): Map<Key, Value> {
  return new Map();
}

function figuresOf({ quantity, judgedPoints, factors, measures }: NodeRuling): Figures {
  const granted = factors.length === 0 && !hasAny(measures) ? '' : JSON.stringify([factors, measures]);
  return judgedPoints === null && granted === '' ? quantity : `${quantity}\n${judgedPoints ?? ''}\n${granted}`;
}

function hasAny(measures: NodeRuling['measures']): boolean {
  for (const _ in measures) return true;
  return false;
}

function price(rules: AttackRules, ruling: NodeRuling): PricedRuling {
  const claimed = categoryOf(rules, ruling.categoryKey);
  if (claimed === null) return nothing(zeroReason('UNKNOWN_CATEGORY', { category: ruling.categoryKey ?? '' }));
  const effective = fallBack(rules, claimed, ruling);
  const { category, privilegeKey, quantity } = effective;
  const terms = termsOf(rules, category, privilegeKey);
  if (terms === null) {
    const params = { category: category.key, privilege: privilegeKey ?? '' };
    return nothing(zeroReason('UNKNOWN_PRIVILEGE', params), effective.steps);
  }
  const priced = applyPrice(terms.price, { category, privilegeKey, quantity, judged: ruling.judgedPoints });
  if (priced === null) return nothing(zeroReason('NOT_PRICED', { category: category.key }), effective.steps);
  const multiplied = applyFactors(rules, category, { granted: ruling.factors, priced });
  return {
    category,
    terms,
    quantity,
    parts: multiplied.parts,
    total: sum(multiplied.parts),
    steps: [...effective.steps, priced.step, ...multiplied.steps],
    zeroReason: null,
  };
}

function nothing(reason: Step, steps: readonly Step[] = []): PricedRuling {
  return { category: null, terms: null, quantity: 1, parts: [], total: ZERO, steps, zeroReason: reason };
}

interface Effective {
  readonly category: Category;
  readonly privilegeKey: string | null;
  readonly quantity: number;
  readonly steps: readonly Step[];
}

/** TPRQ rows 8 and 11: below the minimum the item is an ordinary database or web application. */
function fallBack(rules: AttackRules, category: Category, ruling: NodeRuling): Effective {
  const { privilegeKey } = ruling;
  const quantity = Math.max(1, ruling.quantity);
  const asRuled = { category, privilegeKey, quantity, steps: [] };
  const minimum = category.minimum;
  if (minimum === null) return asRuled;
  const stated = minimum.conditions.flatMap(({ measure, atLeast }) => {
    const value = measure === 'quantity' ? String(quantity) : ruling.measures?.[measure];
    return value === undefined ? [] : [{ measure, value, atLeast, isMet: points(value).gte(points(atLeast)) }];
  });
  if (stated.length === 0) return { ...asRuled, steps: [step('MINIMUM_NOT_STATED', { category: category.key })] };
  const isMet = minimum.match === 'any' ? stated.some((c) => c.isMet) : stated.every((c) => c.isMet);
  const other = categoryOf(rules, minimum.otherwise.category);
  if (isMet || other === null) return asRuled;
  const steps = stated
    .filter((condition) => !condition.isMet)
    .map(({ measure, value, atLeast }) =>
      step('REPRICED', { measure, value, atLeast, from: category.key, category: other.key }),
    );
  const fallback = privilegeKey === null ? null : (minimum.otherwise.privileges[privilegeKey] ?? null);
  return { category: other, privilegeKey: fallback, quantity: 1, steps };
}

interface Claim {
  readonly category: Category;
  readonly privilegeKey: string | null;
  readonly quantity: number;
  readonly judged: string | null;
}

function applyPrice(price: Price, claim: Claim): Priced | null {
  return price.judged === null ? fixedPrice(price, claim) : judgedPrice(price.judged, claim);
}

function about(claim: Claim): { category: string; row: string; privilege: string } {
  return { category: claim.category.key, row: claim.category.row, privilege: claim.privilegeKey ?? '' };
}

/** A figure outside its range counts as the nearer end. */
function judgedPrice({ min, max }: JudgedRange, claim: Claim): Priced | null {
  if (claim.judged === null) return null;
  const given = points(claim.judged);
  const floored = greatest(given, points(min));
  const amount = max === null ? floored : least(floored, points(max));
  const params = { ...about(claim), given: exactText(given), min, max: max ?? '', amount: exactText(amount) };
  return { privilege: amount, managed: ZERO, step: step('JUDGED', params) };
}

function fixedPrice(price: Price, claim: Claim): Priced {
  const fixed = points(price.points ?? '0');
  const perPiece = points(price.each ?? '0').mul(claim.quantity);
  const params = {
    ...about(claim),
    points: exactText(fixed),
    each: price.each ?? '0',
    quantity: String(claim.quantity),
    amount: exactText(fixed.add(perPiece)),
  };
  const isPerPiece = price.points === null;
  return {
    privilege: isPerPiece ? perPiece : fixed,
    managed: isPerPiece ? ZERO : perPiece,
    step: step('PRICE', params),
  };
}

interface Multiplied {
  readonly parts: readonly Points[];
  readonly steps: readonly Step[];
}

function applyFactors(
  rules: AttackRules,
  category: Category,
  { granted, priced }: { granted: readonly string[]; priced: Priced },
): Multiplied {
  const allowed = factorsOf(rules, category.key);
  const wanted = rules.factors.filter((factor) => granted.includes(factor.key));
  const refused = wanted.filter((factor) => !allowed.includes(factor));
  const onPrivilege = choose(
    rules,
    wanted.filter((f) => f.on === 'privilege' && allowed.includes(f)),
  );
  const onResult = choose(
    rules,
    wanted.filter((f) => f.on === 'result' && allowed.includes(f)),
  );
  let parts = [priced.privilege, priced.managed];
  const steps: Step[] = [];
  for (const factor of [...onPrivilege.used, ...onResult.used]) {
    const times = points(factor.times);
    parts = parts.map((part, index) => part.mul(factor.on === 'privilege' && index > 0 ? ONE : times));
    steps.push(
      step('FACTOR', { factor: factor.key, times: factor.times, on: factor.on, amount: exactText(sum(parts)) }),
    );
  }
  for (const factor of [...refused, ...onPrivilege.unused, ...onResult.unused]) {
    steps.push(step('FACTOR_NOT_APPLIED', { factor: factor.key, times: factor.times }));
  }
  for (const key of granted.filter((name) => !rules.factors.some((factor) => factor.key === name))) {
    steps.push(step('FACTOR_NOT_APPLIED', { factor: key, times: '' }));
  }
  return { parts: parts.filter((part) => !part.isZero), steps };
}

/** With `highest` only the largest factor acts, ties to the one written first. */
function choose(
  rules: AttackRules,
  factors: readonly Factor[],
): { used: readonly Factor[]; unused: readonly Factor[] } {
  if (rules.options.factorCombination === 'multiply') return { used: factors, unused: [] };
  const [first, ...rest] = factors;
  if (first === undefined) return { used: [], unused: [] };
  const best = rest.reduce((a, b) => (points(b.times).gt(points(a.times)) ? b : a), first);
  return { used: [best], unused: factors.filter((factor) => factor !== best) };
}
