import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Fraction } from 'fraction.js';
import { Rational } from './rational.js';

const EDGE = 2n ** 53n;

/** Small figures as in rules, figures around the edge of safe integers and their square roots, and large ones. */
const whole = fc.oneof(
  fc.bigInt({ min: -100n, max: 100n }),
  fc.bigInt({ min: -1_000_000n, max: 1_000_000n }),
  fc.bigInt({ min: EDGE - 3n, max: EDGE + 3n }),
  fc.bigInt({ min: -EDGE - 3n, max: -EDGE + 3n }),
  fc.bigInt({ min: 94_906_260n, max: 94_906_270n }),
  fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }),
);
const bottom = whole.map((value) => (value === 0n ? 1n : value < 0n ? -value : value));
const pair = fc.tuple(whole, bottom);

type Pair = readonly [bigint, bigint];

const mine = ([top, below]: Pair): Rational => Rational.of(top, below);
const theirs = ([top, below]: Pair): Fraction => new Fraction(top, below);

/** Lowest terms are unique, so equal text means equal value. */
function expectSame(ours: Rational, other: Fraction): void {
  expect(ours.toFraction()).toBe(other.toFraction());
  expect([ours.n, ours.d]).toEqual([other.n, other.d]);
}

describe('a rational', () => {
  it.each([
    ['add', (a: Rational, b: Rational) => a.add(b), (a: Fraction, b: Fraction) => a.add(b)],
    ['sub', (a: Rational, b: Rational) => a.sub(b), (a: Fraction, b: Fraction) => a.sub(b)],
    ['mul', (a: Rational, b: Rational) => a.mul(b), (a: Fraction, b: Fraction) => a.mul(b)],
  ])('%s as an independent implementation', (_, ours, other) => {
    const check = (a: Pair, b: Pair): void => expectSame(ours(mine(a), mine(b)), other(theirs(a), theirs(b)));
    fc.assert(fc.property(pair, pair, check), { numRuns: 2000 });
  });

  it('sums up many as an independent implementation', () => {
    const check = (all: Pair[]): void => {
      const total = all.reduce((sum, one) => sum.add(theirs(one)), new Fraction(0));
      expectSame(Rational.sum(all.map(mine)), total);
    };
    const marks = fc.tuple(fc.bigInt({ min: -40n, max: 40n }), fc.constantFrom(1n, 3n, 4n, 20n, 30n));
    fc.assert(fc.property(fc.array(fc.oneof({ weight: 4, arbitrary: marks }, pair)), check), { numRuns: 1000 });
  });

  it('divides as an independent implementation, and never by zero', () => {
    const check = (a: Pair, b: Pair): void => {
      if (b[0] === 0n) expect(() => mine(a).div(mine(b))).toThrow(RangeError);
      else expectSame(mine(a).div(mine(b)), theirs(a).div(theirs(b)));
    };
    fc.assert(fc.property(pair, pair, check), { numRuns: 2000 });
  });

  it('floor, ceil, neg and abs as an independent implementation', () => {
    const check = (a: Pair): void => {
      expectSame(mine(a).floor(), theirs(a).floor());
      expectSame(mine(a).ceil(), theirs(a).ceil());
      expectSame(mine(a).neg(), theirs(a).neg());
      expectSame(mine(a).abs(), theirs(a).abs());
    };
    fc.assert(fc.property(pair, check), { numRuns: 2000 });
  });

  it('compares as cross products in BigInts do', () => {
    const check = (a: Pair, b: Pair): void => {
      const difference = a[0] * b[1] - b[0] * a[1];
      const wanted = difference < 0n ? -1 : difference > 0n ? 1 : 0;
      const [left, right] = [mine(a), mine(b)];
      expect(left.compare(right)).toBe(wanted);
      expect([left.lt(right), left.lte(right)]).toEqual([wanted < 0, wanted <= 0]);
      expect([left.gt(right), left.gte(right), left.equals(right)]).toEqual([wanted > 0, wanted >= 0, wanted === 0]);
    };
    fc.assert(fc.property(pair, pair, check), { numRuns: 2000 });
    fc.assert(fc.property(pair, (a) => mine(a).compare(mine(a)) === 0));
  });

  it('looks the same however it came about', () => {
    const check = (a: Pair, b: Pair): void => {
      expect(mine(a).add(mine(b)).sub(mine(b))).toEqual(mine(a));
      if (b[0] !== 0n) expect(mine(a).mul(mine(b)).div(mine(b))).toEqual(mine(a));
    };
    fc.assert(fc.property(pair, pair, check), { numRuns: 1000 });
    expect(Rational.of(0).neg()).toEqual(Rational.of(0));
    expect(Rational.of(-5).mul(0)).toEqual(Rational.of(0));
    expect(Rational.of(5, -10).toFraction()).toBe('-1/2');
    expect([Rational.of(-5).s, Rational.of(0).s, Rational.of(7, 2).s]).toEqual([-1n, 0n, 1n]);
    expect([Rational.of(0).isZero, Rational.of(EDGE * EDGE).isZero, Rational.of(1, 3).isZero]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('takes whole numbers as operands and nothing inexact', () => {
    expect(Rational.of(1, 3).mul(3).add(2n).toFraction()).toBe('3');
    expect(Rational.of(12).toInteger()).toBe(12);
    for (const inexact of [0.5, Number.NaN, Number.MAX_SAFE_INTEGER + 1]) {
      expect(() => Rational.of(inexact)).toThrow(RangeError);
      expect(() => Rational.of(1).add(inexact)).toThrow(RangeError);
    }
    expect(() => Rational.of(1, 0)).toThrow(RangeError);
    expect(() => Rational.of(1, 2).toInteger()).toThrow(RangeError);
    expect(() => Rational.of(EDGE).toInteger()).toThrow(RangeError);
  });

  it('tells where its decimal ends', () => {
    expect(Rational.of(-3, 8).decimal()).toEqual({ scaled: '375', places: 3 });
    expect(Rational.of(7).decimal()).toEqual({ scaled: '7', places: 0 });
    expect(Rational.of(1, 3).decimal()).toBeNull();
    expect(Rational.of(1n, 10n ** 20n).decimal()).toEqual({ scaled: '1', places: 20 });
  });
});
