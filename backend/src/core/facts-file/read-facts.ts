/** Reads a facts file: first as JSON, then in its shape, with every problem at its path. */
import type { z } from 'zod';
import { FactProblems } from './problem.js';
import type { FactProblemCode } from './problem.js';
import { factsFileSchema } from './schema-facts.js';
import type { FactsFile } from './schema-facts.js';

/** A text that is no JSON; line and column count from 1. */
export class NotJson extends Error {
  constructor(
    readonly line: number,
    readonly column: number,
    reason: string,
  ) {
    super(reason);
  }
}

/**
 * The content of a JSON text.
 * @throws NotJson at the place where it breaks off
 */
export function readJsonText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    const found = /at position (\d+)/.exec(message)?.[1];
    const offset = found === undefined ? text.length : Number(found);
    const before = text.slice(0, offset);
    const line = (before.match(/\n/g)?.length ?? 0) + 1;
    const reason = /^[^,(]*?(?= in JSON| at position|, "|$)/.exec(message)?.[0] ?? 'not JSON';
    throw new NotJson(line, offset - before.lastIndexOf('\n'), reason.replace(/[^\x20-\x7e]/g, '?').slice(0, 80));
  }
}

/** The file in its shape, or null after its problems have been noted. */
export function readFactsFile(content: unknown, problems: FactProblems): FactsFile | null {
  noteForbiddenKeys(content, problems);
  const read = factsFileSchema.safeParse(content, { reportInput: true });
  if (read.success) return problems.count > 0 ? null : read.data;
  for (const issue of read.error.issues) noteIssue(issue, problems);
  return null;
}

const FORBIDDEN: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/** Keys that mean something to JavaScript itself, however deep they hide; without recursion, for depth is theirs to choose. */
function noteForbiddenKeys(content: unknown, problems: FactProblems): void {
  const waiting: { readonly value: unknown; readonly path: Way | null }[] = [{ value: content, path: null }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, path } = next;
    if (value === null || typeof value !== 'object') continue;
    const isList = Array.isArray(value);
    for (const [key, part] of Object.entries(value)) {
      const step = { part: isList ? Number(key) : key, before: path };
      if (FORBIDDEN.includes(key)) problems.add(wayUp(step), 'FORBIDDEN_KEY');
      if (part !== null && typeof part === 'object') waiting.push({ value: part, path: step });
    }
  }
}

/** A path as a chain: a deep document would make copies of paths quadratic. */
interface Way {
  readonly part: string | number;
  readonly before: Way | null;
}

const LONGEST_PATH = 12;

function wayUp(way: Way): (string | number)[] {
  const parts: (string | number)[] = [];
  for (let step: Way | null = way; step !== null && parts.length < LONGEST_PATH; step = step.before) {
    parts.push(step.part);
  }
  return parts.reverse();
}

function noteIssue(issue: z.core.$ZodIssue, problems: FactProblems): void {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) if (!FORBIDDEN.includes(key)) problems.add([...path, key], 'UNKNOWN_KEY');
    return;
  }
  const [code, params] = translate(issue);
  problems.add(path, code, params);
}

type Translated = readonly [FactProblemCode, Readonly<Record<string, string>>];

function translate(issue: z.core.$ZodIssue): Translated {
  if (issue.input === undefined && issue.code !== 'invalid_key') return ['MISSING', {}];
  switch (issue.code) {
    case 'invalid_union':
      return figureProblem(issue.input);
    case 'invalid_type':
      return typeProblem(issue);
    case 'invalid_value':
      return ['NOT_ALLOWED', { expected: issue.values.map(String).join(' | ') }];
    case 'invalid_format':
      return [issue.format === 'datetime' ? 'BAD_TIME' : 'BAD_TEXT', { value: String(issue.input) }];
    case 'too_big':
      return sizeProblem(issue.origin, `${issue.maximum}`, 'TOO_LONG');
    case 'too_small':
      return sizeProblem(issue.origin, `${issue.minimum}`, 'TOO_SHORT');
    default:
      return ['INVALID', { reason: issue.message }];
  }
}

/** Texts and lists have a length, figures a range. */
function sizeProblem(origin: string, limit: string, code: 'TOO_LONG' | 'TOO_SHORT'): Translated {
  if (origin === 'string' || origin === 'array') return [code, { limit }];
  return ['OUT_OF_RANGE', { limit: `${code === 'TOO_LONG' ? '≤' : '≥'} ${limit}` }];
}

/** Every choice of shapes in the file is a figure: whole number or text. */
function figureProblem(input: unknown): Translated {
  if (typeof input === 'number') {
    return Number.isSafeInteger(input)
      ? ['BAD_FIGURE', { value: String(input) }]
      : ['NOT_EXACT', { value: String(input) }];
  }
  if (typeof input === 'string') return ['BAD_FIGURE', { value: input }];
  return ['WRONG_TYPE', { expected: 'figure' }];
}

/** Counted things have no text form, unlike figures. */
const COUNTS: readonly unknown[] = ['quantity', 'receipt'];

function typeProblem({ expected, input, path }: z.core.$ZodIssueInvalidType): Translated {
  if (typeof input !== 'number' || expected !== 'int') return ['WRONG_TYPE', { expected }];
  return [COUNTS.includes(path.at(-1)) ? 'NOT_WHOLE' : 'NOT_EXACT', { value: String(input) }];
}
