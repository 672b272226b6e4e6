/**
 * The words rule-set files are written in: keys, exact figures, texts in both languages. Figures have at most 18
 * digits on either side: no rule needs more, and arithmetic on them stays cheap.
 */
import { z } from 'zod';

export const YAML_NUMBER = { yamlNumber: true };
export const key = z.string().regex(/^(?!constructor$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
export const exact = z
  .string()
  .regex(/^-?\d{1,18}(\.\d{1,18}|\/[1-9]\d{0,17})?$/)
  .meta(YAML_NUMBER);
export const amount = z
  .string()
  .regex(/^\d{1,18}(\.\d{1,18})?$/)
  .meta(YAML_NUMBER);
export const whole = z
  .string()
  .regex(/^\d{1,9}$/)
  .meta(YAML_NUMBER);
export const share = z
  .string()
  .regex(/^(0(\.\d{1,18})?|1(\.0{1,18})?|\d{1,18}\/[1-9]\d{0,17})$/)
  .meta(YAML_NUMBER);
export const text = z.string().min(1);
export const label = z.string().min(1).meta(YAML_NUMBER);
export const bilingual = z.strictObject({ zh: text, en: text });
export const count = whole.transform(Number);
export const settings = z.record(z.string(), z.unknown());
export const order = z.enum(['descending', 'ascending']);

/** Names in a formula: no hyphens, they would read as a minus. */
export const symbol = z.string().regex(/^(?!constructor$)[a-z][a-z0-9_]{0,31}$/);

export const standings = z.strictObject({
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
