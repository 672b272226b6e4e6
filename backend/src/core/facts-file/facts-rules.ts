import type { RatingRules } from '../ruleset/rating-rules.js';
import type { PinnedRules } from '../scoring/compute-awards.js';

/** By what a facts file is scored. */
export interface FactsRules extends PinnedRules {
  /** True where no attack rules were given: every node is worth what the file says. */
  readonly givesPoints: boolean;
  readonly rating: RatingRules | null;
}
