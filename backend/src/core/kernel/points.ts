import { Rational } from './rational.js';

/**
 * Points: exact rationals, never floats. Rounding happens only where a rule-set says so.
 * On the wire and in the database a point value is text: a decimal where it terminates, else "a/b".
 */
export type Points = Rational;

export const ZERO: Points = Rational.of(0);
export const ONE: Points = Rational.of(1);
const HALF: Points = Rational.of(1, 2);

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
  const known = READ.get(value);
  if (known !== undefined) return known;
  const read = typeof value === 'string' ? readText(value) : Rational.of(value);
  if (READ.size < READ_LIMIT) READ.set(value, read);
  return read;
}

const FORM = /^-?\d+(\.\d+|\/0*[1-9]\d*)?$/;

function readText(text: string): Points {
  if (!FORM.test(text)) throw new RangeError(`not a number of points: ${text}`);
  const [top = '', bottom] = text.split('/');
  if (bottom !== undefined) return Rational.of(BigInt(top), BigInt(bottom));
  const [whole = '', decimals = ''] = text.split('.');
  return Rational.of(BigInt(whole + decimals), 10n ** BigInt(decimals.length));
}

/** Canonical exact text: "355.92" where the decimal terminates, "25/3" where it does not. */
export function exactText(value: Points): string {
  if (value.isSmallWhole) return value.toFraction();
  const decimal = value.decimal();
  return decimal === null ? value.toFraction() : decimalText(value.compare(ZERO) < 0, decimal.scaled, decimal.places);
}

/** `scaled` is the magnitude times 10^places. */
function decimalText(isNegative: boolean, scaled: string, places: number): string {
  const minus = isNegative && scaled !== '0' ? '-' : '';
  if (places === 0) return minus + scaled;
  const digits = scaled.padStart(places + 1, '0');
  const cut = digits.length - places;
  return `${minus}${digits.slice(0, cut)}.${digits.slice(cut)}`;
}

/** Rounds to `places` decimals in the direction a rule names. */
export function round(value: Points, rounding: Rounding, places = 0): Points {
  if (rounding === 'none') return value;
  const scale = Rational.of(10n ** BigInt(places));
  const scaled = value.abs().mul(scale);
  const whole = rounding === 'up' ? scaled.ceil() : rounding === 'down' ? scaled.floor() : scaled.add(HALF).floor();
  const magnitude = whole.div(scale);
  return value.compare(ZERO) < 0 ? magnitude.neg() : magnitude;
}

/** Fixed decimals, half away from zero, for people: fixedText(4140, 2) = "4140.00". */
export function fixedText(value: Points, places: number): string {
  const rounded = round(value, 'half-up', places);
  const scaled = rounded.abs().mul(10n ** BigInt(places));
  return decimalText(rounded.compare(ZERO) < 0, scaled.toFraction(), places);
}

/** Exact sum. */
export function sum(values: Iterable<Points>): Points {
  return Rational.sum(values);
}

export function least(a: Points, b: Points): Points {
  return a.lte(b) ? a : b;
}

export function greatest(a: Points, b: Points): Points {
  return a.gte(b) ? a : b;
}
