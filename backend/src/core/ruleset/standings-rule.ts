/** How sums become a ranked value. */
import type { Rounding } from '../kernel/points.js';
import type { Expression } from './formula.js';
import type { Bilingual } from './words.js';

/** Variables of a standings formula; zero or positive, but for a team that was fined more than it had. */
export const ATTACK_VARIABLES = ['attack'] as const;

export const DEFENSE_VARIABLES = ['deduction', 'recovery', 'bonus', 'penalty', 'drill'] as const;

/** How sums become a ranked value. */
export interface StandingsRule {
  /** What the value is called, e.g. 防护值. */
  readonly title: Bilingual;
  readonly formula: Formula;
  /** Used instead when its variable is zero. */
  readonly whenZero: { readonly variable: string; readonly formula: Formula } | null;
  readonly places: number;
  readonly rounding: Rounding;
  readonly order: 'descending' | 'ascending';
  /** Equal values share a rank, or the tie-break variables decide first. */
  readonly ties: 'shared' | 'chain';
  readonly tieBreak: readonly { readonly variable: string; readonly order: 'descending' | 'ascending' }[];
  /** Whether values are compared exactly or as shown. */
  readonly compare: 'exact' | 'rounded';
}

/** A formula as written, with its syntax tree. */
export interface Formula {
  readonly text: string;
  readonly expression: Expression;
}
