/**
 * Rated factors (RTASS): every factor is judged by level, every value is a formula over factors and other values.
 * Exact throughout; a value is rounded once, at the end, and its grade is that of the rounded value
 * (RTASS prints grades with two decimals, so 3.9962 is 4.00 and 中).
 */
import { exactText, fixedText, points, round, sum } from '../kernel/points.js';
import type { Points } from '../kernel/points.js';
import { evaluate, explain, variablesOf } from '../ruleset/formula.js';
import type { EvaluatedExpression } from '../ruleset/formula.js';
import type { RatingFactor, RatingGrade, RatingRules, RatingValue } from '../ruleset/rating-rules.js';
import type { ExactText } from '../ruleset/words.js';

/** Levels as judged, by factor key or by the key of a factor's part. */
export type RatedLevels = Readonly<Record<string, ExactText>>;

/** A factor with the level it counts with. */
export interface RatedFactor {
  readonly key: string;
  /** Exact; null while nothing of it is judged. */
  readonly level: ExactText | null;
  /** Keys of the parts whose mean the level is; empty when the factor was judged as a whole. */
  readonly meanOf: readonly string[];
}

/** A value with the figures behind it; everything but `missing` is null while a factor is missing. */
export interface RatedValue {
  readonly key: string;
  readonly kind: RatingValue['kind'];
  readonly exact: ExactText | null;
  /** Rounded as the rule-set says. */
  readonly text: string | null;
  /** Key of the grade; null also where no grade reaches down to the value. */
  readonly grade: string | null;
  /** The formula with the figures put in. */
  readonly explanation: EvaluatedExpression | null;
  /** Keys of the factors it still needs, in the order of the rule-set. */
  readonly missing: readonly string[];
}

/** Two factors that mirror each other do not add up: referees should look again, nothing is changed. */
export interface MirrorWarning {
  readonly factors: readonly [string, string];
  readonly levels: readonly [ExactText, ExactText];
  readonly sum: ExactText;
  readonly expected: ExactText;
}

/** What a sheet of levels comes to. */
export interface Rating {
  readonly factors: readonly RatedFactor[];
  readonly values: readonly RatedValue[];
  readonly warnings: readonly MirrorWarning[];
  /** Keys of the factors without a level. */
  readonly missing: readonly string[];
}

/** A level that cannot be used: no such factor or part, or not one of its levels. */
export interface LevelProblem {
  readonly key: string;
  readonly code: 'UNKNOWN_FACTOR' | 'UNKNOWN_LEVEL';
}

/** What is wrong with a sheet of levels; empty when it can be rated. */
export function levelProblems(rules: Pick<RatingRules, 'factors'>, levels: RatedLevels): LevelProblem[] {
  const scales = new Map<string, RatingFactor['levels']>();
  for (const factor of rules.factors) {
    for (const { key } of [factor, ...factor.parts]) scales.set(key, factor.levels);
  }
  return Object.entries(levels).flatMap(([key, level]): LevelProblem[] => {
    const scale = scales.get(key);
    if (scale === undefined) return [{ key, code: 'UNKNOWN_FACTOR' }];
    const isKnown = scale.some((entry) => isSameFigure(entry.level, level));
    return isKnown ? [] : [{ key, code: 'UNKNOWN_LEVEL' }];
  });
}

function isSameFigure(known: ExactText, given: string): boolean {
  return /^\d{1,9}(\.\d{1,9})?$/.test(given) && points(known).equals(points(given));
}

/**
 * Rates a sheet of levels. Parts win over a level of the factor itself: the factor is the mean of those judged.
 * @throws RangeError when a level is no exact number.
 */
export function rate(rules: RatingRules, levels: RatedLevels): Rating {
  const factors = rules.factors.map((factor) => factorLevel(factor, levels));
  const known = new Map(factors.flatMap(({ key, level }) => (level === null ? [] : [[key, points(level)] as const])));
  const rated = new ValueRating(rules, known);
  return {
    factors,
    values: rules.values.map((value) => rated.valueOf(value)),
    warnings: rules.mirrors.flatMap((mirror) => mirrorWarning(mirror, known)),
    missing: factors.filter(({ level }) => level === null).map(({ key }) => key),
  };
}

function judgedLevel(levels: RatedLevels, key: string): Points[] {
  const level = Object.hasOwn(levels, key) ? levels[key] : undefined;
  return level === undefined ? [] : [points(level)];
}

function factorLevel(factor: RatingFactor, levels: RatedLevels): RatedFactor {
  const parts = factor.parts.flatMap(({ key }) => judgedLevel(levels, key).map((level) => ({ key, level })));
  if (parts.length > 0) {
    const mean = sum(parts.map(({ level }) => level)).div(parts.length);
    return { key: factor.key, level: exactText(mean), meanOf: parts.map(({ key }) => key) };
  }
  const [own] = judgedLevel(levels, factor.key);
  return { key: factor.key, level: own === undefined ? null : exactText(own), meanOf: [] };
}

/** Values in whatever order they stand: each is computed once, those it uses first. */
class ValueRating {
  private readonly values: ReadonlyMap<string, RatingValue>;
  private readonly done = new Map<string, { readonly value: Points | null; readonly missing: ReadonlySet<string> }>();

  constructor(
    private readonly rules: RatingRules,
    private readonly factors: ReadonlyMap<string, Points>,
  ) {
    this.values = new Map(rules.values.map((value) => [value.key, value]));
  }

  valueOf(rule: RatingValue): RatedValue {
    const { value, missing } = this.resolve(rule.key);
    const { key, kind } = rule;
    const ordered = this.rules.factors.filter((factor) => missing.has(factor.key)).map((factor) => factor.key);
    if (value === null) return { key, kind, exact: null, text: null, grade: null, explanation: null, missing: ordered };
    const rounded = round(value, this.rules.rounding, this.rules.places);
    return {
      key,
      kind,
      exact: exactText(value),
      text: fixedText(rounded, this.rules.places),
      grade: gradeOf(this.rules.grades, rounded)?.key ?? null,
      explanation: explain(rule.formula.expression, this.variablesFor(rule)),
      missing: ordered,
    };
  }

  private resolve(key: string): { readonly value: Points | null; readonly missing: ReadonlySet<string> } {
    const known = this.done.get(key);
    if (known !== undefined) return known;
    const rule = this.values.get(key);
    const figure = this.factors.get(key) ?? null;
    if (rule === undefined) return { value: figure, missing: new Set(figure === null ? [key] : []) };
    const names = variablesOf(rule.formula.expression);
    const missing = new Set(names.flatMap((name) => [...this.resolve(name).missing]));
    const value = missing.size > 0 ? null : evaluate(rule.formula.expression, this.variablesFor(rule));
    const resolved = { value, missing };
    this.done.set(key, resolved);
    return resolved;
  }

  private variablesFor(rule: RatingValue): Readonly<Record<string, Points>> {
    const names = variablesOf(rule.formula.expression);
    return Object.fromEntries(
      names.flatMap((name) => {
        const { value } = this.resolve(name);
        return value === null ? [] : [[name, value] as const];
      }),
    );
  }
}

/** The highest grade that begins at or below the value; null when none does. */
export function gradeOf(grades: readonly RatingGrade[], value: Points): RatingGrade | null {
  return grades.findLast((grade) => points(grade.from).lte(value)) ?? null;
}

function mirrorWarning(mirror: RatingRules['mirrors'][number], levels: ReadonlyMap<string, Points>): MirrorWarning[] {
  const [first, second] = mirror.factors;
  const a = levels.get(first);
  const b = levels.get(second);
  if (a === undefined || b === undefined || a.add(b).equals(points(mirror.sum))) return [];
  const expected = exactText(points(mirror.sum));
  return [{ factors: mirror.factors, levels: [exactText(a), exactText(b)], sum: exactText(a.add(b)), expected }];
}
