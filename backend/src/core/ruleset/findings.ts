import type { z } from 'zod';
import { FORMULA_WORDS } from './formula.js';
import type { FormulaError } from './formula.js';
import { problemText } from './problem-text.js';
import type { ProblemCode, ProblemParams } from './problem-text.js';
import type { Path, Problem, RuleSource } from './source.js';

/** So many are listed; nobody reads more at once, and a hostile file could hold a million. */
const LIMIT = 200;
const LONGEST_SHOWN = 40;

/** Collects problems with their places while a file is checked. */
export class Findings {
  readonly problems: Problem[] = [];

  constructor(private readonly source: RuleSource) {}

  /** Adds a problem at the value of `path`. */
  add(path: Path, code: ProblemCode, params: ProblemParams = {}): void {
    if (this.isFull()) return;
    this.push(path, code, { params, place: this.source.positionOf(path) });
  }

  /** Adds what made a formula unreadable. */
  addFormulaError(path: Path, error: FormulaError): void {
    if (error.code === 'TOO_LONG') this.add(path, 'FORMULA_TOO_LONG', { limit: String(FORMULA_WORDS) });
    else this.add(path, 'BAD_FORMULA', { offset: String(error.offset + 1), found: error.found });
  }

  /** Adds everything zod found, with `base` put before its paths. */
  addIssues(base: Path, issues: readonly z.core.$ZodIssue[]): void {
    for (const issue of issues) this.addIssue(base, issue);
  }

  private addIssue(base: Path, issue: z.core.$ZodIssue): void {
    const path = [...base, ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))];
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) {
        if (this.isFull()) return;
        this.push([...path, key], 'UNKNOWN_KEY', { params: { key }, place: this.source.keyPositionOf(path, key) });
      }
      return;
    }
    const [code, params] = translate(issue);
    this.add(path, code, params);
  }

  /** Full: the last entry says that there is more. */
  private isFull(): boolean {
    if (this.problems.length === LIMIT) {
      this.push([], 'MORE_PROBLEMS', { params: { limit: String(LIMIT) }, place: this.source.end() });
    }
    return this.problems.length > LIMIT;
  }

  private push(
    path: Path,
    code: ProblemCode,
    found: { params: ProblemParams; place: { line: number; column: number } },
  ): void {
    const { line, column } = found.place;
    const message = problemText(code, found.params);
    this.problems.push({ file: this.source.file, line, column, path: path.join('.'), code, message });
  }
}

function translate(issue: z.core.$ZodIssue): [ProblemCode, ProblemParams] {
  const last = String(issue.path.at(-1) ?? '');
  const isMissing = issue.code === 'invalid_type' || issue.code === 'invalid_value';
  if (isMissing && issue.input === undefined) return ['MISSING', { key: last }];
  switch (issue.code) {
    case 'invalid_type':
      return ['WRONG_TYPE', { expected: issue.expected }];
    case 'invalid_value':
      return ['NOT_ALLOWED', { expected: issue.values.map(String).join(' | ') }];
    case 'invalid_format':
      return ['BAD_FORMAT', { value: clipped(String(issue.input)) }];
    case 'invalid_key':
      return ['BAD_FORMAT', { value: clipped(last) }];
    case 'too_small':
      return ['TOO_FEW', { minimum: String(issue.minimum) }];
    default:
      return ['INVALID', { reason: issue.message }];
  }
}

/** A figure of a million digits is recognised by its first ones. */
function clipped(text: string): string {
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}
