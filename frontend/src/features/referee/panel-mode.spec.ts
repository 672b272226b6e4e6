import { describe, expect, it } from '@jest/globals';
import { byRound, ownOpinion, panelBlock, panelMode } from './panel-mode.js';

const panel = (more: Partial<Parameters<typeof panelMode>[0]> = {}) => {
  return { state: 'COLLECTING' as const, mayGive: false, mayDecide: false, hasMine: false, ...more };
};

describe('what a panel leaves to do', () => {
  it.each([
    [null, 'ALONE'],
    [panel({ mayGive: true }), 'OPINION'],
    [panel({ hasMine: true }), 'GIVEN'],
    [panel(), 'WATCH'],
    [panel({ state: 'RECONCILIATION', mayDecide: true }), 'DECISION'],
    [panel({ state: 'SETTLED', hasMine: true }), 'ALONE'],
    [panel({ state: 'SETTLED', mayGive: true }), 'OPINION'],
  ] as const)('%j is %s', (given, mode) => {
    expect(panelMode(given)).toBe(mode);
  });

  it('says why nothing can be recorded', () => {
    expect(panelBlock('OPINION', 'COLLECTING', false)).toBeNull();
    expect(panelBlock('GIVEN', 'COLLECTING', false)).toBe('given');
    expect(panelBlock('GIVEN', 'CHIEF', false)).toBe('decided');
    expect(panelBlock('WATCH', 'COLLECTING', true)).toBe('chief');
    expect(panelBlock('WATCH', 'RECONCILIATION', false)).toBe('watch');
  });
});

describe('opinions', () => {
  const opinions = [
    { round: 1, isMine: true, id: 'a' },
    { round: 1, isMine: false, id: 'b' },
    { round: 2, isMine: true, id: 'c' },
  ];

  it('stand by round, the latest first; a second one starts from the own first', () => {
    expect(byRound(opinions).map(({ round, opinions: of }) => [round, of.length])).toEqual([
      [2, 1],
      [1, 2],
    ]);
    expect(ownOpinion(opinions)?.id).toBe('c');
    expect(ownOpinion([])).toBeNull();
  });
});
