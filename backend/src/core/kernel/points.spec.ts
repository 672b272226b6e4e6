import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { exactText, fixedText, greatest, least, points, round, sum } from './points.js';

const fraction = fc
  .tuple(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), fc.bigInt({ min: 1n, max: 10n ** 9n }))
  .map(([numerator, denominator]) => points(`${numerator}/${denominator}`));

describe('points', () => {
  it.each([
    ['150', '150'],
    ['0.8', '0.8'],
    ['-0.50', '-0.5'],
    ['3/4', '0.75'],
    ['25/3', '25/3'],
    ['-25/3', '-25/3'],
    ['0', '0'],
    ['1/1048576', '0.00000095367431640625'],
  ])('reads %s and writes it as %s', (text, canonical) => {
    expect(exactText(points(text))).toBe(canonical);
  });

  it.each(['', '1e3', '.5', '5.', 'abc', '1/0', '1/00', '0.5/2', ' 1', '1,5', '--1'])('refuses %j', (text) => {
    expect(() => points(text)).toThrow(RangeError);
  });

  it('refuses a JavaScript fraction, which is not exact', () => {
    expect(() => points(0.1)).toThrow(RangeError);
    expect(() => points(Number.MAX_SAFE_INTEGER + 1)).toThrow(RangeError);
  });

  it('writes text that reads back as the same value', () => {
    fc.assert(fc.property(fraction, (value) => points(exactText(value)).equals(value)));
  });
});

describe('rounding', () => {
  it.each([
    ['10.5', 'up', 0, '11'],
    ['-10.5', 'up', 0, '-11'],
    ['10.5', 'down', 0, '10'],
    ['2.345', 'half-up', 2, '2.35'],
    ['-2.345', 'half-up', 2, '-2.35'],
    ['2.3449', 'half-up', 2, '2.34'],
    ['80/17', 'none', 2, '80/17'],
  ] as const)('%s %s to %i places is %s', (value, rounding, places, expected) => {
    expect(exactText(round(points(value), rounding, places))).toBe(expected);
  });

  it.each([
    ['4140', 2, '4140.00'],
    ['80000/17', 2, '4705.88'],
    ['0.005', 2, '0.01'],
    ['-0.004', 2, '0.00'],
    ['-1.5', 0, '-2'],
  ])('shows %s with %i places as %s', (value, places, expected) => {
    expect(fixedText(points(value), places)).toBe(expected);
  });

  it('is never further off than half a step', () => {
    fc.assert(fc.property(fraction, (value) => round(value, 'half-up', 2).sub(value).abs().lte(points('0.005'))));
  });
});

describe('sum, least, greatest', () => {
  it('are exact', () => {
    expect(exactText(sum([points('0.1'), points('0.2'), points('1/3')]))).toBe('19/30');
    expect(exactText(sum([]))).toBe('0');
    expect(exactText(least(points('1/3'), points('0.3')))).toBe('0.3');
    expect(exactText(greatest(points('1/3'), points('0.3')))).toBe('1/3');
  });
});
