import { comparePoints } from '../../lib/points.js';

/** Fewer things than this are an indication only; 自拟. */
export const FEW_UNITS = 10;

/** What a coefficient means by the bounds Krippendorff suggests. */
export function levelOf(alpha: string): 'high' | 'fair' | 'low' {
  if (comparePoints(alpha, '0.8') >= 0) return 'high';
  return comparePoints(alpha, '0.667') >= 0 ? 'fair' : 'low';
}

/** Days between the first and the last one named, both included; days without work are there too. */
export function daysBetween(dates: readonly string[]): string[] {
  const sorted = [...dates].sort();
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return [];
  const days: string[] = [];
  for (let day = Date.parse(`${first}T00:00:00Z`); day <= Date.parse(`${last}T00:00:00Z`); day += 86_400_000) {
    days.push(new Date(day).toISOString().slice(0, 10));
  }
  return days;
}
