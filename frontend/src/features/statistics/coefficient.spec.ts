import { describe, expect, it } from '@jest/globals';
import { daysBetween, levelOf } from './coefficient.js';

describe('what a coefficient means', () => {
  it.each([
    ['1', 'high'],
    ['4/5', 'high'],
    ['0.799', 'fair'],
    ['2/3', 'low'],
    ['0.667', 'fair'],
    ['-0.5', 'low'],
  ] as const)('%s is %s', (alpha, level) => {
    expect(levelOf(alpha)).toBe(level);
  });
});

describe('days', () => {
  it('leave none out', () => {
    expect(daysBetween(['2026-10-01', '2026-09-29'])).toEqual(['2026-09-29', '2026-09-30', '2026-10-01']);
    expect(daysBetween([])).toEqual([]);
  });
});
