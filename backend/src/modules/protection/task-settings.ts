import { required, unknownIds } from '../../core/kernel/form.js';
import type { FieldProblem } from '../../core/kernel/refusal.js';
import { cycleOf } from '../../core/protection/dependencies.js';
import { instantOf, isLocal } from '../../core/protection/wall-time.js';
import type { ProtectionPeriod } from './period.entity.js';
import type { ProtectionTask } from './task.entity.js';
import type { AddProtectionTaskInput, ChangeProtectionTaskInput } from './task.inputs.js';

/** Most tasks of one period. */
export const MAX_TASKS = 500;

type TaskInput = AddProtectionTaskInput | ChangeProtectionTaskInput;
type Settings = Pick<
  ProtectionTask,
  'phase' | 'name' | 'measures' | 'evidence' | 'owner' | 'dueAt' | 'daily' | 'dueTime' | 'requires' | 'unitIds'
>;

/** Where a task would stand. */
interface Around {
  readonly id: string;
  readonly period: ProtectionPeriod;
  readonly present: readonly ProtectionTask[];
}

/** Everything wrong with a task as written; a circle of requirements is named by the tasks in it. */
export function taskProblems(input: TaskInput, { id, period, present }: Around): FieldProblem[] {
  const others = new Set(present.map((task) => task.id).filter((other) => other !== id));
  const unitIds = (input.unitIds ?? []).map((unitId) => unitId.toLowerCase());
  const requires = input.requires.map((other) => other.toLowerCase());
  return [
    ...required('name', input.name),
    ...(input.daily && input.phase !== 'ON' ? [{ path: 'daily', code: 'NOT_ALLOWED' }] : []),
    ...deadlineProblems(input, period),
    ...unknownIds('unitIds', unitIds, new Set(period.unitIds)),
    ...unknownIds('requires', requires, others),
    ...cycleProblems(id, { name: input.name, requires }, present),
  ];
}

/** The row of a task as written. What is unchanged keeps its translation and its source. */
export function settingsOf(input: TaskInput, period: ProtectionPeriod, before: ProtectionTask | null): Settings {
  const same = (text: string, known: { zh: string; en: string } | undefined): { zh: string; en: string } =>
    known !== undefined && (known.zh === text || known.en === text) ? known : { zh: text, en: text };
  const measures = input.measures.map((text) => text.trim()).filter((text) => text !== '');
  return {
    phase: input.phase,
    name: same(input.name.trim(), before?.name),
    measures: measures.map((text) => {
      const known = before?.measures.find(({ zh, en }) => zh === text || en === text);
      return { ...same(text, known), source: known?.source ?? '' };
    }),
    evidence: same(input.evidence.trim(), before?.evidence),
    owner: input.owner.trim(),
    dueAt: instantOf(input.dueLocal, period.zone),
    daily: input.daily,
    dueTime: input.daily ? (input.dueTime ?? null) : null,
    requires: [...new Set(input.requires.map((id) => id.toLowerCase()))],
    unitIds: input.unitIds?.map((id) => id.toLowerCase()) ?? null,
  };
}

function deadlineProblems({ dueLocal, phase }: TaskInput, { zone, phases }: ProtectionPeriod): FieldProblem[] {
  if (!isLocal(dueLocal)) return [{ path: 'dueLocal', code: 'NOT_A_TIME' }];
  const dueAt = instantOf(dueLocal, zone);
  const span = phases.find((one) => one.phase === phase);
  const isInside = span !== undefined && dueAt >= span.startsAt && dueAt <= span.endsAt;
  return isInside ? [] : [{ path: 'dueLocal', code: 'OUTSIDE_PHASE' }];
}

function cycleProblems(
  id: string,
  { name, requires }: { readonly name: string; readonly requires: readonly string[] },
  present: readonly ProtectionTask[],
): FieldProblem[] {
  const others = present.filter((task) => task.id !== id);
  const all = [...others.map((task) => ({ key: task.id, requires: task.requires })), { key: id, requires }];
  const cycle = cycleOf(all);
  if (cycle === null) return [];
  const nameOf = (key: string): string => (key === id ? name : others.find((task) => task.id === key)?.name.zh) ?? key;
  return [{ path: `requires: ${cycle.map(nameOf).join(' → ')}`, code: 'CYCLE' }];
}
