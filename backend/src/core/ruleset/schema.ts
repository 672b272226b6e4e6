/**
 * Shape of a rule-set file. Unknown keys are errors everywhere; what the shape cannot say (sums of weights,
 * references, formulas) is in check.ts. Defaults here are those of the language, never of a published rule.
 */
import { z } from 'zod';

const YAML_NUMBER = { yamlNumber: true };
const key = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
const exact = z
  .string()
  .regex(/^-?\d+(\.\d+|\/[1-9]\d*)?$/)
  .meta(YAML_NUMBER);
const amount = z
  .string()
  .regex(/^\d+(\.\d+)?$/)
  .meta(YAML_NUMBER);
const whole = z
  .string()
  .regex(/^\d{1,9}$/)
  .meta(YAML_NUMBER);
const share = z
  .string()
  .regex(/^(0(\.\d+)?|1(\.0+)?|\d+\/[1-9]\d*)$/)
  .meta(YAML_NUMBER);
const text = z.string().min(1);
const label = z.string().min(1).meta(YAML_NUMBER);
const bilingual = z.strictObject({ zh: text, en: text });
const count = whole.transform(Number);
const settings = z.record(z.string(), z.unknown());
const order = z.enum(['descending', 'ascending']);

const standings = z.strictObject({
  title: bilingual,
  formula: text,
  whenZero: z.strictObject({ variable: text, formula: text }).nullable().default(null),
  places: count.default(2),
  rounding: z.enum(['none', 'half-up', 'up', 'down']).default('half-up'),
  order: order.default('descending'),
  ties: z.enum(['shared', 'chain']),
  tieBreak: z.array(z.strictObject({ variable: text, order: order.default('descending') })).default([]),
  compare: z.enum(['exact', 'rounded']),
});

const price = {
  points: amount.nullable().default(null),
  each: amount.nullable().default(null),
  judged: z.strictObject({ min: amount, max: amount.nullable() }).nullable().default(null),
};

const dedupe = z.enum(['system', 'privilege', 'team-unit', 'unit', 'none']);

const category = z.strictObject({
  key,
  row: label,
  class: key,
  title: bilingual,
  clause: bilingual,
  privileges: z
    .array(
      z.strictObject({ key, title: bilingual, ...price, cap: key.nullable().optional(), dedupe: dedupe.optional() }),
    )
    .default([]),
  price: z.strictObject(price).nullable().default(null),
  cap: key.nullable(),
  dedupe,
  evidence: z.array(bilingual).default([]),
  quantity: bilingual.nullable().default(null),
  measures: z.array(z.strictObject({ key, title: bilingual, unit: bilingual })).default([]),
  minimum: z
    .strictObject({
      match: z.enum(['all', 'any']),
      conditions: z.array(z.strictObject({ measure: key, atLeast: amount })).min(1),
      otherwise: z.strictObject({ category: key, privileges: z.record(key, key) }),
    })
    .nullable()
    .default(null),
  deductionFree: count.default(0),
  proof: z.strictObject({ share, atMost: count, title: bilingual }).nullable().default(null),
});

export const attackSchema = z.strictObject({
  options: z.strictObject({
    capPolicy: z.enum(['truncate', 'drop']),
    dropScope: z.enum(['item', 'part']),
    capScope: z.enum(['team-unit', 'unit']),
    dedupAcrossTeams: z.boolean(),
    factorCombination: z.enum(['multiply', 'highest']),
    deduction: z.enum(['equals-points', 'typed-only']),
    deductionFree: z.enum(['first-only', 'only-if-single']),
    knockOut: z.boolean(),
  }),
  classes: z.array(z.strictObject({ key, title: bilingual })).min(1),
  caps: z.array(z.strictObject({ key, title: bilingual, limit: amount })),
  factors: z.array(
    z.strictObject({
      key,
      title: bilingual,
      clause: bilingual,
      times: amount,
      on: z.enum(['privilege', 'result']),
      categories: z.array(key).nullable(),
    }),
  ),
  categories: z.array(category).min(1),
  standings,
});

const item = z.strictObject({
  key,
  title: bilingual,
  clause: bilingual,
  weight: amount,
  mark: z.enum(['judged', 'coverage', 'means']),
  evidence: z.array(bilingual).default([]),
});

export const defenseSchema = z.strictObject({
  basis: z.enum(['share-of-deduction', 'points']),
  options: z.strictObject({
    eventDeduction: z.enum(['live', 'as-judged']),
    duplicateEventPolicy: z.enum(['first', 'best']),
    reportLimitPolicy: z.enum(['first', 'best', 'reject']),
    zeroTakesPlace: z.boolean(),
    coverageMode: z.enum(['provisional', 'final']),
    coverageFound: z.enum(['report', 'unit']),
    coverageOf: z.enum(['exercise', 'unit', 'linked']),
    bonusItemCapScope: z.enum(['kind', 'item']),
  }),
  recoveryShare: share.nullable(),
  recoveryCapShare: share.nullable(),
  reportLimit: count.nullable(),
  weightRepair: z
    .strictObject({
      policy: z.enum(['as-printed', 'set-item', 'rescale-all', 'rescale-dimension']),
      item: key.nullable().default(null),
      weight: amount.nullable().default(null),
      reason: bilingual,
    })
    .nullable()
    .default(null),
  dimensions: z
    .array(
      z.strictObject({
        key,
        title: bilingual,
        weight: amount,
        filedWith: z.enum(['DETECTION', 'RESPONSE', 'ATTRIBUTION']),
        items: z.array(item).min(1),
      }),
    )
    .min(1),
  means: z.array(z.strictObject({ key, symbol: text, title: bilingual })).default([]),
  bonuses: z
    .array(
      z.strictObject({
        key,
        title: bilingual,
        clause: bilingual,
        cap: amount.nullable(),
        evidence: z.array(bilingual).default([]),
      }),
    )
    .default([]),
  bonusCap: amount.nullable(),
  standings,
});

const amounts = z.record(z.string(), exact).default({});

const exampleResult = z.strictObject({
  code: label,
  team: label.default('t1'),
  unit: label.default('u1'),
  repeat: count.default(1),
  controlled: z.array(label).default([]),
  controlledCount: count.default(0),
  nodes: z.array(
    z.strictObject({
      category: key.default('given'),
      privilege: key.nullable().default(null),
      quantity: count.default(1),
      judged: amount.nullable().default(null),
      deduction: amount.nullable().default(null),
      system: label.nullable().default(null),
      factors: z.array(key).default([]),
      measures: z.record(key, amount).default({}),
      outcome: z.enum(['ACCEPTED', 'PARTIAL', 'REJECTED']).default('ACCEPTED'),
    }),
  ),
});

const exampleIncident = z.strictObject({
  code: label,
  unit: label.default('u1'),
  repeat: count.default(1),
  links: z.array(label).default([]),
  share: share.nullable().default(null),
  shares: z.record(key, share).default({}),
  foundCount: count.default(0),
  meansCount: count.default(0),
  deductionAtMarking: amount.nullable().default(null),
});

const example = z.strictObject({
  name: label,
  title: bilingual,
  set: settings.default({}),
  phase: z.enum(['PROVISIONAL', 'FINAL']).default('FINAL'),
  given: z.strictObject({
    units: z.array(label).default(['u1']),
    results: z.array(exampleResult).default([]),
    incidents: z.array(exampleIncident).default([]),
    bonuses: z.array(z.strictObject({ unit: label.default('u1'), kind: key, points: amount })).default([]),
  }),
  expect: z.strictObject({
    attack: amounts,
    deduction: amounts,
    recovery: amounts,
    bonus: amounts,
    value: amounts,
    zero: z.record(z.string(), text).default({}),
  }),
});

/** Everything but the two sides, which are checked on their own so that one bad side does not hide the other. */
export const headSchema = z.strictObject({
  version: z
    .literal('1')
    .meta(YAML_NUMBER)
    .transform(() => 1 as const),
  key,
  title: bilingual,
  summary: bilingual,
  source: bilingual,
  isSample: z.boolean(),
  doubts: z
    .array(
      z.strictObject({
        key,
        clause: text,
        text: bilingual,
        chosen: bilingual,
        alternatives: z.array(z.strictObject({ key, title: bilingual, set: settings })).default([]),
      }),
    )
    .default([]),
  attack: z.unknown().optional(),
  defense: z.unknown().optional(),
  examples: z.array(example).min(1),
});

export type HeadFile = z.output<typeof headSchema>;
export type AttackFile = z.output<typeof attackSchema>;
export type DefenseFile = z.output<typeof defenseSchema>;

/** The three parts of a file, each null when it is absent or its shape is wrong. */
export interface RuleSetParts {
  readonly head: HeadFile | null;
  readonly attack: AttackFile | null;
  readonly defense: DefenseFile | null;
}

/** JSON Schema of a rule-set file for editors; numbers may be written plainly there. */
export function ruleSetJsonSchema(): Record<string, unknown> {
  const whole = headSchema.extend({ attack: attackSchema.optional(), defense: defenseSchema.optional() });
  const schema: Record<string, unknown> = z.toJSONSchema(whole, {
    io: 'input',
    override: ({ jsonSchema }) => {
      if (jsonSchema.yamlNumber !== true) return;
      delete jsonSchema.yamlNumber;
      delete jsonSchema.const;
      jsonSchema.type = ['string', 'number'] as unknown as 'string';
    },
  });
  return { ...schema, title: 'Yanwu rule-set, version 1' };
}
