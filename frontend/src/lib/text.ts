import type { WritableComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { LocalText } from '../gql/schema.js';
import type { Leaves } from '../locales/shape.js';
import type { zhCN } from '../locales/zh-CN.js';
import { durationOf } from './time.js';

export type MessageKey = Leaves<typeof zhCN>;
export type LocaleName = 'zh-CN' | 'en';

export interface Text {
  /** The message in the reader's language; a key that does not exist does not compile. */
  readonly t: (key: MessageKey, params?: Record<string, unknown>) => string;
  readonly locale: WritableComputedRef<string>;
  /** The reader's half of a text the server keeps in both languages. */
  readonly local: (text: Pick<LocalText, 'zh' | 'en'> | null | undefined) => string;
  /** '7 分', '3 时 28 分', '2 天 04 时'. */
  readonly duration: (milliseconds: number) => string;
}

/** Words for a component. */
export function useText(): Text {
  const { t: translate, locale } = useI18n();
  const t: Text['t'] = (key, params) => translate(key, params ?? {});
  const duration = (milliseconds: number) => {
    const { days, hours, minutes } = durationOf(milliseconds);
    const m = String(minutes).padStart(hours > 0 ? 2 : 1, '0');
    if (days > 0) return t('common.time.days', { d: days, h: String(hours).padStart(2, '0') });
    return hours > 0 ? t('common.time.hours', { h: hours, m }) : t('common.time.minutes', { m });
  };
  return { t, locale, local: (text) => (locale.value === 'en' ? text?.en : text?.zh) ?? '', duration };
}
