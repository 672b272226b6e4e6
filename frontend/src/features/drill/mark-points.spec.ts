import { describe, expect, it } from '@jest/globals';
import { markProblem, percentOf } from './mark-points.js';

describe('points of a mark', () => {
  it('are exact parts of what the inject is worth', () => {
    expect([0, 50, 100].map((percent) => percentOf('15', percent))).toEqual(['0', '7.5', '15']);
    expect(percentOf('10', 50)).toBe('5');
    expect(percentOf('0.0001', 50)).toBe('1/20000');
    expect(percentOf('10/3', 50)).toBe('5/3');
    expect(percentOf('100', 100)).toBe('100');
  });

  it('are refused in no exact form and above the full points', () => {
    expect(markProblem('7.5', '10')).toBeNull();
    expect(markProblem('10/3', '10')).toBeNull();
    expect(markProblem('10.5', '10')).toBe('TOO_LARGE');
    expect(['-1', '1e3', '', '7,5', '1/0'].map((points) => markProblem(points, '10'))).toEqual(
      Array.from({ length: 5 }, () => 'WRONG_FORM'),
    );
  });
});
