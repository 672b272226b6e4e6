import { describe, expect, it } from '@jest/globals';
import { claimEnd, seated, seatOf, shownClaim } from './claims.js';

const at = (minutes: number): Date => new Date(Date.UTC(2026, 8, 15, 1, minutes));
const claim = (refereeId: string, minutes: number, doneAt: Date | null = null) => {
  return { refereeId, expiresAt: claimEnd(at(0), minutes), doneAt };
};

describe('a claim', () => {
  it('holds for its time and not a moment longer', () => {
    const held = [claim('a', 45)];
    expect(seated(held, new Date(at(45).getTime() - 1))).toEqual(held);
    expect(seated(held, at(45))).toEqual([]);
  });

  it('keeps its seat for good once its holder has given his say', () => {
    const given = [claim('a', 45, at(10))];
    expect(seated(given, at(500))).toEqual(given);
    expect(seatOf(given, { seats: 1, refereeId: 'b', now: at(500) })).toBe('TAKEN');
  });
});

describe('seats', () => {
  const now = at(1);

  it('are so many and no more, and nobody takes two', () => {
    const claims = [claim('a', 45), claim('b', 45)];
    expect(seatOf([], { seats: 1, refereeId: 'a', now })).toBe('FREE');
    expect(seatOf(claims, { seats: 3, refereeId: 'c', now })).toBe('FREE');
    expect(seatOf(claims, { seats: 2, refereeId: 'c', now })).toBe('TAKEN');
    expect(seatOf(claims, { seats: 2, refereeId: 'a', now })).toBe('MINE');
  });

  it('show a viewer his own claim, and a colleague only where no seat is left', () => {
    const claims = [claim('a', 45), claim('b', 45)];
    expect(shownClaim(claims, 2, 'b')?.refereeId).toBe('b');
    expect(shownClaim(claims, 3, 'c')).toBeNull();
    expect(shownClaim(claims, 2, 'c')?.refereeId).toBe('a');
  });
});
