import { refusals } from '../locales/zh-CN/refusals.js';
import type { Refused } from './refusal.js';
import type { Text } from './text.js';

type FieldWord = Exclude<keyof typeof refusals.field, 'OTHER'>;

const isKnown = (code: string): code is FieldWord => code !== 'OTHER' && code in refusals.field;

/** Why one field was refused, in the reader's language. */
export function fieldWords({ t }: Pick<Text, 't'>, code: string): string {
  return isKnown(code) ? t(`refusals.field.${code}`) : t('refusals.field.OTHER', { code });
}

/** The whole refusal in one sentence. */
export function refusalWords({ t }: Pick<Text, 't'>, refused: Refused): string {
  return t(`refusals.code.${refused.code}`, refused.params);
}
