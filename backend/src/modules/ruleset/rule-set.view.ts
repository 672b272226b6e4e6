import type { AttackRules, Category, Price } from '../../core/ruleset/attack-rules.js';
import type { DefenseRules } from '../../core/ruleset/defense-rules.js';
import type { RuleSet } from '../../core/ruleset/rule-set.js';
import { formulaViews } from './formula.view.js';
import { abnormalView, capViews, doubtViews, drillView, exampleViews, multipliersView } from './rule-set-parts.view.js';
import type { RuleCategory, RuleOption, RulePrice, RuleSetView } from './rule-set.types.js';

/** A rule-set as the API shows it. */
export function ruleSetView(rules: RuleSet): RuleSetView {
  const { attack, defense } = rules;
  return {
    hash: rules.hash,
    key: rules.key,
    version: String(rules.version),
    title: rules.title,
    summary: rules.summary,
    source: rules.source,
    doubts: doubtViews(rules),
    examples: exampleViews(rules),
    caps: capViews(attack),
    multipliers: multipliersView(attack),
    abnormal: abnormalView(defense),
    drill: drillView(defense),
    ratingRules: rules.rating,
    isExample: rules.isSample,
    options: [...optionsOf('attack', attack?.options), ...optionsOf('defense', defense?.options)],
    formulas: [
      ...(attack ? formulaViews('attack', attack.standings) : []),
      ...(defense ? formulaViews('defense', defense.standings) : []),
    ],
    ...attackView(attack),
    ...defenseView(defense),
  };
}

function attackView(attack: AttackRules | null): Pick<RuleSetView, 'categories' | 'factors'> {
  if (attack === null) return { categories: [], factors: [] };
  return {
    categories: attack.categories.map((category) => categoryView(attack, category)),
    factors: attack.factors.map(({ key, title, clause, times }) => ({ key, title, clause, times })),
  };
}

function categoryView(attack: AttackRules, category: Category): RuleCategory {
  const cap = attack.caps.find(({ key }) => key === category.cap) ?? null;
  return {
    key: category.key,
    row: category.row,
    group: groupTitle(attack, category),
    title: category.title,
    clause: category.clause,
    privileges: category.privileges.map(({ key, title, price }) => ({ key, title, price: priceView(price) })),
    price: category.price ? priceView(category.price) : null,
    quantityLabel: category.quantity,
    measures: [...category.measures],
    ...capView(cap),
    factorKeys: attack.factors
      .filter(({ categories }) => categories === null || categories.includes(category.key))
      .map(({ key }) => key),
    evidence: [...category.evidence],
  };
}

function groupTitle(attack: AttackRules, category: Category): Category['title'] {
  return attack.classes.find(({ key }) => key === category.class)?.title ?? category.title;
}

function capView(cap: AttackRules['caps'][number] | null): Pick<RuleCategory, 'capKey' | 'capPoints' | 'capTitle'> {
  if (cap === null) return { capKey: null, capPoints: null, capTitle: null };
  return { capKey: cap.key, capPoints: cap.limit, capTitle: cap.title };
}

function priceView(price: Price): RulePrice {
  return {
    points: price.points,
    each: price.each,
    judgedMin: price.judged?.min ?? null,
    judgedMax: price.judged?.max ?? null,
    isJudged: price.judged !== null,
  };
}

type DefenseView = Pick<
  RuleSetView,
  'dimensions' | 'means' | 'bonusKinds' | 'basis' | 'recoveryShare' | 'reportLimit' | 'bonusCap' | 'weightRepair'
>;

function defenseView(defense: DefenseRules | null): DefenseView {
  if (defense === null) {
    const none = { basis: null, recoveryShare: null, reportLimit: null, bonusCap: null, weightRepair: null };
    return { dimensions: [], means: [], bonusKinds: [], ...none };
  }
  return {
    dimensions: defense.dimensions.map((dimension) => ({
      ...dimension,
      items: dimension.items.map((item) => ({ ...item, evidence: [...item.evidence] })),
    })),
    means: [...defense.means],
    bonusKinds: defense.bonuses.map(({ cap, evidence, ...bonus }) => ({
      ...bonus,
      capPoints: cap,
      evidence: [...evidence],
    })),
    basis: defense.basis,
    recoveryShare: defense.recoveryShare,
    reportLimit: defense.reportLimit,
    bonusCap: defense.bonusCap,
    weightRepair: defense.weightRepair?.reason ?? null,
  };
}

function optionsOf(side: string, options: object | undefined): RuleOption[] {
  return Object.entries(options ?? {}).map(([key, value]) => ({ key: `${side}.${key}`, value: String(value) }));
}
