import { describe, expect, it } from '@jest/globals';
import { facts, loadRuleSet, result, ruling, unit } from '../../../test/scoring-facts.js';
import { exactText } from '../kernel/points.js';
import type { Award } from '../scoring/award.js';
import { computeAwards } from '../scoring/compute-awards.js';
import type { Facts } from '../scoring/facts.js';
import { type Adjustment, type Change, changedFacts, subjectsOf } from './change.js';
import { compare, type ComparedLine, isMoved } from './compare.js';
import { namesOthers } from './named-others.js';
import { noticesOf } from './notices.js';

/** One system counts once over all teams, so that one team's verdict is another's score. */
const ONCE = { 'attack.options.dedupAcrossTeams': true };
const RULES = { attack: loadRuleSet('tprq', ONCE), defense: loadRuleSet('fhz') };
const WHO = { teamIds: ['t1', 't2'], rootUnitIds: ['u1', 'u2'] };
const CONTEXT = { setId: 'set', setCode: 'R-0001', seq: 99, groupings: new Map<string, string | null>() };

/** t1 takes a server of u1, t2 the same one with less and a database. */
const FACTS = facts({
  units: [unit('u1'), unit('u2')],
  results: [
    result('A-1', [ruling('row-3', { privilegeKey: 'admin' })]),
    result('A-2', [ruling('row-3', { privilegeKey: 'user' })], { teamId: 't2' }),
    result('A-3', [ruling('row-4', { privilegeKey: 'admin', systemKey: 'db' })], { teamId: 't2' }),
  ],
});

const awardsOf = (given: Facts): Award[] => computeAwards(RULES, given, 'PROVISIONAL');

function lineOf(award: Award): ComparedLine {
  return { ...award, id: award.key, awardKey: award.key, reversesId: null };
}

function comparisonOf(change: Change, standing = awardsOf(FACTS).map(lineOf)) {
  const after = changedFacts(FACTS, change, CONTEXT);
  const sides = { before: { rules: RULES, awards: awardsOf(FACTS) }, after: { rules: RULES, awards: awardsOf(after) } };
  return compare(standing, { ...sides, who: WHO });
}

const REJECTED: Change = {
  kind: 'VERDICT_OVERTURNED',
  nodeId: 'A-1/1',
  expectedVerdictId: 'v',
  ruling: {
    ...ruling('row-3'),
    outcome: 'REJECTED',
    categoryKey: null,
    measures: {},
    vulnerabilityKey: null,
    reason: 'x',
  },
};
const GIVEN: Adjustment = { kind: 'ADJUSTMENT', party: { side: 'ATTACK', id: 't2' }, account: 'ATTACK', amount: '-5' };
const SET = {
  code: 'R-0001',
  kind: 'VERDICT_OVERTURNED' as const,
  publicReason: '复核后更正',
  about: { zh: '', en: '' },
};
const CODES = new Map(['A-1', 'A-2', 'A-3'].map((code) => [`${code}/1`, `${code}/1`]));

describe('what a change does', () => {
  it('reaches those whose work nobody touched: the second taker of a server becomes the first', () => {
    const { lines } = comparisonOf(REJECTED);
    const attack = lines.filter(({ account }) => account === 'ATTACK');
    expect(attack.map(({ source, difference }) => [source.id, exactText(difference)])).toEqual([
      ['A-1/1', '-50'],
      ['A-2/1', '10'],
    ]);
  });

  it('is one line where the rule is another one, not one gone and one new', () => {
    const [line] = comparisonOf(REJECTED).lines;
    expect([line?.before?.ruleKey, line?.after?.ruleKey]).toEqual(['row-3', 'rejected']);
  });

  it('lists a zero that stays zero for another reason', () => {
    const { lines } = comparisonOf({ kind: 'UNIT_KNOCKED_OUT', unitId: 'u1', submissionId: 'A-1', receiptSeq: 1 });
    const second = lines.find(({ source }) => source.id === 'A-2/1');
    expect([second?.before?.zeroReason?.code, second?.after?.zeroReason?.code]).toEqual([
      'DUPLICATE_SYSTEM',
      'UNIT_KNOCKED_OUT',
    ]);
    expect(lines.map(({ source }) => source.id)).not.toContain('A-1/1');
  });

  it('looks at nothing else: what the ledger lacks for another cause is not listed', () => {
    const lagging = awardsOf(FACTS)
      .map(lineOf)
      .filter(({ source }) => source.id !== 'A-3/1');
    expect(comparisonOf(REJECTED, lagging).lines.map(({ source }) => source.id)).not.toContain('A-3/1');
  });

  it('is nothing when nothing is otherwise, and named by its hash', () => {
    const nothing = comparisonOf({ kind: 'KNOCK_OUT_REVOKED', unitId: 'u1' });
    expect([nothing.lines.length, nothing.parties.some(isMoved)]).toEqual([0, false]);
    expect(comparisonOf(REJECTED).hash).toBe(comparisonOf(REJECTED).hash);
    expect(comparisonOf(GIVEN).hash).not.toBe(nothing.hash);
  });

  it('names what it touches, so that two that touch the same are seen', () => {
    expect(subjectsOf(REJECTED)).toEqual(['node:A-1/1']);
    expect(
      subjectsOf({ kind: 'VULNERABILITY_REGROUPED', nodeIds: ['A-1/1', 'A-2/1'], vulnerabilityKey: null }),
    ).toEqual(['node:A-1/1', 'node:A-2/1']);
    expect(subjectsOf(GIVEN)).toEqual(['party:ATTACK:t2:ATTACK']);
  });
});

describe('a change of the facts', () => {
  it('keeps the group referees made when the verdict is overturned', () => {
    const groupings = new Map([['A-1/1', 'CVE-2026-1']]);
    const after = changedFacts(FACTS, REJECTED, { ...CONTEXT, groupings });
    expect(after.results[0]?.nodes[0]?.ruling?.vulnerabilityKey).toBe('CVE-2026-1');
  });

  it('puts incidents into one event group and out of it', () => {
    const two = { ...FACTS, incidents: [incidentOf('E-1'), incidentOf('E-2'), incidentOf('E-3')] };
    const change: Change = { kind: 'EVENT_REGROUPED', incidentIds: ['E-1', 'E-3'], eventKey: 'mail' };
    const after = changedFacts(two, change, CONTEXT);
    expect(after.incidents.map(({ eventKey = null }) => eventKey)).toEqual(['mail', null, 'mail']);
    const apart = changedFacts(after, { ...change, incidentIds: ['E-3'], eventKey: null }, CONTEXT);
    expect(apart.incidents.map(({ eventKey = null }) => eventKey)).toEqual(['mail', null, null]);
    expect(subjectsOf(change)).toEqual(['incident:E-1', 'incident:E-3']);
  });

  it('moves links and leaves those of others alone', () => {
    const linked = { ...FACTS, incidents: [{ ...incidentOf('E-1'), linkedResultIds: ['A-1'] }, incidentOf('E-2')] };
    const change: Change = {
      kind: 'LINK_CORRECTED',
      undone: [{ linkId: 'l', incidentId: 'E-1', submissionId: 'A-1' }],
      made: [{ incidentId: 'E-1', submissionId: 'A-3' }],
    };
    const { incidents } = changedFacts(linked, change, CONTEXT);
    expect(incidents.map(({ linkedResultIds }) => linkedResultIds)).toEqual([['A-3'], []]);
  });
});

function incidentOf(id: string): Facts['incidents'][number] {
  return {
    ...{ id, code: id, receiptSeq: 50, unitId: 'u1', linkedResultIds: [], marks: [], isMarked: false },
    ...{ foundAddresses: [], means: [] },
  };
}

describe('notices', () => {
  it('tell a party its own work and the reason, a unit no attack code, and nobody who is not concerned', () => {
    const notices = noticesOf(SET, comparisonOf(REJECTED), CODES);
    const said = Object.fromEntries(notices.map(({ party, code, params }) => [party.id, { code, ...params }]));
    expect(said.t1).toMatchObject({ code: 'RESCORED', work: 'A-1/1', ATTACK: '-50', reason: '复核后更正' });
    expect(said.t2).toMatchObject({ code: 'RESCORED', work: 'A-2/1', ATTACK: '10' });
    expect(said.u2).toBeUndefined();
    expect(JSON.stringify([said.t2, said.u1])).not.toContain('A-1');
  });

  it('say without a reason that others moved a rank', () => {
    const set = { ...SET, kind: 'ADJUSTMENT' as const };
    const change: Change = { ...GIVEN, amount: '90' };
    const moved = noticesOf(set, comparisonOf(change), CODES).find(({ party }) => party.id === 't1');
    expect(moved).toMatchObject({ code: 'RANK_MOVED', params: { rankBefore: '1', rank: '2' } });
    expect(moved?.params).not.toHaveProperty('reason');
  });

  it('tell everybody when a unit leaves play', () => {
    const set = { ...SET, kind: 'UNIT_KNOCKED_OUT' as const, about: { zh: '水务', en: '水务' } };
    const change: Change = { kind: 'UNIT_KNOCKED_OUT', unitId: 'u2', submissionId: 'A-1', receiptSeq: 1 };
    const notices = noticesOf(set, comparisonOf(change), CODES);
    expect(notices.map(({ code }) => code)).toEqual(['ANNOUNCED', 'ANNOUNCED', 'ANNOUNCED', 'ANNOUNCED']);
  });
});

describe('words for the parties', () => {
  it.each(['见 A-0071', '由E-0003佐证', '来自 203.0.113.5 的隧道', '2001:db8::5:1:2', 'https://x.example'])(
    'may not be %s',
    (text) => {
      expect(namesOthers(text)).toBe(true);
    },
  );

  it.each(['复核录屏后改按管理员认定', 'CVE 编号有误', '按第 22 项认定', '14:32:08 的截图不清'])(
    'may be %s',
    (text) => {
      expect(namesOthers(text)).toBe(false);
    },
  );
});
