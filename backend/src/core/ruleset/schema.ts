/**
 * Shape of a rule-set file. Unknown keys are errors everywhere; what the shape cannot say (sums of weights,
 * references, formulas) is in check.ts. Defaults here are those of the language, never of a published rule.
 */
import { z } from 'zod';
import { attackSchema, type AttackFile } from './schema-attack.js';
import { defenseSchema, type DefenseFile } from './schema-defense.js';
import { exampleSchema } from './schema-example.js';
import { ratingSchema, type RatingFile } from './schema-rating.js';
import { key, text, bilingual, settings, YAML_NUMBER } from './schema-words.js';

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
  rating: z.unknown().optional(),
  examples: z.array(exampleSchema).min(1),
});

export type HeadFile = z.output<typeof headSchema>;

/** The parts of a file, each null when it is absent or its shape is wrong. */
export interface RuleSetParts {
  readonly head: HeadFile | null;
  readonly attack: AttackFile | null;
  readonly defense: DefenseFile | null;
  readonly rating: RatingFile | null;
}

/** JSON Schema of a rule-set file for editors; numbers may be written plainly there. */
export function ruleSetJsonSchema(): Record<string, unknown> {
  const whole = headSchema.extend({
    attack: attackSchema.optional(),
    defense: defenseSchema.optional(),
    rating: ratingSchema.optional(),
  });
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
