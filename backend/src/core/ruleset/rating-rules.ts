/** What a rule-set says about factors judged by level, and the values computed from them. */
import type { Rounding } from '../kernel/points.js';
import type { Formula } from './standings-rule.js';
import type { Bilingual, ExactText } from './words.js';

/** Factors judged by level and the values computed from them (RTASS). */
export interface RatingRules {
  readonly factors: readonly RatingFactor[];
  /** Formulas over factors and other values; they form no circle. */
  readonly values: readonly RatingValue[];
  /** Ascending by `from`, compared with the value as rounded. */
  readonly grades: readonly RatingGrade[];
  readonly places: number;
  readonly rounding: Rounding;
  /** Pairs of factors whose levels mirror each other when judged alike: their sum is checked, nothing is changed. */
  readonly mirrors: readonly { readonly factors: readonly [string, string]; readonly sum: ExactText }[];
}

export interface RatingFactor {
  readonly key: string;
  /** As printed, e.g. `OL`. */
  readonly symbol: string;
  readonly title: Bilingual;
  readonly group: Bilingual;
  readonly levels: readonly { readonly level: ExactText; readonly title: Bilingual }[];
  /** When given and judged, the factor is their mean (RTASS Plus); each has the levels of the factor. */
  readonly parts: readonly { readonly key: string; readonly symbol: string; readonly title: Bilingual }[];
}

export interface RatingValue {
  readonly key: string;
  readonly symbol: string;
  readonly title: Bilingual;
  /** A step on the way, or a result people quote. */
  readonly kind: 'process' | 'result';
  readonly formula: Formula;
}

export interface RatingGrade {
  readonly key: string;
  readonly title: Bilingual;
  readonly from: ExactText;
}
