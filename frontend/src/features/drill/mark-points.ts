import { comparePoints, parsePoints } from '../../lib/points.js';

const PLACES = 4;

/** Exactly so many hundredths of what an inject is worth: a decimal where it ends within four places, else a fraction. */
export function percentOf(full: string, percent: number): string {
  const value = parsePoints(full);
  if (!value) return '0';
  const [num, den] = [value.num * BigInt(percent), value.den * 100n];
  const scale = 10n ** BigInt(PLACES);
  if ((num * scale) % den !== 0n) {
    const by = divisor(num, den);
    return `${num / by}/${den / by}`;
  }
  const digits = ((num * scale) / den).toString().padStart(PLACES + 1, '0');
  return `${digits.slice(0, -PLACES)}.${digits.slice(-PLACES)}`.replace(/\.?0+$/, '');
}

function divisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : divisor(b, a % b);
}

/** Why these points cannot be given; null when they can. */
export function markProblem(points: string, full: string): 'WRONG_FORM' | 'TOO_LARGE' | null {
  if (!/^\d{1,6}(\.\d{1,4}|\/[1-9]\d{0,5})?$/.test(points.trim())) return 'WRONG_FORM';
  return comparePoints(points, full) > 0 ? 'TOO_LARGE' : null;
}
