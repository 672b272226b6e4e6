/** Shape of the defenders' side of a rule-set file. */
import { z } from 'zod';
import { EXPECTATION_KINDS } from '../plan/plan.js';
import { key, amount, share, text, bilingual, count, standings } from './schema-words.js';

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
  abnormal: z
    .strictObject({
      title: bilingual,
      clause: bilingual,
      graceMinutes: count,
      stepMinutes: count,
      tiers: z.array(z.strictObject({ untilMinutes: count.nullable(), points: amount })).min(1),
      tiersFrom: z.enum(['evidence', 'notice', 'grace-end']),
      rounding: z.enum(['down', 'up']),
      roundingSpan: z.enum(['tier', 'whole']),
      episodes: z.enum(['added', 'merged']),
    })
    .nullable()
    .default(null),
  drill: z
    .strictObject({
      title: bilingual,
      clause: bilingual,
      limits: z.array(z.strictObject({ kind: z.enum(EXPECTATION_KINDS), limit: amount })).default([]),
      total: amount.nullable().default(null),
      limitsPer: z.enum(['drill', 'exercise']).default('drill'),
    })
    .nullable()
    .default(null),
  standings,
});

export type DefenseFile = z.output<typeof defenseSchema>;
