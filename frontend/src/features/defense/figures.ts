import { parsePoints } from '../../lib/points.js';

/** Exact sum of points strings as a fraction string; unreadable ones count nothing. */
export function sumOf(figures: readonly string[]): string {
  let num = 0n;
  let den = 1n;
  for (const text of figures) {
    const value = parsePoints(text);
    if (!value) continue;
    num = num * value.den + value.num * den;
    den *= value.den;
  }
  return den === 1n ? String(num) : `${num}/${den}`;
}
