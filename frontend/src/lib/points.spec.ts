import { approximate, comparePoints, formatPoints, formatShare, parsePoints, shareOf } from './points.js';

describe('formatPoints', () => {
  const cases: [string | null, Parameters<typeof formatPoints>[1], string][] = [
    ['13800', {}, '13_800'],
    ['720', {}, '720'],
    ['1234567', {}, '1_234_567'],
    ['4140', { decimals: 2 }, '4_140.00'],
    ['768.5', {}, '768.50'],
    ['2688/5', { decimals: 2 }, '537.60'],
    // Half up at the second decimal: 1/8 = 0.125 → 0.13, and the same in magnitude below zero.
    ['1/8', { decimals: 2 }, '0.13'],
    ['-1/8', { decimals: 2 }, '−0.13'],
    ['199/200', { decimals: 0 }, '1'],
    ['500', { signed: true }, '+500'],
    ['-150', { signed: true }, '−150'],
    ['0', { signed: true }, '0'],
    ['-1/1000', { decimals: 2 }, '0.00'],
    [null, {}, '—'],
    ['abc', {}, '—'],
    ['1/0', {}, '—'],
  ];
  it.each(cases)('%s %j → %s', (value, format, expected) => {
    expect(formatPoints(value, format)).toBe(expected.replaceAll('_', '\u2009').replace('−', '\u2212'));
  });

  it('keeps figures exact that a float would lose', () => {
    expect(formatPoints('90071992547409931', {})).toBe('90_071_992_547_409_931'.replaceAll('_', '\u2009'));
  });
});

it('parsePoints reads sign, decimals and fraction together', () => {
  expect(parsePoints('-1.5')).toEqual({ num: -15n, den: 10n });
  expect(parsePoints('3/4')).toEqual({ num: 3n, den: 4n });
  expect(parsePoints('1e3')).toBeNull();
});

it('comparePoints orders fractions exactly', () => {
  expect(comparePoints('1/3', '0.3333')).toBe(1);
  expect(comparePoints('0.50', '1/2')).toBe(0);
  expect(comparePoints('-2', '1')).toBe(-1);
});

it('shareOf stays within the bar and survives a zero limit', () => {
  expect(shareOf('1700', '2000')).toBeCloseTo(0.85);
  expect(shareOf('9', '3')).toBe(1);
  expect(shareOf('-1', '3')).toBe(0);
  expect(shareOf('1', '0')).toBe(0);
});

it('approximate serves geometry', () => {
  expect(approximate('2688/5')).toBeCloseTo(537.6);
});

it('formatShare prints percentages without empty decimals', () => {
  expect(formatShare('48/125')).toBe('38.4%');
  expect(formatShare('0.5')).toBe('50%');
  expect(formatShare('1/3')).toBe('33.3%');
});
