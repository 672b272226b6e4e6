/** Shape of the worked examples of a rule-set file. */
import { z } from 'zod';
import { EXPECTATION_KINDS } from '../plan/plan.js';
import { bilingual, settings, key, exact, amount, share, text, label, count, symbol } from './schema-words.js';

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
      vulnerability: label.nullable().default(null),
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

/** Hours and minutes since the example's first midnight; hours may go beyond 24. */
const clockTime = z.string().regex(/^\d{1,3}:[0-5]\d$/);

const exampleUnit = z.union([
  label.transform((id) => ({ id, parent: null, keyUnit: false, participant: true, knockedOutBy: null })),
  z.strictObject({
    id: label,
    parent: label.nullable().default(null),
    keyUnit: z.boolean().default(false),
    participant: z.boolean().default(true),
    /** Code of the result with which it was knocked out. */
    knockedOutBy: label.nullable().default(null),
  }),
]);

const exampleAbnormal = z.strictObject({
  code: label,
  unit: label.default('u1'),
  evidence: clockTime,
  notice: clockTime,
  repaired: clockTime.nullable().default(null),
  /** Last time it was seen to be still so; counts while it is not repaired. */
  confirmed: clockTime.nullable().default(null),
});

const exampleAdjustment = z.strictObject({
  code: label,
  side: z.enum(['ATTACK', 'DEFENSE']),
  party: label,
  account: z.enum(['ATTACK', 'DEDUCTION', 'RECOVERY', 'BONUS', 'PENALTY', 'DRILL']),
  points: exact,
});

const exampleDrillMark = z.strictObject({
  code: label,
  unit: label.default('u1'),
  drill: label.default('d1'),
  expectation: z.enum(EXPECTATION_KINDS).default('ACKNOWLEDGE'),
  /** What the plan gives at most. */
  full: amount,
  points: amount,
});

/** One worked example. */
export const exampleSchema = z.strictObject({
  name: label,
  title: bilingual,
  set: settings.default({}),
  phase: z.enum(['PROVISIONAL', 'FINAL']).default('FINAL'),
  given: z.strictObject({
    units: z
      .array(exampleUnit)
      .default([{ id: 'u1', parent: null, keyUnit: false, participant: true, knockedOutBy: null }]),
    results: z.array(exampleResult).default([]),
    incidents: z.array(exampleIncident).default([]),
    bonuses: z.array(z.strictObject({ unit: label.default('u1'), kind: key, points: amount })).default([]),
    abnormals: z.array(exampleAbnormal).default([]),
    adjustments: z.array(exampleAdjustment).default([]),
    drillMarks: z.array(exampleDrillMark).default([]),
    /** Levels by factor or part. */
    rating: z.record(symbol, amount).default({}),
  }),
  expect: z.strictObject({
    attack: amounts,
    deduction: amounts,
    recovery: amounts,
    bonus: amounts,
    penalty: amounts,
    drill: amounts,
    value: amounts,
    /** Rating values as rounded, and grade keys, by value key. */
    rating: amounts,
    grade: z.record(z.string(), text).default({}),
    zero: z.record(z.string(), text).default({}),
  }),
});
