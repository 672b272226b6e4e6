import type { Rating } from '../../core/scoring/rating.js';
import type { RatingResult } from './rating.types.js';

/** A rating as the API shows it. */
export function ratingResult(rating: Rating): RatingResult {
  return {
    factors: rating.factors.map((factor) => ({ ...factor, meanOf: [...factor.meanOf] })),
    values: rating.values.map(({ key, kind, exact, text, grade, missing }) => ({
      ...{ key, kind, exact, text, grade },
      missing: [...missing],
    })),
    warnings: rating.warnings.map((warning) => ({
      ...warning,
      factors: [...warning.factors],
      levels: [...warning.levels],
    })),
    missing: [...rating.missing],
  };
}
