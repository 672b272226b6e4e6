/**
 * Exact rational numbers. Numerator and denominator are plain integers while both are safe (below 2^53), BigInts
 * otherwise; what the caller sees is the same. Nothing is ever rounded: a sum or product of safe integers that comes
 * out as a safe integer is exact (rounding to the nearest double is monotone, so a true value beyond 2^53 - 1 can
 * never come out below it), and any other is computed again in BigInts. See docs/decisions/0009-exact-arithmetic.md.
 */

/** What arithmetic takes besides rationals: whole numbers. */
export type Operand = Rational | number | bigint;

/** A reduced fraction with a positive denominator, of which at least one part is no safe integer. */
interface Wide {
  readonly top: bigint;
  readonly bottom: bigint;
}

const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);
const MAX_INT = 0x7fff_ffff;

/** An exact rational, always in lowest terms with the sign in the numerator; never changed once made. */
export class Rational {
  private constructor(
    /** Numerator with its sign; 0 when `wide` holds the value. */
    private readonly top: number,
    private readonly bottom: number,
    private readonly wide: Wide | null,
  ) {}

  /** @throws RangeError when a part is no whole number that is exact, or the denominator is zero. */
  static of(top: number | bigint, bottom: number | bigint = 1): Rational {
    if (!isExact(top) || !isExact(bottom)) throw new RangeError(`not exact: ${top}/${bottom}`);
    if (bottom === 0 || bottom === 0n) throw new RangeError('division by zero');
    if (typeof top === 'number' && typeof bottom === 'number') return Rational.small(top, bottom);
    return Rational.large(BigInt(top), BigInt(bottom));
  }

  /** Exact sum. A number is made at the end only, not for every step: rubrics add up hundreds of thousands. */
  static sum(values: Iterable<Rational>): Rational {
    let top = 0;
    let bottom = 1;
    let aside = Rational.small(0, 1);
    for (const value of values) {
      const common = bottom % value.bottom === 0 ? bottom : (bottom / divisor(bottom, value.bottom)) * value.bottom;
      const before = top * (common / bottom);
      const own = value.top * (common / value.bottom);
      const fits = value.wide === null && areSafe(before, own) && areSafe(before + own, common);
      if (!fits) aside = aside.add(Rational.small(top, bottom)).add(value);
      top = fits ? before + own : 0;
      bottom = fits ? common : 1;
    }
    return aside.add(Rational.small(top, bottom));
  }

  /** Both are safe integers, the denominator is not zero. */
  private static small(top: number, bottom: number): Rational {
    if (bottom === 1) return new Rational(plain(top), 1, null);
    const common = bottom < 0 ? -divisor(top, bottom) : divisor(top, bottom);
    return new Rational(plain(top / common), plain(bottom / common), null);
  }

  private static large(top: bigint, bottom: bigint): Rational {
    const common = bottom < 0n ? -wideDivisor(top, bottom) : wideDivisor(top, bottom);
    const reduced = { top: top / common, bottom: bottom / common };
    const isSmall = magnitude(reduced.top) <= MAX_SAFE && reduced.bottom <= MAX_SAFE;
    return isSmall ? new Rational(Number(reduced.top), Number(reduced.bottom), null) : new Rational(0, 1, reduced);
  }

  /** Numerator without its sign. */
  get n(): bigint {
    return magnitude(this.numerator);
  }

  /** Denominator, positive. */
  get d(): bigint {
    return this.wide === null ? BigInt(this.bottom) : this.wide.bottom;
  }

  /** Sign: -1, 0 or 1. */
  get s(): bigint {
    const top = this.numerator;
    return top < 0n ? -1n : top > 0n ? 1n : 0n;
  }

  get isZero(): boolean {
    return this.top === 0 && this.wide === null;
  }

  private get numerator(): bigint {
    return this.wide === null ? BigInt(this.top) : this.wide.top;
  }

  add(other: Operand): Rational {
    const that = rational(other);
    if (that.isZero) return this;
    if (this.wide === null && that.wide === null) {
      const isSame = this.bottom === that.bottom;
      const left = isSame ? this.top : this.top * that.bottom;
      const right = isSame ? that.top : that.top * this.bottom;
      const bottom = isSame ? this.bottom : this.bottom * that.bottom;
      if (areSafe(left, right) && areSafe(left + right, bottom)) return Rational.small(left + right, bottom);
    }
    return Rational.large(this.numerator * that.d + that.numerator * this.d, this.d * that.d);
  }

  sub(other: Operand): Rational {
    return this.add(rational(other).neg());
  }

  mul(other: Operand): Rational {
    const that = rational(other);
    const top = this.top * that.top;
    const bottom = this.bottom * that.bottom;
    if (this.wide === null && that.wide === null && areSafe(top, bottom)) return Rational.small(top, bottom);
    return Rational.large(this.numerator * that.numerator, this.d * that.d);
  }

  /** @throws RangeError on division by zero. */
  div(other: Operand): Rational {
    const that = rational(other);
    if (that.isZero) throw new RangeError('division by zero');
    const top = this.top * that.bottom;
    const bottom = this.bottom * that.top;
    if (this.wide === null && that.wide === null && areSafe(top, bottom)) return Rational.small(top, bottom);
    return Rational.large(this.numerator * that.d, this.d * that.numerator);
  }

  neg(): Rational {
    if (this.wide === null) return new Rational(plain(-this.top), this.bottom, null);
    return new Rational(0, 1, { top: -this.wide.top, bottom: this.wide.bottom });
  }

  abs(): Rational {
    return this.compare(0) < 0 ? this.neg() : this;
  }

  /** Negative when this is less, 0 when equal, positive when this is more. */
  compare(other: Operand): number {
    const that = rational(other);
    if (this.wide === null && that.wide === null) {
      if (this.bottom === that.bottom) return Math.sign(this.top - that.top);
      const left = this.top * that.bottom;
      const right = that.top * this.bottom;
      if (areSafe(left, right)) return Math.sign(left - right);
    }
    const left = this.numerator * that.d;
    const right = that.numerator * this.d;
    return left < right ? -1 : left > right ? 1 : 0;
  }

  equals(other: Operand): boolean {
    return this.compare(other) === 0;
  }

  lt(other: Operand): boolean {
    return this.compare(other) < 0;
  }

  lte(other: Operand): boolean {
    return this.compare(other) <= 0;
  }

  gt(other: Operand): boolean {
    return this.compare(other) > 0;
  }

  gte(other: Operand): boolean {
    return this.compare(other) >= 0;
  }

  /** The whole number at or below. */
  floor(): Rational {
    if (this.wide === null) return this.bottom === 1 ? this : Rational.of(floorOf(this.top, this.bottom));
    const { top, bottom } = this.wide;
    const rest = top % bottom;
    return Rational.of((top - rest) / bottom - (rest < 0n ? 1n : 0n));
  }

  /** The whole number at or above. */
  ceil(): Rational {
    return this.neg().floor().neg();
  }

  /** @throws RangeError when it is not whole, or beyond the safe integers. */
  toInteger(): number {
    if (this.wide !== null || this.bottom !== 1) throw new RangeError(`not a whole number: ${this.toFraction()}`);
    return this.top;
  }

  /** "3/4", or "5" for a whole number. */
  toFraction(): string {
    const top = this.wide === null ? this.top : this.wide.top;
    const bottom = this.wide === null ? this.bottom : this.wide.bottom;
    return this.wide === null && bottom === 1 ? String(top) : bottom === 1n ? String(top) : `${top}/${bottom}`;
  }

  /** Whether it is a whole number that is safe, so that `toFraction` is its canonical text. */
  get isSmallWhole(): boolean {
    return this.wide === null && this.bottom === 1;
  }

  /**
   * The digits before and after the point where the decimal ends; null where it does not ("1/3"). `scaled` is the
   * magnitude times 10^places.
   */
  decimal(): { readonly scaled: string; readonly places: number } | null {
    const places = this.wide === null ? placesOf(this.bottom) : widePlacesOf(this.wide.bottom);
    if (places === null) return null;
    // Powers of ten are exact as numbers up to 10^22, and what is not safe is done in BigInts.
    const scaled = this.wide === null ? Math.abs(this.top) * (10 ** Math.min(places, 22) / this.bottom) : Number.NaN;
    if (places <= 15 && Number.isSafeInteger(scaled)) return { scaled: String(scaled), places };
    return { scaled: String(this.mul(10n ** BigInt(places)).n), places };
  }

  toString(): string {
    return this.toFraction();
  }

  toJSON(): string {
    return this.toFraction();
  }
}

function rational(value: Operand): Rational {
  return typeof value === 'object' ? value : Rational.of(value);
}

function isExact(value: number | bigint): boolean {
  return typeof value === 'bigint' || Number.isSafeInteger(value);
}

function areSafe(a: number, b: number): boolean {
  return Number.isSafeInteger(a) && Number.isSafeInteger(b);
}

/** The same number without -0: there is one zero. What fits into 32 bits is kept as such, which needs no box of its own. */
function plain(value: number): number {
  const short = value | 0;
  return short === value ? short : value;
}

/** Greatest common divisor, positive; `b` is not zero. */
function divisor(a: number, b: number): number {
  let big = Math.abs(a);
  let small = Math.abs(b);
  // The remainder of 32-bit integers is one instruction, that of doubles a call.
  while (small > MAX_INT) {
    const rest = big % small;
    big = small;
    small = rest;
  }
  return small === 0 ? big : smallDivisor(small | 0, (big % small) | 0);
}

function smallDivisor(a: number, b: number): number {
  let big = a;
  let small = b;
  while (small !== 0) {
    const rest = (big % small) | 0;
    big = small;
    small = rest;
  }
  return big;
}

function wideDivisor(a: bigint, b: bigint): bigint {
  let [big, small] = [magnitude(a), magnitude(b)];
  while (small !== 0n) [big, small] = [small, big % small];
  return big;
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** Not Math.floor(top / bottom): that quotient is rounded first. */
function floorOf(top: number, bottom: number): number {
  const rest = top % bottom;
  return (top - rest) / bottom - (rest < 0 ? 1 : 0);
}

/** Decimal places of 1/bottom; null where the decimal does not end. */
function placesOf(bottom: number): number | null {
  let rest = bottom;
  let twos = 0;
  let fives = 0;
  for (; rest % 2 === 0; rest /= 2) twos += 1;
  for (; rest % 5 === 0; rest /= 5) fives += 1;
  return rest === 1 ? Math.max(twos, fives) : null;
}

function widePlacesOf(bottom: bigint): number | null {
  let rest = bottom;
  let twos = 0;
  let fives = 0;
  for (; rest % 2n === 0n; rest /= 2n) twos += 1;
  for (; rest % 5n === 0n; rest /= 5n) fives += 1;
  return rest === 1n ? Math.max(twos, fives) : null;
}
