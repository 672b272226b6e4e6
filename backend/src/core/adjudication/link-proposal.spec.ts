import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { points } from '../kernel/points.js';
import { claimEnd, claimHolder } from './claims.js';
import { type IncidentTrace, likeness, type ResultTrace } from './link-proposal.js';
import { bonusState, incidentState, submissionState } from './states.js';

const at = (minutes: number): Date => new Date(Date.UTC(2026, 8, 15, 1, minutes));

const RESULT: ResultTrace = {
  rootUnitId: 'water',
  addresses: ['198.51.100.7', '198.51.100.8'],
  startedAt: at(0),
  endedAt: at(30),
  means: ['m8', 'm14'],
};
const INCIDENT: IncidentTrace = {
  rootUnitId: 'water',
  addresses: ['198.51.100.7'],
  startedAt: at(10),
  discoveredAt: at(25),
  means: ['m8'],
};

const reasonsOf = (incident: Partial<IncidentTrace>, result: Partial<ResultTrace> = {}) =>
  likeness({ ...RESULT, ...result }, { ...INCIDENT, ...incident });

describe('likeness of an incident and an attack result', () => {
  it('is complete when unit, address, time and means agree', () => {
    expect(reasonsOf({})).toEqual({
      score: '1',
      reasons: [
        { code: 'LINK_SAME_UNIT', params: {} },
        { code: 'LINK_ADDRESS', params: { count: '1', values: '198.51.100.7' } },
        { code: 'LINK_TIME_OVERLAP', params: { minutes: '15' } },
        { code: 'LINK_MEANS', params: { count: '1', values: 'm8' } },
      ],
    });
  });

  it('is none for another unit, whatever else agrees', () => {
    expect(reasonsOf({ rootUnitId: 'bank' })).toBeNull();
  });

  it('sees the same address in another spelling', () => {
    const found = reasonsOf({ addresses: ['2001:DB8::0:1'] }, { addresses: ['2001:db8::1'] });
    expect(found?.reasons.map(({ code }) => code)).toContain('LINK_ADDRESS');
  });

  it('takes a discovery soon after the attack as close, two hours later no more', () => {
    const codes = (minutes: number) =>
      reasonsOf({ startedAt: null, discoveredAt: at(30 + minutes) })?.reasons.map(({ code }) => code);
    expect(codes(120)).toContain('LINK_TIME_NEAR');
    expect(codes(121)).not.toContain('LINK_TIME_NEAR');
    expect(codes(0)).toContain('LINK_TIME_OVERLAP');
  });

  it('says nothing about time when the attackers gave none', () => {
    expect(reasonsOf({}, { startedAt: null, endedAt: null })?.score).toBe('0.75');
  });

  it('stays between nothing and one', () => {
    const words = fc.array(fc.constantFrom('m1', 'm2', '192.0.2.1', '192.0.2.2', '', 'HTTP://X'), { maxLength: 6 });
    const minute = fc.integer({ min: -500, max: 500 });
    fc.assert(
      fc.property(words, words, minute, minute, (theirs, ours, start, found) => {
        const alike = likeness(
          { ...RESULT, addresses: theirs, means: theirs, startedAt: at(start), endedAt: null },
          { ...INCIDENT, addresses: ours, means: ours, startedAt: null, discoveredAt: at(found) },
        );
        const score = points(alike?.score ?? '-1');
        return score.gte(0) && score.lte(1);
      }),
    );
  });
});

describe('a claim', () => {
  it('holds for 45 minutes and not a moment longer', () => {
    const claim = { refereeId: 'a', expiresAt: claimEnd(at(0)) };
    expect(claim.expiresAt).toEqual(at(45));
    expect(claimHolder(claim, new Date(at(45).getTime() - 1))).toBe('a');
    expect(claimHolder(claim, at(45))).toBeNull();
    expect(claimHolder(null, at(0))).toBeNull();
  });
});

describe('states', () => {
  it.each([
    [{ isFiled: false, nodeCount: 2, judgedCount: 0, isClaimed: false }, 'DRAFT'],
    [{ isFiled: true, nodeCount: 2, judgedCount: 0, isClaimed: false }, 'FILED'],
    [{ isFiled: true, nodeCount: 2, judgedCount: 0, isClaimed: true }, 'JUDGING'],
    [{ isFiled: true, nodeCount: 2, judgedCount: 1, isClaimed: false }, 'JUDGING'],
    [{ isFiled: true, nodeCount: 2, judgedCount: 2, isClaimed: true }, 'JUDGED'],
    [{ isFiled: true, nodeCount: 0, judgedCount: 0, isClaimed: false }, 'FILED'],
  ])('a submission with %j is %s', (facts, state) => {
    expect(submissionState(facts)).toBe(state);
  });

  it('of incidents and bonus claims follow from what was filed and judged', () => {
    expect(incidentState({ isFiled: false, isMarked: false })).toBe('OPEN');
    expect(incidentState({ isFiled: true, isMarked: false })).toBe('FILED');
    expect(incidentState({ isFiled: true, isMarked: true })).toBe('MARKED');
    expect(bonusState({ isFiled: false, isAccepted: null })).toBe('DRAFT');
    expect(bonusState({ isFiled: true, isAccepted: null })).toBe('FILED');
    expect(bonusState({ isFiled: true, isAccepted: true })).toBe('ACCEPTED');
    expect(bonusState({ isFiled: true, isAccepted: false })).toBe('REJECTED');
  });
});
