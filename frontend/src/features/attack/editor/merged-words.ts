import type { Json } from '../../../lib/merge.js';
import type { Text } from '../../../lib/text.js';
import { formatMoment } from '../../../lib/time.js';
import type { AttackField, AttackRules } from '../documents.js';
import { ZONES } from './draft.js';

/** What values of a draft are named after. */
interface Names {
  readonly text: Pick<Text, 't' | 'local'>;
  readonly field: AttackField;
  readonly rules: AttackRules;
  readonly zone: string;
}

type Words = (names: Names, value: string) => string | undefined;

const WORDS: Readonly<Record<string, Words>> = {
  unitId: ({ field }, value) => field.units.find(({ id }) => id === value)?.name,
  targetId: ({ field }, value) => field.targets.find(({ id }) => id === value)?.name,
  zone: ({ text }, value) => ZONES.filter((one) => one === value).map((one) => text.t(`common.zone.${one}`))[0],
  categoryKey: ({ text, rules }, value) =>
    rules.categories.filter(({ key }) => key === value).map(({ title }) => text.local(title))[0],
  startedAt: ({ zone }, value) => formatMoment(value, { zone, seconds: true }),
  endedAt: ({ zone }, value) => formatMoment(value, { zone, seconds: true }),
};

/** A value of a draft in words, where it is an id, a key or a time; null for what is words already. */
export function mergedWords(names: Names, path: string, value: Json): string | null {
  const words = WORDS[path.split('.').at(-1) ?? ''];
  return typeof value === 'string' && value !== '' ? (words?.(names, value) ?? null) : null;
}
