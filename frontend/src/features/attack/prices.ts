import type { Text } from '../../lib/text.js';
import { formatPoints } from '../../lib/points.js';
import type { AttackCategory } from './documents.js';

type Price = NonNullable<AttackCategory['price']>;

/** '500', '200 + 10 × 算力卡数', '100–500': what a category or privilege is worth, as the rule has it. */
export function priceWords({ t, local }: Text, price: Price, quantityLabel: AttackCategory['quantityLabel']): string {
  if (price.isJudged) return judgedWords({ t }, price);
  const isSet = (figure: string | null | undefined): figure is string => figure != null && figure !== '0';
  if (!isSet(price.each)) return formatPoints(price.points ?? '0');
  if (!isSet(price.points)) return formatPoints(price.each);
  return t('attack.price.both', {
    points: formatPoints(price.points),
    each: formatPoints(price.each),
    unit: local(quantityLabel),
  });
}

function judgedWords({ t }: Pick<Text, 't'>, { judgedMin, judgedMax }: Price): string {
  if (judgedMin && judgedMax) return `${formatPoints(judgedMin)}–${formatPoints(judgedMax)}`;
  if (judgedMax) return t('attack.price.upTo', { max: formatPoints(judgedMax) });
  return judgedMin ? t('attack.price.from', { min: formatPoints(judgedMin) }) : t('attack.price.judged');
}

/** '第 7 项 集权系统': how people name a category. */
export function categoryName({ t, local }: Text, category: AttackCategory): string {
  return t('attack.category', { row: category.row, title: local(category.title) });
}
