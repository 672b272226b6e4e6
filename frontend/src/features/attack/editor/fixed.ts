import { inject, provide, type InjectionKey } from 'vue';

/** What may not be changed while a returned result is mended: it decides who was first. */
export interface FixedFields {
  readonly unit: boolean;
  /** No node begins or stops to claim, and none claims as something else. */
  readonly category: boolean;
  /** A claimed node keeps its system and stays. */
  readonly claimed: boolean;
}

const NOTHING: FixedFields = { unit: false, category: false, claimed: false };
const KEY: InjectionKey<FixedFields> = Symbol('fixed');

/** Says it to all fields of the editor below. */
export function provideFixed(isReturned: boolean): void {
  provide(KEY, isReturned ? { unit: true, category: true, claimed: true } : NOTHING);
}

export function useFixed(): FixedFields {
  return inject(KEY, NOTHING);
}
