/** Everything that is wrong with a plan's content, found at once. Its shape is right already: `readPlan` and the schema see to that. */
import { conditionProblems } from './check-condition.js';
import { type Check, checkOf, otherUnits, type PlanContext } from './check-context.js';
import { PLAN_LIMITS } from './limits.js';
import { offsetText } from './offset.js';
import { EVERY_CELL, type Inject, type PlanColumn, type PlanContent, plannedSeconds } from './plan.js';
import { type PlanPath, planProblem, type PlanProblem } from './plan-problem.js';
import { findStuck } from './release-graph.js';

/** All problems of a plan; empty when it can be run. */
export function planProblems(content: PlanContent, context: PlanContext = {}): PlanProblem[] {
  const { injects } = content;
  const check = checkOf(content, context);
  return [
    ...countProblems(injects),
    ...(context.hasSettings === false ? [] : settingProblems(content)),
    ...injects.flatMap((inject, index) => injectProblems(inject, ['injects', index], check)),
    ...stuckProblems(injects),
  ];
}

function countProblems({ length }: readonly Inject[]): PlanProblem[] {
  const limit = PLAN_LIMITS.injects;
  if (length <= limit) return [];
  return [planProblem('TOO_MANY_INJECTS', ['injects'], { count: String(length), limit: String(limit) })];
}

function settingProblems({ cells, moves, columns }: PlanContent): PlanProblem[] {
  const reserved = cells.flatMap(({ key }, index) =>
    key === EVERY_CELL ? [planProblem('RESERVED_CELL', ['cells', index, 'key'])] : [],
  );
  const empty = columns.flatMap(({ kind, choices, name }, index) =>
    kind === 'CHOICE' && choices.length === 0
      ? [planProblem('NO_CHOICES', ['columns', index, 'choices'], { name })]
      : [],
  );
  return [
    ...repeatedKeys(cells, 'cells'),
    ...repeatedKeys(moves, 'moves'),
    ...repeatedKeys(columns, 'columns'),
    ...reserved,
    ...empty,
  ];
}

function repeatedKeys(list: readonly { readonly key: string }[], name: string): PlanProblem[] {
  const keys = list.map(({ key }) => key);
  return keys.flatMap((key, index) =>
    keys.indexOf(key) < index ? [planProblem('REPEATED_KEY', [name, index, 'key'], { key })] : [],
  );
}

function injectProblems(inject: Inject, path: PlanPath, check: Check): PlanProblem[] {
  const isRepeated = check.repeated.has(inject.code);
  return [
    ...(isRepeated ? [planProblem('REPEATED_CODE', [...path, 'code'], { code: inject.code })] : []),
    ...(check.context.hasSettings === false ? [] : wordProblems(inject, path, check)),
    ...unitProblems(inject, path, check),
    ...timeProblems(inject, path, check),
    ...requireProblems(inject, path, check),
    ...conditionProblems(inject, path, check),
  ];
}

/** Names of cells, moves and columns that the settings do not have. */
function wordProblems({ code, cell, moveKey, values }: Inject, path: PlanPath, check: Check): PlanProblem[] {
  const cellProblem = check.cells.has(cell)
    ? []
    : [planProblem('UNKNOWN_CELL', [...path, 'cell'], { code, key: cell })];
  const isMove = moveKey === null || check.moves.has(moveKey);
  const moveProblem = isMove ? [] : [planProblem('UNKNOWN_MOVE', [...path, 'moveKey'], { code, key: moveKey })];
  const valueProblems = Object.entries(values).flatMap(([key, value]) => {
    const column = check.columns.get(key);
    const place = [...path, 'values', key];
    if (column === undefined) return [planProblem('UNKNOWN_COLUMN', place, { code, key })];
    return valueProblem({ column, value, code }, place);
  });
  return [...cellProblem, ...moveProblem, ...valueProblems];
}

interface Given {
  readonly column: PlanColumn;
  readonly value: string;
  readonly code: string;
}

function valueProblem({ column, value, code }: Given, path: PlanPath): PlanProblem[] {
  const { kind, name, choices } = column;
  if (value === '' || kind === 'TEXT') return [];
  if (kind === 'NUMBER')
    return /^[+-]?\d+(\.\d+)?$/.test(value) ? [] : [planProblem('NOT_A_NUMBER', path, { code, name, value })];
  if (kind === 'CHECK')
    return ['true', 'false'].includes(value) ? [] : [planProblem('NOT_A_CHECK', path, { code, name, value })];
  if (choices.includes(value)) return [];
  return [planProblem('NOT_A_CHOICE', path, { code, name, value, choices: choices.join('、') })];
}

function unitProblems({ code, units, attachments }: Inject, path: PlanPath, check: Check): PlanProblem[] {
  const { evidenceIds } = check.context;
  const unknown = (units ?? []).flatMap((name, index) =>
    check.units === null || check.units.has(name)
      ? []
      : [planProblem('UNKNOWN_UNIT', [...path, 'units', index], { code, name })],
  );
  const files = attachments.flatMap(({ name, evidenceId }, index) =>
    evidenceId === null || evidenceIds === undefined || evidenceIds.has(evidenceId)
      ? []
      : [planProblem('UNKNOWN_FILE', [...path, 'attachments', index], { code, name })],
  );
  return [...unknown, ...files];
}

function timeProblems(inject: Inject, path: PlanPath, { endSeconds }: Check): PlanProblem[] {
  const seconds = plannedSeconds(inject);
  if (seconds === null) return [];
  const params = { code: inject.code, at: offsetText(seconds), end: offsetText(endSeconds) };
  if (seconds < 0) return [planProblem('BEFORE_START', [...path, 'trigger'], params)];
  return seconds > endSeconds ? [planProblem('AFTER_END', [...path, 'trigger'], params)] : [];
}

function requireProblems(inject: Inject, path: PlanPath, check: Check): PlanProblem[] {
  return inject.requires.flatMap((other, index) => {
    const place = [...path, 'requires', index];
    const required = check.byCode.get(other);
    if (required !== undefined) return otherUnits({ inject, other: required }, place, check);
    return check.unread.has(other) ? [] : [planProblem('UNKNOWN_REQUIRED', place, { code: inject.code, other })];
  });
}

/** Circles are named once, at the first of their injects in the plan. */
function stuckProblems(injects: readonly Inject[]): PlanProblem[] {
  const { cycles, behind } = findStuck(injects);
  const places = new Map(injects.map(({ code }, index) => [code, index]));
  const placed = (code: string): PlanPath => ['injects', places.get(code) ?? 0, 'requires'];
  const circles = cycles.map((cycle) => {
    const code = [...cycle].sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0))[0] ?? '';
    return planProblem('CYCLE', placed(code), { code, cycle: cycle.join(' → ') });
  });
  return [...circles, ...behind.map(({ code, other }) => planProblem('NEVER_RELEASED', placed(code), { code, other }))];
}
