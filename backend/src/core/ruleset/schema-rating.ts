/** Shape of the rated factors of a rule-set file. */
import { z } from 'zod';
import { key, amount, text, bilingual, count, symbol } from './schema-words.js';

export const ratingSchema = z.strictObject({
  factors: z
    .array(
      z.strictObject({
        key: symbol,
        symbol: text,
        title: bilingual,
        group: bilingual,
        levels: z.array(z.strictObject({ level: amount, title: bilingual })).min(2),
        parts: z.array(z.strictObject({ key: symbol, symbol: text, title: bilingual })).default([]),
      }),
    )
    .min(1),
  values: z
    .array(
      z.strictObject({
        key: symbol,
        symbol: text,
        title: bilingual,
        kind: z.enum(['process', 'result']),
        formula: text,
      }),
    )
    .min(1),
  grades: z.array(z.strictObject({ key, title: bilingual, from: amount })).default([]),
  places: count,
  rounding: z.enum(['none', 'half-up', 'up', 'down']),
  mirrors: z.array(z.strictObject({ factors: z.tuple([symbol, symbol]), sum: amount })).default([]),
});

export type RatingFile = z.output<typeof ratingSchema>;
