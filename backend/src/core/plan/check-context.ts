/** What the checks of a plan share. */
import { EVERY_CELL, type Inject, type PlanColumn, type PlanContent } from './plan.js';
import { type PlanPath, planProblem, type PlanProblem } from './plan-problem.js';

/** What a plan is checked against beside itself. What is left out is not checked. */
export interface PlanContext {
  /** Names of the exercise's root units. */
  readonly unitNames?: readonly string[];
  /** Files of the exercise's evidence store that may be handed out. */
  readonly evidenceIds?: ReadonlySet<string>;
  /** Codes of injects that could not be read: they exist, but nothing is known of them. */
  readonly unreadCodes?: readonly string[];
  /** False where cells, moves and columns could not be read. */
  readonly hasSettings?: boolean;
}

/** What every inject is checked with, made once. */
export interface Check {
  readonly content: PlanContent;
  readonly context: PlanContext;
  readonly byCode: ReadonlyMap<string, Inject>;
  readonly endSeconds: number;
  readonly unread: ReadonlySet<string>;
  readonly repeated: ReadonlySet<string>;
  readonly cells: ReadonlySet<string>;
  readonly moves: ReadonlySet<string>;
  readonly columns: ReadonlyMap<string, PlanColumn>;
  readonly units: ReadonlySet<string> | null;
}

/** Makes the lookups that all checks share. */
export function checkOf(content: PlanContent, context: PlanContext): Check {
  const codes = content.injects.map(({ code }) => code);
  const seen = new Set<string>();
  const repeated = new Set(codes.filter((code) => seen.size === seen.add(code).size));
  return {
    content,
    context,
    byCode: new Map(content.injects.map((inject) => [inject.code, inject])),
    endSeconds: content.durationMinutes * 60,
    unread: new Set(context.unreadCodes ?? []),
    repeated,
    cells: new Set([EVERY_CELL, ...content.cells.map(({ key }) => key)]),
    moves: new Set(content.moves.map(({ key }) => key)),
    columns: new Map(content.columns.map((column) => [column.key, column])),
    units: context.unitNames === undefined ? null : new Set(context.unitNames),
  };
}

/** Units that get the inject but never what it waits for. */
export function otherUnits(
  { inject, other }: { readonly inject: Inject; readonly other: Inject },
  path: PlanPath,
  { units }: Check,
): PlanProblem[] {
  if (other.units === null) return [];
  const mine = inject.units ?? (units === null ? [] : [...units]);
  const { units: theirs } = other;
  const without = mine.filter((name) => !theirs.includes(name));
  if (without.length === 0) return [];
  const params = { code: inject.code, other: other.code, units: without.slice(0, 5).join('、') };
  return [planProblem('OTHER_UNITS', path, params)];
}
