import type { RatingRules, RatingValue } from '../../core/ruleset/rating-rules.js';
import { formulaNodes } from './formula.view.js';
import type { RatingRulesView } from './rule-rating.types.js';
import type { RuleFormula } from './rule-set.types.js';

/** Rated factors as the API shows them. */
export function ratingRulesView(rating: RatingRules | null): RatingRulesView | null {
  if (rating === null) return null;
  const names = new Map([...rating.factors, ...rating.values].map(({ key, symbol }) => [key, symbol]));
  return {
    factors: rating.factors.map((factor) => ({ ...factor, levels: [...factor.levels], parts: [...factor.parts] })),
    values: rating.values.map((value) => ({ ...value, formula: formulaView(value, names) })),
    grades: [...rating.grades],
    mirrors: rating.mirrors.map(({ factors, sum }) => ({ factors: [...factors], sum })),
    places: rating.places,
  };
}

/** Variables are shown by the symbols people know, e.g. OL. */
function formulaView({ key, title, formula }: RatingValue, names: ReadonlyMap<string, string>): RuleFormula {
  const nodes = formulaNodes(formula.expression).map((node) => {
    const symbol = node.name === null ? undefined : names.get(node.name);
    return symbol === undefined ? node : { ...node, label: { zh: symbol, en: symbol } };
  });
  return { key: `rating:${key}`, when: 'normal', title, expression: formula.text, nodes };
}
