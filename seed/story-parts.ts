import type { Outcome } from '../backend/src/core/scoring/facts.js';

/** `d1 10:24`; see Timeline. */
export type Moment = string;

/** What a referee ruled where it differs from the claim. */
export interface StoryVerdict {
  readonly outcome: Outcome;
  /** Row of the rules where it is another than the one claimed. */
  readonly row?: string | number;
  readonly as?: string;
  readonly points?: string;
  readonly deduction?: string;
  readonly reason: string;
}
