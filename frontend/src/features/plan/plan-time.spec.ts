import { describe, expect, it } from '@jest/globals';
import { offsetText, readOffset } from './plan-time.js';

describe('offsets typed by people', () => {
  it.each([
    ['T+01:10', 4200],
    ['t-00:30', -1800],
    ['01:10', 4200],
    ['H+2', 7200],
    ['J+1', 86_400],
    ['90', 5400],
    ['90 分', 5400],
    ['T+0', 0],
  ])('reads %s', (text, seconds) => {
    expect(readOffset(text)).toBe(seconds);
  });

  it.each(['', '下午', 'T+1:75', 'H2', '1:2:3:4'])('does not read %j', (text) => {
    expect(readOffset(text)).toBeNull();
  });

  it('reads its own spelling', () => {
    for (const seconds of [0, 59, 60, -60, 3600, 100_000, -86_399])
      expect(readOffset(offsetText(seconds))).toBe(seconds);
  });
});
