/**
 * Marking an incident by the rubric (FHZ: 25 items in six dimensions). A referee marks every judged item
 * with a share of its weight; coverage and means are computed and cannot be marked.
 */
import { ONE, points, ZERO } from '../kernel/points.js';
import type { FieldProblem } from '../kernel/refusal.js';
import { rubricItems } from '../ruleset/catalogue.js';
import type { DefenseRules } from '../ruleset/defense-rules.js';
import type { MarkFact } from '../scoring/facts.js';

const SHARE = /^\d{1,6}(\.\d{1,6}|\/[1-9]\d{0,5})?$/;

/** Everything wrong with a mark sheet under the pinned rules; empty = may be recorded. */
export function marksProblems(rules: DefenseRules, marks: readonly MarkFact[]): FieldProblem[] {
  const items = new Map(rubricItems(rules).map((item) => [item.key, item]));
  const seen = new Set<string>();
  const wrong = marks.flatMap(({ itemKey, share }, index) => {
    const path = `marks.${index}`;
    const item = items.get(itemKey);
    if (item === undefined) return [{ path: `${path}.itemKey`, code: 'NOT_A_CHOICE' }];
    if (item.mark !== 'judged') return [{ path: `${path}.itemKey`, code: 'COMPUTED' }];
    if (seen.has(itemKey)) return [{ path: `${path}.itemKey`, code: 'TAKEN' }];
    seen.add(itemKey);
    return isShare(share) ? [] : [{ path: `${path}.share`, code: 'NOT_A_SHARE' }];
  });
  return [...wrong, ...missingMarks(rules, marks)];
}

/** Whole reports are marked whole; where dimensions score alone, one that was not filed stays unmarked. */
function missingMarks(rules: DefenseRules, marks: readonly MarkFact[]): FieldProblem[] {
  const marked = new Set(marks.map(({ itemKey }) => itemKey));
  return rules.dimensions
    .map(({ items }) => items.filter(({ mark }) => mark === 'judged'))
    .filter((items) => rules.basis === 'share-of-deduction' || items.some(({ key }) => marked.has(key)))
    .flatMap((items) => items.filter(({ key }) => !marked.has(key)))
    .map(({ key }) => ({ path: `marks.${key}`, code: 'REQUIRED' }));
}

/** Whether the text is an exact share between nothing and all. */
function isShare(text: string): boolean {
  if (!SHARE.test(text)) return false;
  const share = points(text);
  return share.gte(ZERO) && share.lte(ONE);
}
