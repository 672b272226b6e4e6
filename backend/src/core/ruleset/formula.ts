/**
 * Standings formulas: exact rational expressions over named variables,
 * `+ - * / min(a, b, …) max(a, b, …)` and parentheses. Nothing else, so a formula always ends.
 */
import { exactText, greatest, least, points } from '../kernel/points.js';
import type { Points } from '../kernel/points.js';

export type Operator = '+' | '-' | '*' | '/';

/** Syntax tree of a formula; plain data, so it can go to the UI as it is. */
export type Expression =
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'operation'; readonly operator: Operator; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'negation'; readonly argument: Expression }
  | { readonly kind: 'call'; readonly name: 'min' | 'max'; readonly arguments: readonly Expression[] };

/** The same tree with the value of every part, as exact text. */
export interface EvaluatedExpression {
  readonly kind: Expression['kind'];
  /** Operator, variable name, function name or the number itself. */
  readonly label: string;
  readonly value: string;
  readonly parts: readonly EvaluatedExpression[];
}

/** A formula that cannot be read; `offset` counts characters from 0. */
export class FormulaError extends Error {
  constructor(
    readonly code: 'UNEXPECTED' | 'UNFINISHED' | 'TOO_LONG',
    readonly offset: number,
    readonly found: string,
  ) {
    super(`${code} at ${offset}: ${found}`);
  }
}

interface Token {
  readonly kind: 'number' | 'name' | 'sign' | 'end';
  readonly text: string;
  readonly offset: number;
}

/** Words and signs a formula may have: far more than any rule needs, few enough for every walk over its tree. */
export const FORMULA_WORDS = 300;
const LONGEST_WORD = 40;

const TOKEN = /\s*(?:(\d+(?:\.\d+)?)|([a-zA-Z]\w*)|([-+*/(),]))/y;

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const start = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null) {
      const offset = start + text.slice(start).search(/\S/);
      throw new FormulaError('UNEXPECTED', offset, text.charAt(offset));
    }
    const found = match[1] ?? match[2] ?? match[3] ?? '';
    const kind = match[1] !== undefined ? 'number' : match[2] !== undefined ? 'name' : 'sign';
    const offset = TOKEN.lastIndex - found.length;
    if (tokens.length === FORMULA_WORDS || found.length > LONGEST_WORD) throw new FormulaError('TOO_LONG', offset, '');
    tokens.push({ kind, text: found, offset });
  }
  tokens.push({ kind: 'end', text: '', offset: end });
  return tokens;
}

/** Recursive descent: sum → product → factor. */
class Parser {
  private position = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  parse(): Expression {
    const expression = this.sum();
    if (this.peek().kind !== 'end') this.fail();
    return expression;
  }

  private peek(): Token {
    return this.tokens[this.position] ?? { kind: 'end', text: '', offset: 0 };
  }

  private take(): Token {
    const token = this.peek();
    this.position += 1;
    return token;
  }

  private takeSign(sign: string): boolean {
    const token = this.peek();
    if (token.kind !== 'sign' || token.text !== sign) return false;
    this.position += 1;
    return true;
  }

  private demandSign(sign: string): void {
    if (!this.takeSign(sign)) this.fail();
  }

  private fail(): never {
    const token = this.peek();
    throw new FormulaError(token.kind === 'end' ? 'UNFINISHED' : 'UNEXPECTED', token.offset, token.text);
  }

  private sum(): Expression {
    let left = this.product();
    for (;;) {
      const operator = this.takeSign('+') ? '+' : this.takeSign('-') ? '-' : null;
      if (operator === null) return left;
      left = { kind: 'operation', operator, left, right: this.product() };
    }
  }

  private product(): Expression {
    let left = this.factor();
    for (;;) {
      const operator = this.takeSign('*') ? '*' : this.takeSign('/') ? '/' : null;
      if (operator === null) return left;
      left = { kind: 'operation', operator, left, right: this.factor() };
    }
  }

  private factor(): Expression {
    if (this.takeSign('-')) return { kind: 'negation', argument: this.factor() };
    if (this.takeSign('(')) {
      const inner = this.sum();
      this.demandSign(')');
      return inner;
    }
    const token = this.peek();
    if (token.kind === 'number') return { kind: 'number', text: this.take().text };
    if (token.kind !== 'name') return this.fail();
    this.take();
    if (token.text === 'min' || token.text === 'max') return this.call(token.text);
    return { kind: 'variable', name: token.text };
  }

  private call(name: 'min' | 'max'): Expression {
    this.demandSign('(');
    const parts = [this.sum()];
    while (this.takeSign(',')) parts.push(this.sum());
    this.demandSign(')');
    return { kind: 'call', name, arguments: parts };
  }
}

/** Reads a formula. @throws FormulaError where it cannot be read. */
export function parseFormula(text: string): Expression {
  return new Parser(tokenize(text)).parse();
}

/** Parts of an expression, left to right. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'operation':
      return [expression.left, expression.right];
    case 'negation':
      return [expression.argument];
    case 'call':
      return expression.arguments;
    default:
      return [];
  }
}

/** Names used anywhere in it, in order of appearance, without repetition. */
export function variablesOf(expression: Expression): readonly string[] {
  const own = expression.kind === 'variable' ? [expression.name] : [];
  return [...new Set([...own, ...partsOf(expression).flatMap(variablesOf)])];
}

function labelOf(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return expression.text;
    case 'operation':
      return expression.operator;
    case 'negation':
      return '-';
    default:
      return expression.name;
  }
}

function operate(operator: Operator, left: Points, right: Points): Points {
  if (operator === '+') return left.add(right);
  if (operator === '-') return left.sub(right);
  if (operator === '*') return left.mul(right);
  if (right.n === 0n) throw new RangeError('division by zero');
  return left.div(right);
}

function combine(expression: Expression, values: readonly Points[]): Points {
  const [first, ...rest] = values;
  if (first === undefined) throw new RangeError(`nothing to compute in ${expression.kind}`);
  if (expression.kind === 'negation') return first.neg();
  if (expression.kind === 'call') return rest.reduce(expression.name === 'min' ? least : greatest, first);
  if (expression.kind !== 'operation') return first;
  return rest.reduce((left, right) => operate(expression.operator, left, right), first);
}

function leafValue(expression: Expression, variables: Readonly<Record<string, Points>>): Points | null {
  if (expression.kind === 'number') return points(expression.text);
  if (expression.kind !== 'variable') return null;
  const value = variables[expression.name];
  if (value === undefined) throw new RangeError(`unknown variable: ${expression.name}`);
  return value;
}

/** Exact value. @throws RangeError on an unknown variable or a division by zero. */
export function evaluate(expression: Expression, variables: Readonly<Record<string, Points>>): Points {
  const leaf = leafValue(expression, variables);
  if (leaf !== null) return leaf;
  return combine(
    expression,
    partsOf(expression).map((part) => evaluate(part, variables)),
  );
}

/** The formula with every intermediate value, for a reader who wants to redo it. @throws RangeError as `evaluate`. */
export function explain(expression: Expression, variables: Readonly<Record<string, Points>>): EvaluatedExpression {
  return explained(expression, variables).view;
}

/** Every part is computed once, however deep the formula. */
function explained(
  expression: Expression,
  variables: Readonly<Record<string, Points>>,
): { readonly value: Points; readonly view: EvaluatedExpression } {
  const parts = partsOf(expression).map((part) => explained(part, variables));
  const value =
    leafValue(expression, variables) ??
    combine(
      expression,
      parts.map((part) => part.value),
    );
  const view = {
    kind: expression.kind,
    label: labelOf(expression),
    value: exactText(value),
    parts: parts.map((part) => part.view),
  };
  return { value, view };
}

/** Greater than zero for sure, when every variable is at least zero and those in `positive` are above it. */
export function isSurelyPositive(expression: Expression, positive: ReadonlySet<string>): boolean {
  const parts = partsOf(expression);
  const isPositive = (part: Expression): boolean => isSurelyPositive(part, positive);
  switch (expression.kind) {
    case 'number':
      return points(expression.text).n > 0n;
    case 'variable':
      return positive.has(expression.name);
    case 'negation':
      return false;
    case 'call':
      return expression.name === 'min' ? parts.every(isPositive) : parts.some(isPositive);
    case 'operation':
      if (expression.operator === '+') return parts.some(isPositive) && parts.every(isNeverNegative);
      return expression.operator !== '-' && parts.every(isPositive);
  }
}

function isNeverNegative(expression: Expression): boolean {
  if (expression.kind === 'negation') return false;
  if (expression.kind === 'operation' && expression.operator === '-') return false;
  return partsOf(expression).every(isNeverNegative);
}

/** Divisors that may be zero, given that the variables in `positive` are above zero. */
export function unsafeDivisors(expression: Expression, positive: ReadonlySet<string>): readonly Expression[] {
  const inner = partsOf(expression).flatMap((part) => unsafeDivisors(part, positive));
  if (expression.kind !== 'operation' || expression.operator !== '/') return inner;
  return isSurelyPositive(expression.right, positive) ? inner : [...inner, expression.right];
}
