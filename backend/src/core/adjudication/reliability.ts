/**
 * How far referees who judged the same things agree beyond chance: Krippendorff's alpha (K. Krippendorff, Computing
 * Krippendorff's Alpha-Reliability, 2011), for any number of referees and with ratings missing. Exact rationals.
 */
import { ONE, sum, ZERO } from '../kernel/points.js';
import type { Points } from '../kernel/points.js';

/** The coefficient with what it rests on. */
export interface Reliability {
  /** 1 = complete agreement, 0 = as chance would have it; null when nothing could have differed. */
  readonly alpha: Points | null;
  /** Things that at least two referees judged. */
  readonly units: number;
  /** Ratings of these things. */
  readonly ratings: number;
}

/** The ratings of each thing, missing ones left out. */
export type Ratings<T> = readonly (readonly T[])[];

/** Alpha for words that are either the same or not, e.g. outcomes. */
export function nominalAlpha(ratings: Ratings<string>): Reliability {
  return alphaOf(ratings, (values) => {
    const counts = [...Map.groupBy(values, (value) => value).values()].map(({ length }) => length);
    return sum(counts.map((count) => ZERO.add(count * (values.length - count))));
  });
}

/** Alpha for figures whose distance counts squared, e.g. points. */
export function intervalAlpha(ratings: Ratings<Points>): Reliability {
  return alphaOf(ratings, (values) => {
    const total = sum(values);
    return sum(values.map((value) => value.mul(value)))
      .mul(values.length)
      .sub(total.mul(total))
      .mul(2);
  });
}

/** `apart` is the sum of differences over all ordered pairs of these values. */
function alphaOf<T>(ratings: Ratings<T>, apart: (values: readonly T[]) => Points): Reliability {
  const paired = ratings.filter(({ length }) => length > 1);
  const all = paired.flat();
  const counted = { units: paired.length, ratings: all.length };
  const expected = apart(all);
  if (expected.isZero) return { alpha: null, ...counted };
  const observed = sum(paired.map((values) => apart(values).div(values.length - 1)));
  return { alpha: ONE.sub(observed.mul(all.length - 1).div(expected)), ...counted };
}
