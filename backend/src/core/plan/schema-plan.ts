/**
 * The shape of a plan file. Figures come as the text their author wrote. The same shape checks what the page sends, so
 * that nothing can be saved that a file could not hold.
 */
import { z } from 'zod';
import { COLOR, INJECT_CODE, PLAN_KEY, PLAN_LIMITS as MOST, POINTS } from './limits.js';
import { readOffset } from './offset.js';
import {
  CHANNELS,
  COLUMN_KINDS,
  type Condition,
  DRILL_FACTS,
  EXPECTATION_KINDS,
  INJECT_STATES,
  type Inject,
  type PlanContent,
} from './plan.js';

const YAML_NUMBER = { yamlNumber: true };
/** What `BAD_OFFSET` is known by among zod's findings. */
export const BAD_OFFSET = 'BAD_OFFSET';

/** What no file can hold: controls but line ends and tabs, and what is no character at all. */
const UNWRITABLE = new RegExp('[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f\\ufffe\\uffff]', 'g');
/** Line ends as one kind, nothing around: two spellings of one text must not look like an edit. */
const clean = (value: string): string => value.replace(/\r\n?/g, '\n').replace(UNWRITABLE, '').trim();
/** Names stand in one line. */
const oneLine = (value: string): string => clean(value).replace(/\s+/g, ' ');

const label = (most: number) => z.string().meta(YAML_NUMBER).transform(oneLine).pipe(z.string().min(1).max(most));
const words = (most: number = MOST.text) => z.string().meta(YAML_NUMBER).transform(clean).pipe(z.string().max(most));
/** Naming something twice says no more than once. */
const unique = (list: string[]): string[] => [...new Set(list)];
const key = z.string().regex(PLAN_KEY).meta(YAML_NUMBER);
const code = z.string().regex(INJECT_CODE).meta(YAML_NUMBER);
const whole = z
  .string()
  .regex(/^\d{1,6}$/)
  .meta(YAML_NUMBER)
  .transform(Number);

const offset = z
  .string()
  .meta(YAML_NUMBER)
  .transform((text, context) => {
    const seconds = readOffset(text);
    if (seconds === null) {
      context.addIssue({ code: 'custom', message: BAD_OFFSET, input: text });
      return z.NEVER;
    }
    return seconds;
  });

/** Whether a condition is true of a unit; groups may hold groups. */
export const conditionSchema: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(conditionSchema).max(MOST.conditionParts) }),
    z.strictObject({ any: z.array(conditionSchema).max(MOST.conditionParts) }),
    z.strictObject({ inject: code, is: z.enum(INJECT_STATES), afterMinutes: whole.default(0) }),
    z.strictObject({ fact: z.enum(DRILL_FACTS), is: z.enum(['THERE', 'MISSING']), afterMinutes: whole.default(0) }),
  ]),
);

const timed = z
  .strictObject({ kind: z.literal('TIMED'), at: offset })
  .transform(({ kind, at }) => ({ kind, offsetSeconds: at }));
const manual = z
  .strictObject({ kind: z.literal('MANUAL'), at: offset.nullable().default(null) })
  .transform(({ kind, at }) => ({ kind, offsetSeconds: at }));
const conditional = z
  .strictObject({ kind: z.literal('CONDITION'), when: conditionSchema, notBefore: offset.default(0) })
  .transform(({ kind, when, notBefore }) => ({ kind, when, notBeforeSeconds: notBefore }));

const expectation = z.strictObject({
  kind: z.enum(EXPECTATION_KINDS),
  text: words(MOST.value).default(''),
  withinMinutes: whole.pipe(z.number().min(1).max(MOST.duration)),
  points: z.string().regex(POINTS).meta(YAML_NUMBER).default('0'),
  escalateTo: z.array(label(MOST.name)).max(MOST.escalateTo).default([]).transform(unique),
  remindMinutes: whole.pipe(z.number().max(MOST.duration)).default(0),
});

const attachment = z.strictObject({
  name: label(MOST.name),
  text: words(MOST.attachment).nullable().default(null),
  evidenceId: z.uuid().nullable().default(null),
});

const value = z.union([z.string(), z.boolean()]).transform((given) => clean(String(given)).slice(0, MOST.value));

/** One inject as a file has it. */
export const injectSchema = z.strictObject({
  code,
  title: label(MOST.name),
  body: words().default(''),
  note: words().default(''),
  moveKey: key.nullable().default(null),
  trigger: z.discriminatedUnion('kind', [timed, manual, conditional]),
  cell: key.default('ALL'),
  units: z.array(label(MOST.name)).max(MOST.units).transform(unique).nullable().default(null),
  channel: z.enum(CHANNELS).default('IN_SITE'),
  attachments: z.array(attachment).max(MOST.attachments).default([]),
  expectation: expectation.nullable().default(null),
  requires: z.array(code).max(MOST.requires).default([]).transform(unique),
  otherwise: words(MOST.value).default(''),
  color: z
    .string()
    .transform((given) => given.toLowerCase())
    .pipe(z.string().regex(COLOR))
    .nullable()
    .default(null),
  values: z.record(key, value).default({}),
}) satisfies z.ZodType<Inject>;

/** Everything of a plan but its injects. */
export const settingsSchema = z.strictObject({
  title: label(MOST.name),
  summary: words().default(''),
  durationMinutes: whole.pipe(z.number().min(1).max(MOST.duration)),
  cells: z
    .array(z.strictObject({ key, name: label(MOST.name) }))
    .max(MOST.cells)
    .default([]),
  moves: z
    .array(z.strictObject({ key, name: label(MOST.name), situation: words().default('') }))
    .max(MOST.moves)
    .default([]),
  columns: z
    .array(
      z.strictObject({
        key,
        name: label(MOST.name),
        kind: z.enum(COLUMN_KINDS).default('TEXT'),
        choices: z.array(label(MOST.name)).max(MOST.choices).default([]),
      }),
    )
    .max(MOST.columns)
    .default([]),
});

/** The list of injects, whatever they are. */
export const injectListSchema = z.array(z.unknown()).max(MOST.injects);

/** A whole plan file. */
export const planSchema = settingsSchema.extend({
  injects: z.array(injectSchema).max(MOST.injects).default([]),
}) satisfies z.ZodType<PlanContent>;

/** JSON Schema of a plan file, for editors. */
export function planJsonSchema(): Record<string, unknown> {
  const schema: Record<string, unknown> = z.toJSONSchema(planSchema, {
    io: 'input',
    override: ({ jsonSchema }) => {
      if (jsonSchema.yamlNumber !== true) return;
      delete jsonSchema.yamlNumber;
      jsonSchema.type = ['string', 'number'] as unknown as 'string';
    },
  });
  return { ...schema, title: 'Yanwu drill plan' };
}
