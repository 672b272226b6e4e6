import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fixedText, ONE, points } from '../kernel/points.js';
import { intervalAlpha, nominalAlpha } from './reliability.js';

/** One line per observer, a dot where he gave no value; turned into the values of each unit. */
function unitsOf(...observers: readonly string[]): string[][] {
  const rows = observers.map((line) => line.split(' '));
  return (rows[0] ?? []).map((_, unit) => rows.flatMap((row) => (row[unit] === '.' ? [] : [row[unit] ?? ''])));
}

/** Krippendorff 2011, section C: four observers, twelve units, missing data. */
const FOUR = unitsOf(
  '1 2 3 3 2 1 4 1 2 . . .',
  '1 2 3 3 2 2 4 1 2 5 . 3',
  '. 3 3 3 2 3 4 2 2 5 1 .',
  '1 2 3 3 2 4 4 1 2 5 1 .',
);

describe("Krippendorff's published examples", () => {
  it.each([
    ['A: binary, two observers', unitsOf('0 1 0 0 0 0 0 0 1 0', '1 1 1 0 0 1 0 0 0 0'), '0.095'],
    ['B: nominal, two observers', unitsOf('a a b b d c c c e d d a', 'b a b b b c c c e d d d'), '0.692'],
    ['C: nominal, four observers, missing data', FOUR, '0.743'],
  ])('%s', (_, units, alpha) => {
    const found = nominalAlpha(units);
    expect(found.alpha && fixedText(found.alpha, 3)).toBe(alpha);
  });

  it('C: interval', () => {
    const found = intervalAlpha(FOUR.map((unit) => unit.map((value) => points(value))));
    expect(found.alpha && fixedText(found.alpha, 3)).toBe('0.849');
  });

  it('counts the units and ratings that can be compared: one unit has a single value', () => {
    const { units, ratings } = nominalAlpha(FOUR);
    expect({ units, ratings }).toEqual({ units: 11, ratings: 40 });
  });

  it('is exact', () => {
    const { alpha } = nominalAlpha(unitsOf('0 1 0 0 0 0 0 0 1 0', '1 1 1 0 0 1 0 0 0 0'));
    expect(alpha?.toFraction()).toBe('2/21');
  });
});

describe('the coefficient', () => {
  const unit = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 4 });
  const figures = fc.array(fc.array(fc.integer({ min: -50, max: 50 }), { maxLength: 4 }), { maxLength: 12 });

  it('says nothing where nothing could differ', () => {
    expect(nominalAlpha([])).toEqual({ alpha: null, units: 0, ratings: 0 });
    expect(nominalAlpha([['a'], ['b']])).toEqual({ alpha: null, units: 0, ratings: 0 });
    expect(
      nominalAlpha([
        ['a', 'a'],
        ['a', 'a'],
      ]).alpha,
    ).toBeNull();
  });

  it('is never above one, and one only for complete agreement', () => {
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 12 }), (units) => {
        const { alpha } = nominalAlpha(units);
        if (alpha === null) return true;
        const isUnanimous = units.every((values) => new Set(values).size <= 1);
        return isUnanimous ? alpha.equals(ONE) : alpha.lt(ONE);
      }),
    );
  });

  it('does not depend on the order of referees or units, nor on things only one judged', () => {
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 12 }), (units) => {
        const turned = [...units.toReversed().map((values) => values.toReversed()), ['a']];
        return String(nominalAlpha(units).alpha) === String(nominalAlpha(turned).alpha);
      }),
    );
  });

  it('for figures stays the same when all are shifted and scaled', () => {
    fc.assert(
      fc.property(figures, fc.integer({ min: 1, max: 9 }), fc.integer(), (units, scale, shift) => {
        const plain = intervalAlpha(units.map((values) => values.map((value) => points(value))));
        const moved = intervalAlpha(units.map((values) => values.map((value) => points(value).mul(scale).add(shift))));
        return String(plain.alpha) === String(moved.alpha);
      }),
    );
  });

  it('equals the sum over all pairs, taken one by one', () => {
    fc.assert(
      fc.property(figures, (units) => {
        const paired = units.filter(({ length }) => length > 1);
        const all = paired.flat();
        const apart = (values: readonly number[]) =>
          values.flatMap((a) => values.map((b) => (a - b) ** 2)).reduce((total, value) => total + value, 0);
        const { alpha } = intervalAlpha(units.map((values) => values.map((value) => points(value))));
        if (apart(all) === 0) return alpha === null;
        const observed = paired
          .map((values) => points(apart(values)).div(values.length - 1))
          .reduce((total, value) => total.add(value), points(0));
        return alpha?.equals(ONE.sub(observed.mul(all.length - 1).div(apart(all)))) === true;
      }),
    );
  });
});
