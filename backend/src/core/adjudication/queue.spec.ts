import { describe, expect, it } from '@jest/globals';
import { type AdjudicationPolicy, DEFAULT_POLICY } from './policy.js';
import { groupsOf, placeOf, type QueuedWork, reviewRuleFor } from './queue.js';

const POLICY: AdjudicationPolicy = {
  ...DEFAULT_POLICY,
  serviceMinutes: { HIGH: 60, NORMAL: 180, LOW: 480 },
  reviews: [
    { fromClaimedPoints: '1000', referees: 3, priority: 'HIGH' },
    { fromClaimedPoints: '0', referees: 1, priority: 'LOW' },
    { fromClaimedPoints: '100/3', referees: 2, priority: 'NORMAL' },
  ],
  markReferees: 2,
  groups: [
    { key: 'red', name: '攻方组', refereeIds: ['a', 'b'] },
    { key: 'bank', name: '金融组', refereeIds: ['b'] },
  ],
  assignments: [
    { side: 'ATTACK', unitId: null, groupKey: 'red' },
    { side: 'ATTACK', unitId: 'bank-unit', groupKey: 'bank' },
  ],
};

const WORK: QueuedWork = {
  side: 'ATTACK',
  rootUnitId: 'water-unit',
  filedAt: new Date('2026-09-15T01:00:00Z'),
  claimedPoints: '0',
};

describe('the place of an item', () => {
  it.each([
    ['0', 'LOW'],
    ['33.3', 'LOW'],
    ['100/3', 'NORMAL'],
    ['999.999', 'NORMAL'],
    ['1000', 'HIGH'],
    ['250000', 'HIGH'],
  ])('follows from the highest rule that a claim of %s reaches', (claimed, priority) => {
    expect(reviewRuleFor(POLICY.reviews, claimed)?.priority).toBe(priority);
  });

  it('says how many judge it and by when', () => {
    expect(placeOf(POLICY, { ...WORK, claimedPoints: '5000' })).toEqual({
      priority: 0,
      dueAt: new Date('2026-09-15T02:00:00Z'),
      seats: 3,
      groupKey: 'red',
    });
  });

  it('of an incident takes the number for marks and the middle priority', () => {
    const place = placeOf(POLICY, { ...WORK, side: 'DEFENSE', claimedPoints: null });
    expect(place).toEqual({ priority: 1, dueAt: new Date('2026-09-15T04:00:00Z'), seats: 2, groupKey: null });
  });

  it('belongs to the group named for the unit before the one for the whole side', () => {
    expect(placeOf(POLICY, { ...WORK, rootUnitId: 'bank-unit' }).groupKey).toBe('bank');
    expect(placeOf(POLICY, { ...WORK, rootUnitId: null }).groupKey).toBe('red');
  });

  it('is the default where no rule is reached', () => {
    const reviews = [{ fromClaimedPoints: '10', referees: 2, priority: 'HIGH' as const }];
    expect(placeOf({ ...POLICY, reviews }, WORK)).toMatchObject({ priority: 1, seats: 1 });
  });

  it('lets a referee sit in several groups', () => {
    expect(groupsOf(POLICY, 'b')).toEqual(['red', 'bank']);
    expect(groupsOf(POLICY, 'c')).toEqual([]);
  });
});
