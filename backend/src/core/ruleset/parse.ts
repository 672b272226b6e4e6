/**
 * Reads a rule-set file. All problems come back at once, each at its line: a rule-set is written by hand, by
 * people who should not have to fix one mistake to learn of the next.
 */
import { exactText } from '../kernel/points.js';
import { checkAttack } from './check-attack.js';
import { checkDefense } from './check-defense.js';
import { checkReferences } from './check-references.js';
import { Findings } from './findings.js';
import { parseFormula } from './formula.js';
import { hashContent } from './hash.js';
import type { AttackRules, DefenseRules, Formula, RuleSet, Settings, StandingsRule } from './rule-set.js';
import { attackSchema, defenseSchema, headSchema } from './schema.js';
import type { AttackFile, DefenseFile, HeadFile, RuleSetParts } from './schema.js';
import { applySettings } from './settings.js';
import { RuleSource } from './source.js';
import type { Problem } from './source.js';
import { effectiveWeights } from './weights.js';

export type ParsedRuleSet = { readonly ruleSet: RuleSet } | { readonly problems: readonly Problem[] };

/**
 * Parses and checks a rule-set text; `fileName` only labels the problems. Settings choose other readings and
 * are part of the hash.
 */
export function parseRuleSet(text: string, fileName: string, settings: Settings = {}): ParsedRuleSet {
  const source = new RuleSource(text, fileName);
  const syntax = source.syntaxProblems();
  const { content, unknownPaths } = applySettings(source.plain(), settings);
  const findings = new Findings(source);
  for (const key of unknownPaths) findings.add([], 'UNKNOWN_SETTING', { key });
  const parts = checkContent(content, findings);
  const problems = [...syntax, ...findings.problems].sort((a, b) => a.line - b.line || a.column - b.column);
  if (problems.length > 0 || parts.head === null) return { problems };
  return { ruleSet: assemble(parts.head, parts, hashContent(content)) };
}

function isMapping(content: unknown): content is Record<string, unknown> {
  return content !== null && typeof content === 'object' && !Array.isArray(content);
}

function checkContent(content: unknown, findings: Findings): RuleSetParts {
  if (!isMapping(content)) {
    findings.add([], 'NOT_A_MAP');
    return { head: null, attack: null, defense: null };
  }
  const head = headSchema.safeParse(content, { reportInput: true });
  if (!head.success) findings.addIssues([], head.error.issues);
  const attack = content.attack == null ? null : attackSchema.safeParse(content.attack, { reportInput: true });
  if (attack?.success === false) findings.addIssues(['attack'], attack.error.issues);
  if (attack?.success === true) checkAttack(attack.data, findings);
  const defense = content.defense == null ? null : defenseSchema.safeParse(content.defense, { reportInput: true });
  if (defense?.success === false) findings.addIssues(['defense'], defense.error.issues);
  if (defense?.success === true) checkDefense(defense.data, findings);
  if (attack === null && defense === null) findings.add([], 'NO_SIDE');
  const parts = { head: head.data ?? null, attack: attack?.data ?? null, defense: defense?.data ?? null };
  const isReadable = attack?.success !== false && defense?.success !== false;
  if (isReadable) checkReferences(content, parts, findings);
  return parts;
}

function assemble(head: HeadFile, parts: RuleSetParts, hash: string): RuleSet {
  return {
    ...head,
    hash,
    attack: parts.attack === null ? null : buildAttack(parts.attack),
    defense: parts.defense === null ? null : buildDefense(parts.defense),
  };
}

function buildAttack(attack: AttackFile): AttackRules {
  const categories = attack.categories.map((category) => ({
    ...category,
    privileges: category.privileges.map(({ points, each, judged, ...privilege }) => ({
      ...privilege,
      price: { points, each, judged },
    })),
  }));
  return { ...attack, categories, standings: buildStandings(attack.standings) };
}

function buildDefense(defense: DefenseFile): DefenseRules {
  const weights = effectiveWeights(defense);
  const dimensions = defense.dimensions.map((dimension) => ({
    ...dimension,
    items: dimension.items.map((item) => {
      const weight = weights.get(item.key);
      return { ...item, weight: weight === undefined ? item.weight : exactText(weight), printedWeight: item.weight };
    }),
  }));
  return { ...defense, dimensions, standings: buildStandings(defense.standings) };
}

function buildStandings(standings: AttackFile['standings']): StandingsRule {
  const { formula, whenZero, ...rest } = standings;
  const zeroCase = whenZero === null ? null : { variable: whenZero.variable, formula: readFormula(whenZero.formula) };
  return { ...rest, formula: readFormula(formula), whenZero: zeroCase };
}

function readFormula(text: string): Formula {
  return { text, expression: parseFormula(text) };
}
