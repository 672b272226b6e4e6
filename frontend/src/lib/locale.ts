import { inject, type InjectionKey } from 'vue';
import type { LocaleName } from './text.js';

/** How a page switches the language; the app provides it. */
export const localeSwitch: InjectionKey<(name: LocaleName) => Promise<void>> = Symbol('locale');

/** The switch, for the few places that offer it. */
export function useLocaleSwitch(): (name: LocaleName) => Promise<void> {
  return inject(localeSwitch, () => Promise.resolve());
}
