import { parsePoints } from '../../../lib/points.js';

/** Exact a − b as a fraction string; '0' when one of them is no figure. */
export function differenceOf(a: string, b: string): string {
  const [left, right] = [parsePoints(a), parsePoints(b)];
  if (!left || !right) return '0';
  return `${left.num * right.den - right.num * left.den}/${left.den * right.den}`;
}
