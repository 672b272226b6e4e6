import type { AttackRules, Category } from '../ruleset/attack-rules.js';
import { categoryOf } from '../ruleset/catalogue.js';
import type { FactsRules } from './facts-rules.js';
import type { FactProblems, JsonPath } from './problem.js';
import type { FactsFile } from './schema-facts.js';

type NodeEntry = FactsFile['results'][number]['nodes'][number];

interface Place {
  readonly path: JsonPath;
  readonly problems: FactProblems;
}

/** A ruling must use what the attack rules know; a rejected one need not name anything. */
export function checkNode(node: NodeEntry, rules: FactsRules, place: Place): void {
  const attack = rules.attack.attack;
  if (attack === null || node.outcome === 'REJECTED') return;
  if (rules.givesPoints) {
    checkGiven(node, place);
    return;
  }
  const { path, problems } = place;
  const category = categoryOf(attack, node.category);
  if (node.category === null) problems.add([...path, 'category'], 'CATEGORY_MISSING');
  else if (category === null) problems.add([...path, 'category'], 'UNKNOWN_CATEGORY', { key: node.category });
  else checkTerms(node, category, place);
  checkFactors(node, attack, place);
}

/** Without attack rules only the points count; a category is allowed, so that the same file can be used with rules later. */
function checkGiven(node: NodeEntry, { path, problems }: Place): void {
  if (node.judged === null) problems.add([...path, 'judged'], 'JUDGED_MISSING');
}

function checkTerms(node: NodeEntry, category: Category, { path, problems }: Place): void {
  const known = category.privileges.map(({ key }) => key);
  const needsOne = category.price === null;
  if (node.privilege === null ? needsOne : !known.includes(node.privilege)) {
    const params = { category: category.key, key: node.privilege ?? '', known: known.join(', ') || '-' };
    problems.add([...path, 'privilege'], 'UNKNOWN_PRIVILEGE', params);
  }
  for (const key of Object.keys(node.measures)) {
    if (category.measures.some((measure) => measure.key === key)) continue;
    problems.add([...path, 'measures', key], 'UNKNOWN_MEASURE', { category: category.key, key });
  }
}

function checkFactors(node: NodeEntry, attack: AttackRules, { path, problems }: Place): void {
  node.factors.forEach((key, index) => {
    if (attack.factors.some((factor) => factor.key === key)) return;
    problems.add([...path, 'factors', index], 'UNKNOWN_FACTOR', { key });
  });
}
