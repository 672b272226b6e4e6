/** Shape of the attackers' side of a rule-set file. */
import { z } from 'zod';
import { key, amount, share, label, bilingual, count, standings } from './schema-words.js';

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

const counts = z.enum(['node', 'result']);

const multipliers = z.strictObject({
  order: z.array(z.enum(['decay', 'key-unit', 'non-participant'])).min(1),
  rounding: z.enum(['none', 'half-up', 'up', 'down']),
  places: count,
  roundEach: z.boolean(),
  capStage: z.enum(['after-multipliers', 'before-multipliers']),
  deductionStage: z.enum(['after-multipliers', 'before-multipliers']),
  keyUnit: z
    .strictObject({ times: amount, flagOf: z.enum(['own', 'root']), clause: bilingual })
    .nullable()
    .default(null),
  nonParticipant: z
    .strictObject({
      times: amount,
      limit: count.nullable(),
      limitPer: z.enum(['team', 'team-unit', 'exercise']),
      counts,
      zeroTakesPlace: z.boolean(),
      clause: bilingual,
    })
    .nullable()
    .default(null),
  decay: z
    .strictObject({
      shares: z.array(share).min(1),
      sameWithin: z.enum(['exercise', 'team', 'unit', 'team-unit']),
      counts,
      zeroTakesPlace: z.boolean(),
      clause: bilingual,
    })
    .nullable()
    .default(null),
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
  caps: z.array(z.strictObject({ key, title: bilingual, limit: amount, within: key.nullable().default(null) })),
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
  multipliers: multipliers.nullable().default(null),
  standings,
});

export type AttackFile = z.output<typeof attackSchema>;
