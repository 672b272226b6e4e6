import type { Step } from '../../gql/schema.js';
import { comparePoints, formatPoints, formatShare } from '../../lib/points.js';
import type { MessageKey, Text } from '../../lib/text.js';
import { referee } from '../../locales/zh-CN/referee.js';

/** The name a reader knows for a key of the rule-set (category, privilege, factor, item, bonus, measure); null = unknown. */
export type NameOfKey = (kind: string, key: string) => string | null;
type StepLike = Pick<Step, 'code' | 'params'>;

const NAMES = new Set(['category', 'from', 'privilege', 'factor', 'item', 'bonus', 'measure', 'cap']);
const FIGURES = new Set(['points', 'each', 'amount', 'limit', 'used', 'left', 'wanted', 'on', 'given', 'min', 'max', 'deduction', 'weight']);
const words: Readonly<Record<string, string>> = referee.step;

/** One step of the computation in a sentence. A code this page does not know is shown as it came. */
export function stepWords({ t }: Pick<Text, 't'>, step: StepLike, nameOf: NameOfKey): string {
  const raw = Object.fromEntries(step.params.map(({ name, value }) => [name, value]));
  const code = variantOf(step.code, raw);
  if (!(code in words)) return [step.code, ...step.params.map(({ name, value }) => `${name} ${value}`)].join(' ');
  const shown = Object.entries(raw).map(([name, value]) => [name, shownOf(name, value, nameOf)]);
  return t(`referee.step.${code}` as MessageKey, Object.fromEntries(shown) as Record<string, string>);
}

function shownOf(name: string, value: string, nameOf: NameOfKey): string {
  if (NAMES.has(name)) return nameOf(name === 'from' ? 'category' : name, value) ?? value;
  if (FIGURES.has(name)) return formatPoints(value);
  return name === 'share' ? formatShare(value) : value;
}

/** Some codes read differently with what they carry: a fixed price, one per piece, or both. */
function variantOf(code: string, params: Readonly<Record<string, string>>): string {
  if (code === 'PRICE') {
    if (comparePoints(params['each'] ?? '0', '0') === 0) return 'PRICE_FIXED';
    return comparePoints(params['points'] ?? '0', '0') === 0 ? 'PRICE_EACH' : 'PRICE';
  }
  if (code === 'JUDGED' && params['max'] === '') return 'JUDGED_FROM';
  return code;
}
