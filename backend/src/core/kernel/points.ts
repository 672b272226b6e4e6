import { Fraction } from 'fraction.js';

/**
 * Points: exact rationals, never floats. Rounding happens only where a rule-set says so.
 * On the wire and in the database a point value is text: a decimal where it terminates, else "a/b".
 */
export type Points = Fraction;

export const ZERO: Points = new Fraction(0);
export const ONE: Points = new Fraction(1);

/** How a rule-set rounds; `half-up` is half away from zero. */
export type Rounding = 'none' | 'half-up' | 'up' | 'down';

// The same few weights and prices are read thousands of times in one recompute; fractions are never changed.
const READ = new Map<string | number | bigint, Points>();
const READ_LIMIT = 10_000;

/**
 * Reads an exact value from text ("150", "0.8", "3/4") or a whole number.
 * @throws RangeError on anything else, fractional JS numbers included.
 */
export function points(value: string | number | bigint): Points {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new RangeError(`not an exact number of points: ${value}`);
  }
  if (typeof value === 'string' && !/^-?\d+(\.\d+|\/0*[1-9]\d*)?$/.test(value)) {
    throw new RangeError(`not a number of points: ${value}`);
  }
  const known = READ.get(value);
  if (known !== undefined) return known;
  const read = new Fraction(value);
  if (READ.size < READ_LIMIT) READ.set(value, read);
  return read;
}

/** Canonical exact text: "355.92" where the decimal terminates, "25/3" where it does not. */
export function exactText(value: Points): string {
  if (value.d === 1n) return (value.s * value.n).toString();
  // Not Fraction.toString: that one stops after 15 decimals.
  const twos = countFactor(value.d, 2n);
  const fives = countFactor(value.d, 5n);
  const places = Math.max(twos, fives);
  if (2n ** BigInt(twos) * 5n ** BigInt(fives) !== value.d) return value.toFraction();
  return decimalText(value.s, (value.n * 10n ** BigInt(places)) / value.d, places);
}

/** `scaled` is the magnitude times 10^places. */
function decimalText(sign: bigint, scaled: bigint, places: number): string {
  const digits = scaled.toString().padStart(places + 1, '0');
  const cut = digits.length - places;
  const minus = sign < 0n && scaled !== 0n ? '-' : '';
  return places === 0 ? minus + digits : `${minus}${digits.slice(0, cut)}.${digits.slice(cut)}`;
}

function countFactor(value: bigint, prime: bigint): number {
  let count = 0;
  for (let rest = value; rest % prime === 0n; rest /= prime) count += 1;
  return count;
}

/** Rounds to `places` decimals in the direction a rule names. */
export function round(value: Points, rounding: Rounding, places = 0): Points {
  if (rounding === 'none') return value;
  const scale = new Fraction(10n ** BigInt(places));
  const scaled = value.abs().mul(scale);
  const whole =
    rounding === 'up' ? scaled.ceil() : rounding === 'down' ? scaled.floor() : scaled.add(new Fraction(1, 2)).floor();
  const magnitude = whole.div(scale);
  return value.s < 0n ? magnitude.neg() : magnitude;
}

/** Fixed decimals, half away from zero, for people: fixedText(4140, 2) = "4140.00". */
export function fixedText(value: Points, places: number): string {
  const rounded = round(value, 'half-up', places);
  return decimalText(rounded.s, (rounded.n * 10n ** BigInt(places)) / rounded.d, places);
}

/** Exact sum. */
export function sum(values: Iterable<Points>): Points {
  let total = ZERO;
  for (const value of values) total = total.add(value);
  return total;
}

export function least(a: Points, b: Points): Points {
  return a.lte(b) ? a : b;
}

export function greatest(a: Points, b: Points): Points {
  return a.gte(b) ? a : b;
}
