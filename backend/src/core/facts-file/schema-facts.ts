/**
 * Shape of a facts file: what referees established in one exercise, without a database. Figures are exact: whole
 * numbers as they are, all others as text ("0.5", "3/4"), because JSON readers turn 0.1 into something else.
 */
import { z } from 'zod';
import { EXPECTATION_KINDS } from '../plan/plan.js';

const id = z.string().min(1).max(200).describe('Any text; the same text names the same thing everywhere in the file');
const name = z.string().max(200).default('').describe('As people know it');
const key = z.string().min(1).max(64);
const code = z.string().max(200).nullable().default(null).describe('As printed in reasons; the id when absent');
const receipt = z
  .int()
  .min(1)
  .max(1_000_000_000)
  .nullable()
  .default(null)
  .describe('Order of receipt over the whole file; give it to every entry or to none (then: as written)');

/** A figure of at least zero. */
const amount = z
  .union([z.string().regex(/^\d{1,18}(\.\d{1,18})?$/), z.int().min(0)])
  .transform(String)
  .describe('Zero or more: a whole number, or text such as "12.5"');
/** A figure of at least zero that need not end. */
const exactAmount = z
  .union([z.string().regex(/^\d{1,18}(\.\d{1,18}|\/[1-9]\d{0,17})?$/), z.int().min(0)])
  .transform(String);
/** A figure with a sign. */
const signed = z
  .union([z.string().regex(/^-?\d{1,18}(\.\d{1,18}|\/[1-9]\d{0,17})?$/), z.int()])
  .transform(String)
  .describe('A whole number, or text such as "-12.5" or "10/3"');
/** A share of a whole. */
const share = z
  .union([z.string().regex(/^\d{1,18}(\.\d{1,18}|\/[1-9]\d{0,17})?$/), z.int().min(0).max(1)])
  .transform(String)
  .describe('Between 0 and 1: 0, 1, or text such as "0.5" or "3/4"');
const instant = z.iso.datetime({ offset: true }).describe('ISO 8601 with an offset, e.g. 2026-07-01T10:00:00+08:00');

const node = z.strictObject({
  id: id.nullable().default(null).describe('The id of the result and its place when absent, e.g. A-1/2'),
  category: key.nullable().default(null).describe('Category of the attack rules; absent only when rejected'),
  privilege: key.nullable().default(null),
  quantity: z.int().min(1).max(1_000_000).default(1),
  judged: amount.nullable().default(null).describe('Points a referee gave, where the rule states a range'),
  deduction: amount.nullable().default(null).describe('Deduction a referee typed; replaces the computed one'),
  system: id.nullable().default(null).describe('What counts as the same system; the node itself when absent'),
  factors: z.array(key).max(50).default([]),
  measures: z.record(key, amount).default({}),
  outcome: z.enum(['ACCEPTED', 'PARTIAL', 'REJECTED']).default('ACCEPTED'),
  vulnerability: id.nullable().default(null).describe('Vulnerability group the referees put it in'),
});

export const factsFileSchema = z.strictObject({
  $schema: z.string().optional(),
  version: z.literal(1),
  title: z.string().max(200).default(''),
  units: z.array(
    z.strictObject({
      id,
      name,
      parent: id.nullable().default(null),
      keyUnit: z.boolean().default(false),
      participant: z.boolean().default(true),
      knockedOutBy: id.nullable().default(null).describe('Id of the result with which it was knocked out 击穿'),
    }),
  ),
  teams: z.array(z.strictObject({ id, name })),
  results: z
    .array(
      z.strictObject({
        id,
        code,
        receipt,
        team: id,
        unit: id,
        nodes: z.array(node).max(1000),
        controlled: z.array(z.string().max(200)).default([]).describe('Addresses the team came to control'),
      }),
    )
    .default([]),
  incidents: z
    .array(
      z.strictObject({
        id,
        code,
        receipt,
        unit: id,
        links: z.array(id).default([]).describe('Ids of the results it was linked to'),
        marks: z.record(key, share).nullable().default(null).describe('Shares by rubric item; null while not marked'),
        found: z.array(z.string().max(200)).default([]).describe('Addresses reported as found controlled'),
        means: z.array(key).default([]),
        deductionAtMarking: amount.nullable().default(null),
      }),
    )
    .default([]),
  bonuses: z.array(z.strictObject({ id, code, receipt, unit: id, kind: key, points: amount.nullable() })).default([]),
  abnormals: z
    .array(
      z.strictObject({
        id,
        code,
        receipt,
        unit: id,
        evidence: instant,
        notice: instant,
        repaired: instant.nullable().default(null),
        confirmed: instant.nullable().default(null).describe('Last time it was seen to be still so'),
      }),
    )
    .default([]),
  adjustments: z
    .array(
      z.strictObject({
        id,
        code,
        receipt,
        side: z.enum(['ATTACK', 'DEFENSE']),
        party: id.describe('A team, or a root unit'),
        account: z.enum(['ATTACK', 'DEDUCTION', 'RECOVERY', 'BONUS', 'PENALTY', 'DRILL']),
        points: signed.describe('As booked: deductions and penalties are negative'),
      }),
    )
    .default([]),
  drillMarks: z
    .array(
      z.strictObject({
        id,
        code,
        receipt: receipt.describe('Order of release to the unit, counted as all receipts of the file'),
        unit: id,
        drill: id.default('drill').describe('Limits of the rules may hold for each drill'),
        expectation: z.enum(EXPECTATION_KINDS),
        full: exactAmount.describe('What the plan gives at most'),
        points: exactAmount,
      }),
    )
    .default([])
    .describe('What evaluators gave for answers to the injects of drills'),
  rating: z.record(key, amount).nullable().default(null).describe('Levels by factor or part, for a rating (RTASS)'),
});

/** A facts file with its defaults filled in. */
export type FactsFile = z.output<typeof factsFileSchema>;

/** JSON Schema of a facts file, for editors. */
export function factsJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(factsFileSchema, { io: 'input' }), title: 'Yanwu facts file, version 1' };
}
