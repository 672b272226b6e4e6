import type { Findings } from './findings.js';
import type { RatingFile } from './schema-rating.js';

/** What the shape alone cannot say about rated factors: repeated names, unknown ones, circles. */
export function checkRating(_rating: RatingFile, _findings: Findings): void {
  // Written together with the rating engine.
}
