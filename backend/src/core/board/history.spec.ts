import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { MembershipFact, Role } from '../access/permissions.js';
import { exactText, points } from '../kernel/points.js';
import { parseRuleSet } from '../ruleset/parse.js';
import type { RuleSet } from '../ruleset/rule-set.js';
import type { Account, Party } from '../scoring/award.js';
import { latestEvents, latestRises } from './board-events.js';
import { feedView } from './feed-view.js';
import { type BoardLine, linesInForce, netChanges, stepsOf, trendOf } from './history.js';
import { ruleWords } from './rule-words.js';
import { visibleStep } from './visible-steps.js';

function preset(name: string): RuleSet {
  const path = resolve(import.meta.dirname, '../../../../scenarios/rulesets', `${name}.yaml`);
  const outcome = parseRuleSet(readFileSync(path, 'utf8'), `${name}.yaml`);
  if ('problems' in outcome) throw new Error(JSON.stringify(outcome.problems));
  return outcome.ruleSet;
}

const FHZ = preset('fhz');
const RULES = { attack: preset('tprq'), defense: FHZ };
const WATER: Party = { side: 'DEFENSE', id: 'water' };
const NORTH: Party = { side: 'ATTACK', id: 'north' };
const ORIGIN = { at: new Date('2026-09-15T01:00:00Z') };

let made = 0;
/** A line of so many points on a party's account, posted by the act with that sequence. */
function line(
  seq: number,
  [party, account, amount]: [Party, Account, string],
  more: Partial<BoardLine> = {},
): BoardLine {
  made += 1;
  const at = new Date(ORIGIN.at.getTime() + seq * 60_000);
  const about = { ruleKey: 'row-7', sourceId: 'node', resultId: null, zeroCode: null, isProvisional: false };
  return { id: `l${made}`, seq, at, party, account, amount: points(amount), ...about, reversesId: null, ...more };
}

describe('the history of a value', () => {
  // Worked example V4, act by act: 500 lost and 288 back, 1200 lost and 480 back, 300 lost, bonus 450.
  const lines = [
    line(2, [WATER, 'DEDUCTION', '-500']),
    line(4, [WATER, 'RECOVERY', '288']),
    line(5, [WATER, 'DEDUCTION', '-1200']),
    line(7, [WATER, 'RECOVERY', '480']),
    line(8, [WATER, 'DEDUCTION', '-300']),
    line(9, [WATER, 'BONUS', '450']),
  ];

  it('starts untouched and ends at V4', () => {
    const trend = trendOf(FHZ, WATER, { lines, origin: ORIGIN, most: 40 });
    expect(trend.map(({ seq, value }) => `${seq} ${value}`)).toEqual([
      '0 8000.00',
      '2 0.00',
      '4 5760.00',
      '5 1694.12',
      '7 4517.65',
      '8 3840.00',
      '9 4140.00',
    ]);
    expect(trend[0]?.at).toEqual(ORIGIN.at);
  });

  it('is thinned out without losing start or end', () => {
    const many = Array.from({ length: 500 }, (_, index) => line(index + 1, [NORTH, 'ATTACK', '10']));
    const trend = trendOf(RULES.attack, NORTH, { lines: many, origin: ORIGIN, most: 40 });
    expect(trend.length).toBe(40);
    expect([trend[0]?.seq, trend.at(-1)?.seq]).toEqual([0, 500]);
    expect(trend.at(-1)?.value).toBe('5000.00');
    expect(trend.map(({ seq }) => seq)).toEqual([...trend.map(({ seq }) => seq)].sort((a, b) => a - b));
  });

  it('tells a correction as what it changed', () => {
    const first = line(1, [WATER, 'RECOVERY', '441.6']);
    const reversal = line(2, [WATER, 'RECOVERY', '-441.6'], { reversesId: first.id });
    const second = line(2, [WATER, 'RECOVERY', '480']);
    const steps = stepsOf(FHZ, WATER, [line(1, [WATER, 'DEDUCTION', '-1200']), first, reversal, second]);
    expect(steps.map(({ account, amount }) => `${account} ${exactText(amount)}`)).toEqual([
      'DEDUCTION -1200',
      'RECOVERY 441.6',
      'RECOVERY 38.4',
    ]);
    expect(linesInForce([first, reversal, second])).toEqual([second]);
    expect(netChanges([first, reversal])).toEqual([]);
  });
});

describe('recent events', () => {
  const act = [line(3, [NORTH, 'ATTACK', '500']), line(3, [WATER, 'DEDUCTION', '-500'])];
  const other = line(4, [WATER, 'RECOVERY', '300'], { sourceId: 'incident' });

  it('name both sides to referees, newest first', () => {
    const events = latestEvents([...act, other], 10);
    expect(events.map(({ seq, account, counterpart }) => [seq, account, counterpart?.id ?? null])).toEqual([
      [4, 'RECOVERY', null],
      [3, 'ATTACK', 'water'],
      [3, 'DEDUCTION', 'north'],
    ]);
  });

  it('bear the rule of the verdict in force, not of the one it replaced', () => {
    const seven = line(5, [NORTH, 'ATTACK', '500'], { ruleKey: 'row-7' });
    const nine = line(6, [NORTH, 'ATTACK', '200'], { ruleKey: 'row-9' });
    const noLonger = (seq: number, { id, ruleKey, amount }: BoardLine) =>
      line(seq, [NORTH, 'ATTACK', exactText(amount.neg())], { ruleKey, reversesId: id });
    // Reversals without a successor come last, as the ledger posts them.
    const replaced = latestEvents([seven, nine, noLonger(6, seven)], 1);
    expect(replaced.map(({ amount, ruleKey }) => `${exactText(amount)} ${ruleKey}`)).toEqual(['-300 row-9']);
    const rejected = line(7, [NORTH, 'ATTACK', '0'], { ruleKey: 'rejected' });
    const refused = latestEvents([seven, noLonger(7, seven), rejected], 1);
    expect(refused.map(({ amount, ruleKey }) => `${exactText(amount)} ${ruleKey}`)).toEqual(['-500 rejected']);
    const withdrawn = latestEvents([seven, noLonger(8, seven)], 1);
    expect(withdrawn.map(({ ruleKey }) => ruleKey)).toEqual(['row-7']);
  });

  it('tell the public gains per span and party, newest first, and nothing of the span up to now', () => {
    const at = (minutes: number) => new Date(ORIGIN.at.getTime() + minutes * 60_000);
    const samples = (...values: string[]) => values.map((value, index) => ({ at: at(index * 30), value }));
    const parties = [
      { party: NORTH, samples: samples('0.00', '500.00', '500.00', '1500.00', '9000.00') },
      { party: WATER, samples: samples('8000.00', '0.00', '5760.00', '5760.00', '5000.00') },
    ];
    const told = latestRises(parties, 10).map(({ party, since, at: end, amount }) => {
      return [party.id, since.getTime() - ORIGIN.at.getTime(), end.getTime() - since.getTime(), exactText(amount)];
    });
    expect(told).toEqual([
      ['north', 60 * 60_000, 30 * 60_000, '1000'],
      ['water', 30 * 60_000, 30 * 60_000, '5760'],
      ['north', 0, 30 * 60_000, '500'],
    ]);
    expect(latestRises(parties, 1)).toHaveLength(1);
  });
});

describe('words of a rule', () => {
  it('come from the rule-set', () => {
    expect(ruleWords(RULES, { account: 'DEDUCTION', ruleKey: 'row-22' })).toMatchObject({
      row: '22',
      clause: { zh: '1000 分，每单位每类一次' },
    });
    expect(ruleWords(RULES, { account: 'RECOVERY', ruleKey: 'recovery' }).title.zh).toBe('基础得分');
    expect(ruleWords(RULES, { account: 'ATTACK', ruleKey: 'rejected' }).title.zh).toBe('不成立');
    expect(ruleWords(RULES, { account: 'BONUS', ruleKey: 'gone' })).toMatchObject({ row: 'gone' });
  });
});

describe('what of a step may be seen', () => {
  const step = { code: 'COVERAGE', params: { item: 'coverage', found: '7', controlled: '9' } };

  it('never tells a defender how many addresses are known to be controlled', () => {
    expect(visibleStep(step, 'OWN', 'DEFENSE').params).toEqual({ item: 'coverage', found: '7' });
    expect(visibleStep(step, 'OPEN', 'DEFENSE').params).toEqual({ item: 'coverage' });
    expect(visibleStep(step, 'FULL', 'DEFENSE')).toBe(step);
  });

  it('names other results to the team scored, not to spectators or the unit', () => {
    const duplicate = { code: 'DUPLICATE_SYSTEM', params: { result: 'A-0131', node: '3', points: '50', system: 'oa' } };
    expect(visibleStep(duplicate, 'OWN', 'ATTACK')).toEqual(duplicate);
    expect(visibleStep(duplicate, 'OPEN', 'ATTACK').params).toEqual({ points: '50' });
    expect(visibleStep(duplicate, 'OWN', 'DEFENSE').params).toEqual({ points: '50' });
  });

  it('keeps the name referees gave a vulnerability to themselves', () => {
    const decay = { code: 'DECAY', params: { group: 'the hole team A found', place: '2', share: '0.7' } };
    expect(visibleStep(decay, 'FULL', 'ATTACK')).toBe(decay);
    expect(visibleStep(decay, 'OWN', 'ATTACK').params).toEqual({ place: '2', share: '0.7' });
  });
});

describe('the feed', () => {
  const member = (role: Role, party: Partial<MembershipFact> = {}): MembershipFact[] => [
    { id: 'm', exerciseId: 'e', role, teamId: null, unitId: null, ...party },
  ];
  const verdict = {
    seq: 5,
    kind: 'VERDICT_RECORDED',
    subjectId: 's',
    partyId: 'north',
    scoredParties: ['north', 'water'],
  };
  const granted = { seq: 6, kind: 'MEMBERSHIP_GRANTED', subjectId: 'm', partyId: null, scoredParties: [] };

  it.each<[string, MembershipFact[], unknown]>([
    ['a referee everything', member('REFEREE'), { kind: 'VERDICT_RECORDED', subjectId: 's' }],
    ['the team its own', member('ATTACKER', { teamId: 'north' }), { kind: 'VERDICT_RECORDED', subjectId: 's' }],
    [
      'the unit only that its score changed',
      member('DEFENDER', { unitId: 'water' }),
      { kind: 'SCORE_CHANGED', subjectId: null },
    ],
    ['another team nothing', member('ATTACKER', { teamId: 'south' }), null],
    ['an observer nothing', member('OBSERVER'), null],
    ['an outsider nothing', [], null],
  ])('tells %s of a verdict', (_, memberships, told) => {
    expect(feedView(verdict, memberships)).toEqual(told);
  });

  it('tells everybody of the end, and only control and referees who was admitted', () => {
    const ended = { ...granted, kind: 'EXERCISE_ENDED' };
    expect(feedView(ended, member('OBSERVER'))).toEqual({ kind: 'EXERCISE_ENDED', subjectId: 'm' });
    expect(feedView(granted, member('ATTACKER', { teamId: 'north' }))).toBeNull();
    expect(feedView(granted, member('ORGANIZER'))).not.toBeNull();
  });
});
