/**
 * Reads a rule-set file. All problems come back at once, each at its line: a rule-set is written by hand, by
 * people who should not have to fix one mistake to learn of the next.
 */
import type { z } from 'zod';
import { ZERO, exactText } from '../kernel/points.js';
import { checkAttack } from './check-attack.js';
import { checkDefense } from './check-defense.js';
import { checkRating } from './check-rating.js';
import { checkReferences } from './check-references.js';
import { Findings } from './findings.js';
import { parseFormula } from './formula.js';
import { hashContent } from './hash.js';
import type { AttackRules } from './attack-rules.js';
import type { DefenseRules } from './defense-rules.js';
import type { Formula, StandingsRule } from './standings-rule.js';
import type { RatingRules } from './rating-rules.js';
import type { RuleSet } from './rule-set.js';
import type { Settings } from './words.js';
import { attackSchema } from './schema-attack.js';
import { defenseSchema } from './schema-defense.js';
import { headSchema } from './schema.js';
import { ratingSchema } from './schema-rating.js';
import type { AttackFile } from './schema-attack.js';
import type { DefenseFile } from './schema-defense.js';
import type { HeadFile, RuleSetParts } from './schema.js';
import type { RatingFile } from './schema-rating.js';
import { applySettings } from './settings.js';
import { RuleSource } from './source.js';
import type { Path, Problem } from './source.js';
import { effectiveWeights } from './weights.js';

export type ParsedRuleSet = { readonly ruleSet: RuleSet } | { readonly problems: readonly Problem[] };

/**
 * Parses and checks a rule-set text; `fileName` only labels the problems. Settings choose other readings and
 * are part of the hash.
 */
export function parseRuleSet(text: string, fileName: string, settings: Settings = {}): ParsedRuleSet {
  return readRuleSet(new RuleSource(text, fileName), settings);
}

/** The same for a source at hand: reading YAML is most of the work, and one text has many readings. */
export function readRuleSet(source: RuleSource, settings: Settings = {}): ParsedRuleSet {
  const syntax = source.syntaxProblems();
  if (!source.isRead) return { problems: syntax };
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
    return { head: null, attack: null, defense: null, rating: null };
  }
  const sides = ['attack', 'defense', 'rating'] as const;
  if (sides.every((side) => isAbsent(content[side]))) findings.add([], 'NO_SIDE');
  const attack = readPart(content.attack, { schema: attackSchema, base: ['attack'], findings });
  const defense = readPart(content.defense, { schema: defenseSchema, base: ['defense'], findings });
  const rating = readPart(content.rating, { schema: ratingSchema, base: ['rating'], findings });
  if (attack !== null) checkAttack(attack, findings);
  if (defense !== null) checkDefense(defense, findings);
  if (rating !== null) checkRating(rating, findings);
  const head = readPart(content, { schema: headSchema, base: [], findings });
  const parts = { head, attack, defense, rating };
  // A side that could not be read would make every reference to it look wrong.
  const isComplete = sides.every((side) => isAbsent(content[side]) === (parts[side] === null));
  if (isComplete) checkReferences(content, parts, findings);
  return parts;
}

function isAbsent(part: unknown): boolean {
  return part === undefined || part === null;
}

interface PartPlace<Schema> {
  readonly schema: Schema;
  readonly base: Path;
  readonly findings: Findings;
}

/** The part in its shape; null when absent or wrong, after its problems have been noted. */
function readPart<Schema extends z.ZodType>(
  part: unknown,
  { schema, base, findings }: PartPlace<Schema>,
): z.output<Schema> | null {
  if (isAbsent(part)) return null;
  const read = schema.safeParse(part, { reportInput: true });
  if (read.success) return read.data;
  findings.addIssues(base, read.error.issues);
  return null;
}

function assemble(head: HeadFile, parts: RuleSetParts, hash: string): RuleSet {
  return {
    ...head,
    hash,
    attack: parts.attack === null ? null : buildAttack(parts.attack),
    defense: parts.defense === null ? null : buildDefense(parts.defense),
    rating: parts.rating === null ? null : buildRating(parts.rating),
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

/** Items that weigh nothing in this reading are left out: they stand in the file for another one (FHZ “其他 5 %”). */
function buildDefense(defense: DefenseFile): DefenseRules {
  const weights = effectiveWeights(defense);
  const dimensions = defense.dimensions.map((dimension) => ({
    ...dimension,
    items: dimension.items
      .map((item) => ({ ...item, weight: exactText(weights.get(item.key) ?? ZERO), printedWeight: item.weight }))
      .filter((item) => item.weight !== '0'),
  }));
  return { ...defense, dimensions, standings: buildStandings(defense.standings) };
}

function buildRating(rating: RatingFile): RatingRules {
  return { ...rating, values: rating.values.map((value) => ({ ...value, formula: readFormula(value.formula) })) };
}

function buildStandings(standings: AttackFile['standings']): StandingsRule {
  const { formula, whenZero, ...rest } = standings;
  const zeroCase = whenZero === null ? null : { variable: whenZero.variable, formula: readFormula(whenZero.formula) };
  return { ...rest, formula: readFormula(formula), whenZero: zeroCase };
}

function readFormula(text: string): Formula {
  return { text, expression: parseFormula(text) };
}
