import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { points } from '../kernel/points.js';
import type { IncidentTrace, NodeTrace, ResultTrace } from '../likeness/traces.js';
import { likeness } from './link-proposal.js';
import { bonusState, incidentState, submissionState } from './states.js';

const at = (minutes: number): number => Date.UTC(2026, 8, 15, 1, minutes);

const NODE: NodeTrace = {
  ...{ id: 'n', ordinal: 1, address: '198.51.100.7', port: 443, host: 'oa.water.example', system: 'oa' },
  ...{ asset: '协同办公', evidence: [], technique: 'T1078.003', means: ['m8', 'm14'], vulnerabilities: [] },
};
const RESULT: ResultTrace = {
  rootUnitId: 'water',
  teamId: 'north',
  nodes: [NODE],
  controlled: ['198.51.100.7', '198.51.100.8'],
  sources: ['203.0.113.5'],
  startedAt: at(0),
  endedAt: at(30),
};
const INCIDENT: IncidentTrace = {
  rootUnitId: 'water',
  ...{ found: ['198.51.100.7'], hosts: [], mentioned: [], evidence: [], vulnerabilities: [] },
  startedAt: at(10),
  discoveredAt: at(25),
  means: ['m8'],
  techniques: ['T1078'],
  words: '协同办公 异常登录',
  ...{ outcome: null, respondedAt: null },
};

const alike = (incident: Partial<IncidentTrace>, result: Partial<ResultTrace> = {}) =>
  likeness({ ...RESULT, ...result }, { ...INCIDENT, ...incident });
const codesOf = (...given: Parameters<typeof alike>) => alike(...given)?.reasons.map(({ code }) => code);

describe('likeness of an incident and an attack result', () => {
  it('is complete when unit, address, controlled host, time, asset, means and technique agree', () => {
    expect(alike({})).toEqual({
      score: '1',
      reasons: [
        { code: 'LINK_SAME_UNIT', params: { weight: '0.1' } },
        { code: 'LINK_ADDRESS', params: { count: '1', values: '198.51.100.7', weight: '0.25' } },
        { code: 'LINK_CONTROLLED', params: { count: '1', values: '198.51.100.7', weight: '0.15' } },
        { code: 'LINK_TIME_OVERLAP', params: { minutes: '15', weight: '0.2' } },
        { code: 'LINK_ASSET', params: { count: '1', values: '协同办公', weight: '0.1' } },
        { code: 'LINK_MEANS', params: { count: '1', values: 'm8', weight: '0.1' } },
        { code: 'LINK_TECHNIQUE', params: { count: '1', values: 'T1078', weight: '0.1' } },
      ],
    });
  });

  it('is none for another unit, whatever else agrees', () => {
    expect(alike({ rootUnitId: 'bank' })).toBeNull();
  });

  it('knows the attackers by an address that the words of a report name', () => {
    expect(codesOf({ found: [], mentioned: ['203.0.113.5'] })).toContain('LINK_ADDRESS');
    expect(codesOf({ found: [], mentioned: ['203.0.113.9'] })).not.toContain('LINK_ADDRESS');
  });

  it('takes a discovery soon after the attack as close, two hours later no more', () => {
    const codes = (minutes: number) => codesOf({ startedAt: null, discoveredAt: at(30 + minutes) });
    expect(codes(120)).toContain('LINK_TIME_NEAR');
    expect(codes(121)).not.toContain('LINK_TIME_NEAR');
    expect(codes(0)).toContain('LINK_TIME_OVERLAP');
  });

  it('says nothing about time when the attackers gave none', () => {
    expect(alike({}, { startedAt: null, endedAt: null })?.score).toBe('0.8');
  });

  it('finds an asset by its host and not by a name too short to tell', () => {
    expect(codesOf({ words: '', hosts: ['oa.water.example'] })).toContain('LINK_ASSET');
    const nodes = [{ ...NODE, asset: 'oa', host: '' }];
    expect(codesOf({ words: 'loading' }, { nodes })).not.toContain('LINK_ASSET');
  });

  it('stays between nothing and one', () => {
    const words = fc.array(fc.constantFrom('m1', 'm2', '192.0.2.1', '192.0.2.2', '', 'T1078'), { maxLength: 6 });
    const minute = fc.integer({ min: -500, max: 500 });
    fc.assert(
      fc.property(words, words, minute, minute, (theirs, ours, start, found) => {
        const given = alike(
          { found: ours, means: ours, techniques: ours, startedAt: null, discoveredAt: at(found) },
          { nodes: [{ ...NODE, means: theirs }], controlled: theirs, startedAt: at(start), endedAt: null },
        );
        const score = points(given?.score ?? '-1');
        return score.gte(0) && score.lte(1);
      }),
    );
  });
});

describe('states', () => {
  it.each([
    [{ filing: 'DRAFT' as const, nodeCount: 2, judgedCount: 0, isClaimed: false }, 'DRAFT'],
    [{ filing: 'FILED' as const, nodeCount: 2, judgedCount: 0, isClaimed: false }, 'FILED'],
    [{ filing: 'FILED' as const, nodeCount: 2, judgedCount: 0, isClaimed: true }, 'JUDGING'],
    [{ filing: 'FILED' as const, nodeCount: 2, judgedCount: 1, isClaimed: false }, 'JUDGING'],
    [{ filing: 'FILED' as const, nodeCount: 2, judgedCount: 2, isClaimed: true }, 'JUDGED'],
    [{ filing: 'FILED' as const, nodeCount: 0, judgedCount: 0, isClaimed: false }, 'FILED'],
    [{ filing: 'RETURNED' as const, nodeCount: 2, judgedCount: 0, isClaimed: false }, 'RETURNED'],
    [{ filing: 'WITHDRAWN' as const, nodeCount: 2, judgedCount: 0, isClaimed: false }, 'WITHDRAWN'],
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
