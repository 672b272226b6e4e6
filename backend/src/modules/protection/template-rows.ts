import { randomUUID } from 'node:crypto';
import type { FieldProblem } from '../../core/kernel/refusal.js';
import { unknownIds, unknownKeys } from '../../core/kernel/form.js';
import { dueTimes } from '../../core/protection/schedule.js';
import type { TaskTemplate, TemplateTask } from '../../core/protection/template.js';
import type { ProtectionPeriod } from './period.entity.js';
import type { ProtectionTask } from './task.entity.js';
import type { ApplyTaskTemplatesInput, TagUnitsInput } from './task.inputs.js';

/** Where templates are applied. */
interface Applied {
  readonly period: ProtectionPeriod;
  readonly present: readonly ProtectionTask[];
  readonly tagUnits: readonly TagUnitsInput[];
  readonly createdAt: Date;
}

/** What is wrong with a choice of templates. */
export function templateProblems(
  { templateKeys, tagUnits }: ApplyTaskTemplatesInput,
  all: readonly TaskTemplate[],
  { unitIds }: ProtectionPeriod,
): FieldProblem[] {
  const tags = new Set(all.flatMap(({ tasks }) => tasks.flatMap(({ onlyIf }) => onlyIf ?? [])));
  const known = new Set(unitIds);
  return [
    ...unknownKeys('templateKeys', templateKeys, new Set(all.map(({ key }) => key))),
    ...tagUnits.flatMap(({ tag, unitIds: given }, index) => [
      ...(tags.has(tag) ? [] : [{ path: `tagUnits.${index}.tag`, code: 'NOT_A_CHOICE' }]),
      ...unknownIds(
        `tagUnits.${index}.unitIds`,
        given.map((id) => id.toLowerCase()),
        known,
      ),
    ]),
  ];
}

/** The rows of the templates' tasks; those that are there already, and those for no unit, are left out. */
export function rowsOf(applied: Applied, templates: readonly TaskTemplate[]): ProtectionTask[] {
  let ordinal = Math.max(0, ...applied.present.map((task) => task.ordinal));
  return templates.flatMap((template) => {
    const due = dueTimes(applied.period, template.tasks);
    const ids = idsOf(template, applied.present);
    const wanted = template.tasks.filter((task) => isNew(ids, task) && unitIdsOf(task, applied)?.length !== 0);
    return wanted.map((task) => {
      ordinal += 1;
      return { ...row(task, template, applied), ordinal, ...placed(task, ids, due) };
    });
  });
}

interface KnownId {
  readonly id: string;
  readonly isNew: boolean;
}

/** The id of every task of a template: of the row that is there, or a new one. */
function idsOf({ key, tasks }: TaskTemplate, present: readonly ProtectionTask[]): ReadonlyMap<string, KnownId> {
  return new Map(
    tasks.map((task) => {
      const known = present.find((one) => one.templateKey === key && one.templateTaskKey === task.key);
      return [task.key, { id: known?.id ?? randomUUID(), isNew: known === undefined }];
    }),
  );
}

function isNew(ids: ReadonlyMap<string, KnownId>, { key }: TemplateTask): boolean {
  return ids.get(key)?.isNew === true;
}

function placed(
  task: TemplateTask,
  ids: ReadonlyMap<string, KnownId>,
  due: ReadonlyMap<string, Date>,
): Pick<ProtectionTask, 'id' | 'dueAt' | 'requires'> {
  const id = ids.get(task.key)?.id;
  const dueAt = due.get(task.key);
  if (id === undefined || dueAt === undefined) throw new Error(`task ${task.key} was not placed`);
  return { id, dueAt, requires: task.requires.flatMap((key) => ids.get(key)?.id ?? []) };
}

function row(
  task: TemplateTask,
  template: TaskTemplate,
  applied: Applied,
): Omit<ProtectionTask, 'id' | 'dueAt' | 'requires' | 'ordinal'> {
  const { period, createdAt } = applied;
  return {
    exerciseId: period.exerciseId,
    periodId: period.id,
    phase: task.phase,
    name: task.name,
    measures: [...task.measures],
    evidence: task.evidence,
    owner: '',
    source: template.source,
    templateKey: template.key,
    templateTaskKey: task.key,
    daily: task.daily,
    dueTime: task.dueTime,
    unitIds: unitIdsOf(task, applied),
    isRemoved: false,
    version: 1,
    createdAt,
  };
}

/** The units a tag stands for; a tag that was not given stands for all. */
function unitIdsOf({ onlyIf }: TemplateTask, { tagUnits }: Pick<Applied, 'tagUnits'>): string[] | null {
  const given = tagUnits.find(({ tag }) => tag === onlyIf);
  return given === undefined ? null : given.unitIds.map((id) => id.toLowerCase());
}
