import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { points, sum } from '../kernel/points.js';
import type { AbnormalDefenseRule } from '../ruleset/defense-rules.js';
import { loadRuleSet } from '../../../test/scoring-facts.js';
import { clockOf } from './abnormal-clock.js';
import { outlookOf } from './abnormal-next.js';
import { abnormalFacts, abnormalStanding, ABNORMAL_ACTS, mayFollow } from './abnormal-standing.js';
import type { AbnormalActKind, AbnormalState } from './abnormal-standing.js';
import type { AbnormalFact } from './facts.js';

const MINUTE = 60_000;
const at = (minutes: number): number => minutes * MINUTE;
/** Evidence 9:30, notice 10:00. */
const EPISODE: AbnormalFact = {
  id: 'F-1',
  code: 'F-1',
  receiptSeq: 1,
  unitId: 'u1',
  evidenceAt: at(570),
  noticedAt: at(600),
  repairedAt: null,
  confirmedAt: null,
};

const ABNORMAL = loadRuleSet('fhz').defense?.abnormal ?? null;

function rule(more: Partial<AbnormalDefenseRule> = {}): AbnormalDefenseRule {
  if (ABNORMAL === null) throw new Error('fhz has no clock');
  return { ...ABNORMAL, ...more };
}

describe('the outlook of a running clock', () => {
  it.each([
    ['within the grace', { now: 660, accrued: '0', nextAt: 750, nextPoints: '10' }],
    ['at the end of the grace', { now: 720, accrued: '0', nextAt: 750, nextPoints: '10' }],
    ['in the first tier', { now: 760, accrued: '10', nextAt: 780, nextPoints: '10' }],
    ['on a step', { now: 780, accrued: '20', nextAt: 810, nextPoints: '10' }],
    ['in the last half-hour of the first tier', { now: 1015, accrued: '90', nextAt: 1020, nextPoints: '10' }],
    ['at the boundary', { now: 1020, accrued: '100', nextAt: 1050, nextPoints: '20' }],
    ['in the second tier', { now: 1100, accrued: '140', nextAt: 1110, nextPoints: '20' }],
  ])('%s', (_name, { now, nextAt, ...more }) => {
    expect(outlookOf(rule(), EPISODE, at(now))).toEqual({ graceEndsAt: at(720), nextAt: at(nextAt), ...more });
  });

  it('says when a step begun is counted, and when nothing more is charged', () => {
    expect(outlookOf(rule({ rounding: 'up' }), EPISODE, at(660))).toMatchObject({ nextAt: at(720), nextPoints: '10' });
    const free = rule({
      tiers: [
        { untilMinutes: 60, points: '5' },
        { untilMinutes: null, points: '0' },
      ],
    });
    expect(outlookOf(free, EPISODE, at(800))).toMatchObject({ accrued: '10', nextAt: null, nextPoints: null });
  });

  it('agrees with the clock under every reading: nothing is added before the next step, its cost right after', () => {
    const reading = fc.record({
      tiersFrom: fc.constantFrom('evidence' as const, 'notice' as const, 'grace-end' as const),
      rounding: fc.constantFrom('down' as const, 'up' as const),
      roundingSpan: fc.constantFrom('tier' as const, 'whole' as const),
      stepMinutes: fc.constantFrom(7, 30, 45),
    });
    const owedAt = (given: AbnormalDefenseRule, now: number) =>
      sum(clockOf(given, { ...EPISODE, confirmedAt: now }).tiers.map((tier) => tier.each.mul(tier.steps)));
    fc.assert(
      fc.property(reading, fc.integer({ min: 600, max: 1500 }), (more, minute) => {
        const given = rule(more);
        const { nextAt, nextPoints } = outlookOf(given, EPISODE, at(minute));
        if (nextAt === null || nextPoints === null) throw new Error('the last tier costs points');
        const now = owedAt(given, at(minute));
        expect(owedAt(given, nextAt - 1).equals(now)).toBe(true);
        expect(owedAt(given, nextAt + 1).equals(now.add(points(nextPoints)))).toBe(true);
      }),
    );
  });
});

describe('where an episode stands', () => {
  const acts = (...given: readonly (readonly [AbnormalActKind, number])[]) =>
    given.map(([kind, minutes], index) => ({
      episodeId: 'F-1',
      seq: index + 2,
      kind,
      statedAt: new Date(at(minutes)),
    }));

  interface Expected {
    readonly state: AbnormalState;
    readonly confirmed?: number;
    readonly repaired?: number;
  }
  const cases: readonly (readonly [string, ReturnType<typeof acts>, Expected])[] = [
    ['a lead', acts(), { state: 'REPORTED' }],
    ['dismissed', acts(['DISMISSED', 600]), { state: 'DISMISSED' }],
    ['noticed', acts(['NOTICED', 600]), { state: 'NOTICED' }],
    [
      'seen twice',
      acts(['NOTICED', 600], ['CONFIRMED', 800], ['CONFIRMED', 900]),
      { state: 'NOTICED', confirmed: 900 },
    ],
    ['put right', acts(['NOTICED', 600], ['CLOSED', 1100]), { state: 'CLOSED', repaired: 1100 }],
    ['corrected', acts(['NOTICED', 600], ['CLOSED', 1100], ['CLOSED', 1000]), { state: 'CLOSED', repaired: 1000 }],
    ['not right', acts(['NOTICED', 600], ['CLOSED', 700], ['CONFIRMED', 900]), { state: 'NOTICED', confirmed: 900 }],
    ['anew', acts(['NOTICED', 600], ['CLOSED', 700], ['DISMISSED', 710], ['NOTICED', 800]), { state: 'NOTICED' }],
  ];
  it.each(cases)('%s', (_name, given, { state, confirmed, repaired }) => {
    const millis = (minutes: number | undefined): number | null => (minutes === undefined ? null : at(minutes));
    const standing = abnormalStanding([...given].reverse());
    expect(standing).toMatchObject({ state, confirmedAt: millis(confirmed), repairedAt: millis(repaired) });
    const episode = {
      id: 'F-1',
      code: 'F-1',
      receiptSeq: 1,
      unitId: 'u1',
      evidenceAt: new Date(at(570)).toISOString(),
    };
    const counts = state === 'NOTICED' || state === 'CLOSED';
    expect(abnormalFacts([episode], given).map(({ id, evidenceAt }) => [id, evidenceAt])).toEqual(
      counts ? [['F-1', at(570)]] : [],
    );
  });

  it('says which act may follow', () => {
    const table = (['REPORTED', 'NOTICED', 'CLOSED', 'DISMISSED'] as const).map((state) =>
      ABNORMAL_ACTS.filter((kind) => mayFollow(state, kind)).join(' '),
    );
    expect(table).toEqual(['NOTICED DISMISSED', 'DISMISSED CONFIRMED CLOSED', 'DISMISSED CONFIRMED CLOSED', 'NOTICED']);
  });
});
