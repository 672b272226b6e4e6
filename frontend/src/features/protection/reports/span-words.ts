import type { Text } from '../../../lib/text.js';

/** A length in exact words: 10 分, 5 分 30 秒, 2 时 05 分. */
export function spanWords({ t }: Pick<Text, 't'>, seconds: number): string {
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  if (h > 0) return t('reporting.span.hours', { h, m: String(m).padStart(2, '0') });
  if (m === 0) return t('reporting.span.seconds', { s });
  return s === 0 ? t('reporting.span.minutes', { m }) : t('reporting.span.minutesSeconds', { m, s });
}
