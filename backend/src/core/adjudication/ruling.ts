/**
 * What a referee may rule on one attack node. The rule-set fixes categories, privileges, factors and
 * figures; a referee types points only where the rule states a range (TPRQ rows 15 and 19, for example).
 */
import { points } from '../kernel/points.js';
import type { FieldProblem } from '../kernel/refusal.js';
import { categoryOf, factorsOf, termsOf } from '../ruleset/catalogue.js';
import type { AttackRules, Category, Price } from '../ruleset/attack-rules.js';
import type { NodeRuling, Outcome } from '../scoring/facts.js';

/** A ruling as it arrives, before it is checked. */
export interface RulingDraft {
  readonly outcome: Outcome;
  readonly categoryKey: string | null;
  readonly privilegeKey: string | null;
  readonly quantity: number;
  readonly judgedPoints: string | null;
  readonly deductionPoints: string | null;
  readonly systemKey: string;
  readonly factors: readonly string[];
  readonly measures: Readonly<Record<string, string>>;
  /** Vulnerability group 同一漏洞: a CVE number or a word the referees agree on; null = one of its own. */
  readonly vulnerabilityKey: string | null;
  readonly reason: string;
}

/** Longest key of a vulnerability group. */
export const MAX_VULNERABILITY_KEY = 80;

/** A group's key as it is stored: without spaces around it, CVE numbers in capitals; null for none. */
export function vulnerabilityKeyOf(typed: string | null | undefined): string | null {
  const key = (typed ?? '').trim();
  if (key === '') return null;
  return /^cve-/i.test(key) ? key.toUpperCase() : key;
}

/** A non-negative decimal a person may type; bounded, so that no figure can be absurdly long. */
const FIGURE = /^\d{1,12}(\.\d{1,6})?$/;

/** The ruling without what its outcome makes void: a rejected node carries a reason and nothing else. */
export function settledRuling(draft: RulingDraft): RulingDraft {
  if (draft.outcome !== 'REJECTED') return draft;
  const none = {
    categoryKey: null,
    privilegeKey: null,
    judgedPoints: null,
    deductionPoints: null,
    vulnerabilityKey: null,
  };
  return { ...draft, ...none, quantity: 1, factors: [], measures: {} };
}

/** Everything wrong with a ruling under the pinned rules; empty = may be recorded. */
export function rulingProblems(rules: AttackRules, draft: RulingDraft): FieldProblem[] {
  if (draft.outcome === 'REJECTED') return draft.reason.trim() === '' ? [{ path: 'reason', code: 'REQUIRED' }] : [];
  const category = categoryOf(rules, draft.categoryKey);
  if (category === null)
    return [{ path: 'categoryKey', code: draft.categoryKey === null ? 'REQUIRED' : 'NOT_A_CHOICE' }];
  return [
    ...priceProblems(rules, category, draft),
    ...quantityProblems(category, draft),
    ...factorProblems(rules, category, draft),
    ...measureProblems(category, draft),
    ...(isFigureOrNull(draft.deductionPoints) ? [] : [{ path: 'deductionPoints', code: 'WRONG_FORM' }]),
  ];
}

/** The ruling as scoring reads it. */
export function rulingFact(verdictId: string, draft: RulingDraft): NodeRuling {
  const { reason: _, ...ruling } = draft;
  return { verdictId, ...ruling };
}

function priceProblems(rules: AttackRules, category: Category, draft: RulingDraft): FieldProblem[] {
  const terms = termsOf(rules, category, draft.privilegeKey);
  if (terms === null || (category.privileges.length === 0 && draft.privilegeKey !== null)) {
    return [{ path: 'privilegeKey', code: draft.privilegeKey === null ? 'REQUIRED' : 'NOT_A_CHOICE' }];
  }
  const system =
    terms.dedupe !== 'none' && draft.systemKey.trim() === '' ? [{ path: 'systemKey', code: 'REQUIRED' }] : [];
  return [...judgedProblems(terms.price, draft.judgedPoints), ...system];
}

/** Points are typed if, and only if, the rule gives a range. */
function judgedProblems(price: Price, judgedPoints: string | null): FieldProblem[] {
  const path = 'judgedPoints';
  if (price.judged === null) return judgedPoints === null ? [] : [{ path, code: 'NOT_FOR_THIS_RULE' }];
  if (judgedPoints === null) return [{ path, code: 'REQUIRED' }];
  if (!FIGURE.test(judgedPoints)) return [{ path, code: 'WRONG_FORM' }];
  const given = points(judgedPoints);
  if (given.lt(points(price.judged.min))) return [{ path, code: 'TOO_SMALL' }];
  const { max } = price.judged;
  return max !== null && given.gt(points(max)) ? [{ path, code: 'TOO_LARGE' }] : [];
}

function quantityProblems(category: Category, draft: RulingDraft): FieldProblem[] {
  if (!Number.isSafeInteger(draft.quantity) || draft.quantity < 1) return [{ path: 'quantity', code: 'TOO_SMALL' }];
  return category.quantity === null && draft.quantity > 1 ? [{ path: 'quantity', code: 'TOO_LARGE' }] : [];
}

function factorProblems(rules: AttackRules, category: Category, draft: RulingDraft): FieldProblem[] {
  const granted = new Set(factorsOf(rules, category.key).map(({ key }) => key));
  return draft.factors.flatMap((key, index) => {
    const isRepeated = draft.factors.indexOf(key) !== index;
    return granted.has(key) && !isRepeated ? [] : [{ path: `factors.${index}`, code: 'NOT_A_CHOICE' }];
  });
}

function measureProblems(category: Category, draft: RulingDraft): FieldProblem[] {
  const known = new Set(category.measures.map(({ key }) => key));
  return Object.entries(draft.measures).flatMap(([key, value]) => {
    if (!known.has(key)) return [{ path: `measures.${key}`, code: 'NOT_A_CHOICE' }];
    return FIGURE.test(value) ? [] : [{ path: `measures.${key}`, code: 'WRONG_FORM' }];
  });
}

function isFigureOrNull(value: string | null): boolean {
  return value === null || FIGURE.test(value);
}
