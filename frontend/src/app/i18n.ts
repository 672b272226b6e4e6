import { createI18n } from 'vue-i18n';
import type { LocaleName } from '../lib/text.js';
import { zhCN } from '../locales/zh-CN.js';

const STORE_KEY = 'yanwu.locale';

export const i18n = createI18n({
  legacy: false,
  locale: 'zh-CN',
  fallbackLocale: 'zh-CN',
  messages: { 'zh-CN': zhCN },
  missingWarn: false,
  fallbackWarn: false,
});

/** Storage may be switched off in the browser; the language then lasts for the visit. */
function remember(name: LocaleName): void {
  try {
    localStorage.setItem(STORE_KEY, name);
  } catch {
    // Nothing to do: the choice holds until the page is closed.
  }
}

function remembered(): LocaleName {
  try {
    return localStorage.getItem(STORE_KEY) === 'en' ? 'en' : 'zh-CN';
  } catch {
    return 'zh-CN';
  }
}

/** Switches the language of the whole page; English is loaded when first asked for. */
export async function setLocale(name: LocaleName): Promise<void> {
  if (name === 'en' && !i18n.global.availableLocales.includes('en' as never)) {
    const { en } = await import('../locales/en.js');
    i18n.global.setLocaleMessage('en' as never, en as never);
  }
  i18n.global.locale.value = name as 'zh-CN';
  document.documentElement.lang = name;
  remember(name);
}

/** Takes the language of the last visit, else Chinese. */
export function restoreLocale(): Promise<void> {
  return setLocale(remembered());
}
