/** What the shape alone cannot say about rated factors: repeated names, unknown ones, circles, scales and grades. */
import { greatest, least, points } from '../kernel/points.js';
import { boundsOf } from './bounds.js';
import type { Bounds } from './bounds.js';
import type { Findings } from './findings.js';
import { FormulaError, parseFormula, partsOf, variablesOf } from './formula.js';
import type { Expression } from './formula.js';
import type { RatingFile } from './schema-rating.js';
import type { Path } from './source.js';

/** Words a formula keeps for itself. */
const FUNCTIONS: readonly string[] = ['min', 'max'];

/** Reports everything wrong with the rating part of a file, each at its place. */
export function checkRating(rating: RatingFile, findings: Findings): void {
  checkNames(rating, findings);
  rating.factors.forEach((factor, index) => {
    checkAscending(factor.levels, { base: ['rating', 'factors', index, 'levels'], figure: (l) => l.level, findings });
  });
  checkGrades(rating, findings);
  checkMirrors(rating, findings);
  const formulas = readFormulas(rating, findings);
  if (!checkCircles(rating, formulas, findings)) checkDivisions(rating, formulas, findings);
}

/** Factors, parts and values are named in the same formulas and sheets, so they share one set of names. */
function checkNames(rating: RatingFile, findings: Findings): void {
  const seen = new Set<string>();
  const check = (key: string, path: Path): void => {
    if (FUNCTIONS.includes(key)) findings.add(path, 'RESERVED_NAME', { key });
    if (seen.has(key)) findings.add(path, 'REPEATED_KEY', { key });
    seen.add(key);
  };
  rating.factors.forEach((factor, index) => {
    check(factor.key, ['rating', 'factors', index, 'key']);
    factor.parts.forEach((part, place) => {
      check(part.key, ['rating', 'factors', index, 'parts', place, 'key']);
    });
  });
  rating.values.forEach((value, index) => {
    check(value.key, ['rating', 'values', index, 'key']);
  });
}

interface Scale<Entry> {
  readonly base: Path;
  readonly figure: (entry: Entry) => string;
  readonly findings: Findings;
}

/** Levels and grades are written from low to high, each once. */
function checkAscending<Entry>(entries: readonly Entry[], { base, figure, findings }: Scale<Entry>): void {
  entries.forEach((entry, index) => {
    const before = entries[index - 1];
    if (before === undefined || points(figure(entry)).gt(points(figure(before)))) return;
    findings.add([...base, index], 'NOT_ASCENDING', { value: figure(entry), before: figure(before) });
  });
}

function checkGrades(rating: RatingFile, findings: Findings): void {
  const base = ['rating', 'grades'];
  checkAscending(rating.grades, { base, figure: (grade) => grade.from, findings });
  const [lowest] = rating.grades;
  if (lowest !== undefined && points(lowest.from).n !== 0n) {
    findings.add([...base, 0, 'from'], 'GRADES_FROM_ZERO', { value: lowest.from });
  }
  rating.grades.forEach((grade, index) => {
    if (rating.grades.findIndex((other) => other.key === grade.key) < index) {
      findings.add([...base, index, 'key'], 'REPEATED_KEY', { key: grade.key });
    }
  });
}

function checkMirrors(rating: RatingFile, findings: Findings): void {
  rating.mirrors.forEach((mirror, index) => {
    const path = ['rating', 'mirrors', index, 'factors'];
    mirror.factors.forEach((key, place) => {
      if (rating.factors.some((factor) => factor.key === key)) return;
      findings.add([...path, place], 'UNKNOWN_RATING_FACTOR', { key });
    });
    if (mirror.factors[0] === mirror.factors[1]) findings.add(path, 'MIRRORS_ITSELF', { key: mirror.factors[0] });
  });
}

type Formulas = ReadonlyMap<string, Expression>;

/** Formulas that read, by value; the others are reported. */
function readFormulas(rating: RatingFile, findings: Findings): Formulas {
  const known = [...rating.factors, ...rating.values].map((entry) => entry.key);
  const formulas = new Map<string, Expression>();
  rating.values.forEach((value, index) => {
    const path = ['rating', 'values', index, 'formula'];
    const expression = readFormula(value.formula, path, findings);
    if (expression === null) return;
    formulas.set(value.key, expression);
    for (const key of variablesOf(expression)) {
      if (!known.includes(key)) findings.add(path, 'UNKNOWN_VARIABLE', { key, known: known.join(', ') });
    }
  });
  return formulas;
}

function readFormula(text: string, path: Path, findings: Findings): Expression | null {
  try {
    return parseFormula(text);
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    findings.addFormulaError(path, error);
    return null;
  }
}

/** Values that need themselves: each circle is reported once, where it begins, with everyone in it. */
function checkCircles(rating: RatingFile, formulas: Formulas, findings: Findings): boolean {
  const reported = new Set<string>();
  rating.values.forEach((value, index) => {
    if (reported.has(value.key)) return;
    const circle = circleFrom(value.key, formulas);
    if (circle === null) return;
    for (const key of circle) reported.add(key);
    const params = { circle: [...circle, value.key].join(' → ') };
    findings.add(['rating', 'values', index, 'formula'], 'VALUES_IN_CIRCLE', params);
  });
  return reported.size > 0;
}

/** Shortest way from a value back to itself; null when there is none. */
function circleFrom(start: string, formulas: Formulas): readonly string[] | null {
  const ways: (readonly string[])[] = [[start]];
  const seen = new Set<string>();
  for (const way of ways) {
    const expression = formulas.get(way.at(-1) ?? '');
    for (const next of expression === undefined ? [] : variablesOf(expression)) {
      if (next === start) return way;
      if (!seen.has(next)) ways.push([...way, next]);
      seen.add(next);
    }
  }
  return null;
}

/** Figures a value may come down to when the values in it are written out: exact arithmetic grows with them. */
const LARGEST_SIZE = 1000;

function sizeOf(expression: Expression, sizes: ReadonlyMap<string, number>): number {
  if (expression.kind === 'variable') return sizes.get(expression.name) ?? 1;
  return partsOf(expression).reduce((total, part) => total + sizeOf(part, sizes), 1);
}

/** What is known of factors and of the values settled so far. */
interface Settled {
  readonly bounds: Map<string, Bounds>;
  readonly sizes: Map<string, number>;
  readonly findings: Findings;
}

/** No sheet of levels may lead to a division by zero: bounds follow from the lowest and highest level. */
function checkDivisions(rating: RatingFile, formulas: Formulas, findings: Findings): void {
  const settled: Settled = { bounds: new Map(), sizes: new Map(), findings };
  for (const factor of rating.factors) {
    const levels = factor.levels.map((entry) => points(entry.level));
    settled.bounds.set(factor.key, { low: levels.reduce(least), high: levels.reduce(greatest) });
  }
  const waiting = new Map(rating.values.map((value, index) => [value.key, index]));
  // Those whose variables are all settled, again and again: there is no circle, so every round settles some.
  for (let before = -1; before !== settled.bounds.size;) {
    before = settled.bounds.size;
    for (const [key, index] of waiting) {
      const expression = formulas.get(key);
      if (expression === undefined || !variablesOf(expression).every((name) => settled.bounds.has(name))) continue;
      waiting.delete(key);
      settle(key, expression, { ...settled, path: ['rating', 'values', index, 'formula'] });
    }
  }
}

/** Adds the bounds of a value to those known, unless it is too large or may divide by zero. */
function settle(key: string, expression: Expression, known: Settled & { readonly path: Path }): void {
  const { bounds, sizes, findings, path } = known;
  const size = sizeOf(expression, sizes);
  sizes.set(key, size);
  if (size > LARGEST_SIZE) {
    findings.add(path, 'RATING_TOO_LARGE', { key, limit: String(LARGEST_SIZE) });
    return;
  }
  const found = boundsOf(expression, bounds);
  if (found === null) findings.add(path, 'RATING_UNSAFE_DIVISION', { key });
  else bounds.set(key, found);
}
