/**
 * Reads a plan file in YAML. All problems come back at once, each at its line and column. The file has the fields of
 * `PlanContent`; only triggers are shorter: `{kind: TIMED, at: T+01:10}`, `{kind: MANUAL, at: H+2}` (`at` may be left
 * out), `{kind: CONDITION, when: {…}, notBefore: T+00:40}`. What has a default may be left out everywhere.
 */
import type { z } from 'zod';
import { RuleSource } from '../ruleset/source.js';
import { planProblems } from './check-plan.js';
import type { PlanContent } from './plan.js';
import {
  type PlacedProblem,
  type PlanPath,
  planProblem,
  type PlanProblem,
  type PlanProblemCode,
  type PlanProblemParams,
  planProblemText,
} from './plan-problem.js';
import { BAD_OFFSET, injectListSchema, injectSchema, settingsSchema } from './schema-plan.js';

/** So many are listed; nobody reads more at once. */
const MOST_LISTED = 200;
const LONGEST_SHOWN = 40;

export interface ReadPlan {
  /** Null when the text has not the shape of a plan; with problems of content it is there all the same. */
  readonly plan: PlanContent | null;
  readonly problems: readonly PlacedProblem[];
}

/** Reads and checks a plan text; never throws. */
export function readPlan(text: string): ReadPlan {
  const source = new RuleSource(text, 'plan.yaml');
  const syntax = source.syntaxProblems().map(syntaxProblem);
  if (!source.isRead) return { plan: null, problems: syntax };
  const { plan, problems } = readContent(source.plain());
  const placed = problems.map((problem) => ({ ...problem, ...placeOf(problem, source) }));
  return {
    plan: syntax.length === 0 ? plan : null,
    problems: bounded([...syntax, ...placed].sort((a, b) => a.line - b.line || a.column - b.column)),
  };
}

interface Content {
  readonly plan: PlanContent | null;
  readonly problems: readonly PlanProblem[];
}

/** What fits is checked for its content even where something else does not fit, so that one slip does not hide another. */
function readContent(content: unknown): Content {
  if (!isMapping(content)) return { plan: null, problems: [planProblem('NOT_A_MAP', [])] };
  const { injects = [], ...rest } = content;
  const settings = settingsSchema.safeParse(rest, { reportInput: true });
  const list = injectListSchema.safeParse(injects, { reportInput: true });
  const read = (list.data ?? []).map((inject) => injectSchema.safeParse(inject, { reportInput: true }));
  const shape = [
    ...(settings.success ? [] : shapeProblems(settings.error.issues)),
    ...(list.success ? [] : shapeProblems(list.error.issues, ['injects'])),
    ...read.flatMap(({ error }, index) => (error === undefined ? [] : shapeProblems(error.issues, ['injects', index]))),
  ];
  const kept = read.flatMap(({ data }, index) => (data === undefined ? [] : [{ inject: data, index }]));
  const plan = { ...(settings.data ?? NO_SETTINGS), injects: kept.map(({ inject }) => inject) };
  const unreadCodes = (list.data ?? []).flatMap((raw, index) => (read[index]?.success ? [] : codeIn(raw)));
  const found = planProblems(plan, { unreadCodes, hasSettings: settings.success });
  const problems = [...shape, ...found.map((problem) => relocated(problem, kept))];
  return { plan: shape.length === 0 ? plan : null, problems };
}

/** Stands in for settings that could not be read; longer than any drill, so that no time looks too late. */
const NO_SETTINGS = { title: '', summary: '', durationMinutes: 1_000_000, cells: [], moves: [], columns: [] };

function isMapping(content: unknown): content is Record<string, unknown> {
  return content !== null && typeof content === 'object' && !Array.isArray(content);
}

function codeIn(raw: unknown): string[] {
  return isMapping(raw) && typeof raw.code === 'string' ? [raw.code] : [];
}

/** The path in the file: injects that could not be read were left out of what was checked. */
function relocated(problem: PlanProblem, kept: readonly { readonly index: number }[]): PlanProblem {
  const [head, place, ...rest] = problem.path.split('.');
  if (head !== 'injects' || place === undefined) return problem;
  return { ...problem, path: [head, kept[Number(place)]?.index ?? 0, ...rest].join('.') };
}

/** The shape of something that did not fit, as problems with paths below `base`. */
export function shapeProblems(issues: readonly z.core.$ZodIssue[], base: PlanPath = []): PlanProblem[] {
  return issues.flatMap((issue) => {
    const path = [...base, ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))];
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((name) => planProblem('UNKNOWN_KEY', [...path, name], { key: name }));
    const [code, params] = translated(issue);
    return [planProblem(code, path, params)];
  });
}

function syntaxProblem({ line, column, code, message }: ReturnType<RuleSource['syntaxProblems']>[number]) {
  // What was written for rule-sets is said anew; what YAML itself objects to stays.
  const own = OWN_WORDS[code];
  return { code: 'BAD_YAML', path: '', inject: null, message: own ?? message, line, column } satisfies PlacedProblem;
}

const OWN_WORDS: Readonly<Record<string, { zh: string; en: string }>> = {
  TOO_LARGE: {
    zh: '文件过大：方案文件至多 1,048,576 字；请拆成几份',
    en: 'the file is too large: a plan file has 1,048,576 characters at most; split it',
  },
  NO_REFERENCES: {
    zh: '方案里不能用锚点、别名或标签，请直接写出内容',
    en: 'anchors, aliases and tags are not part of a plan; write the content out',
  },
  TOO_MANY_ENTRIES: planProblemText('TOO_MUCH', { maximum: '2000' }),
};

function placeOf({ code, path }: PlanProblem, source: RuleSource): { line: number; column: number } {
  const parts = path === '' ? [] : path.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  if (code !== 'UNKNOWN_KEY') return source.positionOf(parts);
  return source.keyPositionOf(parts.slice(0, -1), String(parts.at(-1)));
}

function bounded(problems: readonly PlacedProblem[]): PlacedProblem[] {
  if (problems.length <= MOST_LISTED) return [...problems];
  const kept = problems.slice(0, MOST_LISTED);
  const { line, column } = kept[MOST_LISTED - 1] ?? { line: 1, column: 1 };
  return [...kept, { ...planProblem('MORE_PROBLEMS', [], { limit: String(MOST_LISTED) }), line, column }];
}

function translated(issue: z.core.$ZodIssue): [PlanProblemCode, PlanProblemParams] {
  if (issue.code === 'invalid_union') return unionProblem(issue);
  if (issue.code === 'invalid_type' || issue.code === 'invalid_value') return valueProblem(issue);
  switch (issue.code) {
    case 'invalid_format':
      return ['BAD_FORMAT', { value: shown(issue.input) }];
    case 'invalid_key':
      return ['BAD_FORMAT', { value: String(issue.path.at(-1) ?? '') }];
    case 'too_small':
      return ['TOO_FEW', { minimum: String(issue.minimum) }];
    case 'too_big':
      return ['TOO_MUCH', { maximum: String(issue.maximum) }];
    default:
      return issue.message === BAD_OFFSET
        ? [BAD_OFFSET, { value: shown(issue.input) }]
        : ['INVALID', { reason: issue.message }];
  }
}

function valueProblem(
  issue: z.core.$ZodIssueInvalidType | z.core.$ZodIssueInvalidValue,
): [PlanProblemCode, PlanProblemParams] {
  if (issue.input === undefined) return ['MISSING', { key: String(issue.path.at(-1) ?? '') }];
  if (issue.code === 'invalid_type') return ['WRONG_TYPE', { expected: issue.expected }];
  return ['NOT_ALLOWED', { expected: issue.values.map(String).join(' | ') }];
}

/** A trigger of no known kind, or a condition that is none of the four. */
function unionProblem(issue: z.core.$ZodIssueInvalidUnion): [PlanProblemCode, PlanProblemParams] {
  if (issue.discriminator !== undefined) return ['NOT_ALLOWED', { expected: 'TIMED | MANUAL | CONDITION' }];
  return [
    'NOT_ALLOWED',
    { expected: '{all: […]} | {any: […]} | {inject, is, afterMinutes} | {fact, is, afterMinutes}' },
  ];
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value ?? null);
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}
