import { describe, expect, it } from '@jest/globals';
import { slopeLines, slopePath } from './slope.js';

const party = (partyId: string, rankBefore: number, rankAfter: number, valueAfter = '5') => ({
  partyId,
  rankBefore,
  rankAfter,
  valueBefore: '5',
  valueAfter,
});

describe('the slope of ranks', () => {
  it('draws what changes above what does not', () => {
    const lines = slopeLines([party('a', 1, 2), party('b', 2, 1), party('c', 3, 3), party('d', 4, 4, '6')]);
    expect(lines.map((line) => [line.party.partyId, line.isChanged])).toEqual([
      ['c', false],
      ['a', true],
      ['b', true],
      ['d', true],
    ]);
  });

  it('keeps equal ranks apart, each in a place of its own', () => {
    const lines = slopeLines([party('b', 1, 1), party('a', 1, 1), party('c', 3, 3)]);
    expect(lines.map(({ party: { partyId }, from, to }) => [partyId, from, to])).toEqual([
      ['a', 0, 0],
      ['b', 1, 1],
      ['c', 2, 2],
    ]);
  });

  it('leaves and arrives level', () => {
    expect(slopePath({ x: 0, y: 10 }, { x: 100, y: 50 })).toBe('M0 10C50 10 50 50 100 50');
  });
});
