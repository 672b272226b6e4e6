/** Shape of the files in scenarios/protection. Unknown keys are errors; numbers reach us as the text they were written in. */
import { z } from 'zod';
import { bilingual, key, text, YAML_NUMBER } from '../ruleset/schema-words.js';
import { PERIOD_PHASES } from './period.js';
import { CYCLE_KINDS } from './template.js';

/** Most tasks of one template. */
export const MAX_TEMPLATE_TASKS = 500;

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const source = text.max(200).meta(YAML_NUMBER);
const days = z
  .string()
  .regex(/^-?\d{1,3}$/)
  .meta(YAML_NUMBER)
  .transform(Number);
const whole = z
  .string()
  .regex(/^\d{1,3}$/)
  .meta(YAML_NUMBER)
  .transform(Number);
const monthDay = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/);
const local = z.string().regex(/^(\d{4}|-)-\d\d-\d\dT\d\d:\d\d$/);

export const taskSchema = z.strictObject({
  key,
  phase: z.enum(PERIOD_PHASES).describe('事前 BEFORE, 临战 EVE, 实战 ON, 事后 AFTER'),
  name: bilingual,
  measures: z.array(bilingual.extend({ source })).min(1).max(40),
  evidence: bilingual.describe('验收材料'),
  dueDays: days
    .nullable()
    .default(null)
    .describe('Days from the start of the phase; negative: before its end; absent: at its end'),
  daily: z.boolean().default(false).describe('Once on every duty day'),
  dueTime: time.nullable().default(null).describe('When a daily task is due; absent: with the daily report'),
  requires: z.array(key).max(40).default([]).describe('Tasks of this plan that must be signed off before'),
  onlyIf: key.nullable().default(null).describe('Tag of the units it is for; absent: all'),
});

const head = { $schema: z.string().optional(), key, name: bilingual, source };

export const taskFileSchema = z.strictObject({
  ...head,
  tasks: z.array(taskSchema).min(1).max(MAX_TEMPLATE_TASKS),
});

const cycleEntry = z.strictObject({
  key,
  month: z
    .string()
    .regex(/^([1-9]|1[0-2])$/)
    .meta(YAML_NUMBER)
    .transform(Number),
  from: monthDay.nullable().default(null),
  until: monthDay.nullable().default(null),
  name: bilingual,
  kind: z.enum(CYCLE_KINDS).default('OTHER'),
  source,
  isInferred: z.boolean().default(false),
});

export const cycleFileSchema = z.strictObject({
  ...head,
  attribution: bilingual.optional(),
  cycle: z.array(cycleEntry).min(1),
  standing: z.array(z.strictObject({ key, name: bilingual, source })).default([]),
  review: z.array(cycleEntry).default([]),
});

const span = z.strictObject({
  startsLocal: local,
  endsLocal: local.nullable(),
  isInferred: z.boolean().default(false),
});

export const windowFileSchema = z.strictObject({
  ...head,
  timeZone: text,
  windows: z.array(
    z.strictObject({
      key,
      name: bilingual,
      source,
      spans: z.array(span).min(1),
      note: bilingual.nullable().default(null),
      zeroReportAt: time.nullable().default(null),
      incidentHours: whole.nullable().default(null),
      selfCheck: span.nullable().default(null),
      dailyOpen: z.strictObject({ from: time, to: time }).nullable().default(null),
    }),
  ),
});

/** JSON Schema of the files for editors; numbers may be written plainly there. */
export function protectionJsonSchema(): Record<string, unknown> {
  const anyFile = z.union([taskFileSchema, cycleFileSchema, windowFileSchema]);
  const schema: Record<string, unknown> = z.toJSONSchema(anyFile, {
    io: 'input',
    override: ({ jsonSchema }) => {
      if (jsonSchema.yamlNumber !== true) return;
      delete jsonSchema.yamlNumber;
      jsonSchema.type = ['string', 'number'] as unknown as 'string';
    },
  });
  return { ...schema, title: 'Yanwu protection periods: task plans, year cycle, published windows' };
}
