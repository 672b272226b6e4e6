import type { z } from 'zod';
import { type FieldProblem, refuseBadInput } from '../../core/kernel/refusal.js';
import { offsetText } from '../../core/plan/offset.js';
import type { Inject, PlanContent } from '../../core/plan/plan.js';
import { nextCode, type PlanSettings } from '../../core/plan/edit-plan.js';
import { plainFigures } from '../../core/plan/plain-figures.js';
import { injectSchema, settingsSchema } from '../../core/plan/schema-plan.js';
import type { InjectInput } from './plan-inject.inputs.js';
import type { SavePlanSettingsInput } from './plan.inputs.js';

/** The inject a page sent, checked by the shape files are checked by. @throws Refusal BAD_INPUT naming every wrong field */
export function injectOf(input: InjectInput, content: PlanContent): Inject {
  const { trigger, offsetSeconds, condition, expectation, values, code, ...rest } = input;
  const file = {
    ...rest,
    code: code ?? nextCode(content),
    moveKey: input.moveKey ?? null,
    units: input.units ?? null,
    color: input.color ?? null,
    trigger: triggerOf({ trigger, offsetSeconds, condition }),
    attachments: input.attachments.map(({ name, text, evidenceId }) => {
      return { name, text: text ?? null, evidenceId: evidenceId ?? null };
    }),
    expectation: expectation == null ? null : plainFigures({ ...expectation }),
    values: Object.fromEntries(values.map(({ key, value }) => [key, value])),
  };
  return parsed(injectSchema, file, 'inject');
}

/** Settings a page sent. @throws Refusal BAD_INPUT naming every wrong field */
export function settingsOf(input: SavePlanSettingsInput): PlanSettings {
  const { title, summary, durationMinutes, cells, moves, columns } = input;
  const file = {
    ...{ title, summary, durationMinutes: String(durationMinutes) },
    cells: cells.map(({ key, name }) => ({ key, name })),
    moves: moves.map(({ key, name, situation }) => ({ key, name, situation })),
    columns: columns.map(({ key, name, kind, choices }) => ({ key, name, kind, choices })),
  };
  return parsed(settingsSchema, file, '');
}

type GivenTrigger = Pick<InjectInput, 'trigger' | 'offsetSeconds' | 'condition'>;

function triggerOf({ trigger: kind, offsetSeconds, condition }: GivenTrigger): Record<string, unknown> {
  const at = offsetSeconds == null ? null : offsetText(offsetSeconds);
  if (kind === 'MANUAL') return { kind, at };
  if (kind === 'TIMED') {
    if (at === null) refuseBadInput([{ path: 'inject.offsetSeconds', code: 'REQUIRED' }]);
    return { kind, at };
  }
  return { kind, when: conditionOf(condition), ...(at !== null && { notBefore: at }) };
}

/** @throws Refusal BAD_INPUT for what is no JSON */
function conditionOf(text: string | null | undefined): unknown {
  if (text == null || text === '') return refuseBadInput([{ path: 'inject.condition', code: 'REQUIRED' }]);
  try {
    return plainFigures(JSON.parse(text));
  } catch {
    return refuseBadInput([{ path: 'inject.condition', code: 'WRONG_FORM' }]);
  }
}

function parsed<Schema extends z.ZodType>(schema: Schema, file: unknown, base: string): z.output<Schema> {
  const read = schema.safeParse(file, { reportInput: true });
  if (!read.success) refuseBadInput(read.error.issues.map((issue) => fieldProblem(issue, base)));
  return read.data as z.output<Schema>;
}

const CODES: Readonly<Record<string, string>> = {
  too_big: 'TOO_LONG',
  too_small: 'REQUIRED',
  invalid_value: 'NOT_A_CHOICE',
};

function fieldProblem(issue: z.core.$ZodIssue, base: string): FieldProblem {
  const path = [base, ...issue.path.map(String)]
    .filter((part) => part !== '')
    .join('.')
    .replace(/^inject\.trigger\.(when)/, 'inject.condition')
    .replace(/^inject\.trigger\.(at|notBefore)$/, 'inject.offsetSeconds');
  return { path, code: CODES[issue.code] ?? 'WRONG_FORM' };
}
