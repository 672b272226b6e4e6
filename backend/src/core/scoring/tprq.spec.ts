import { describe, expect, it } from '@jest/globals';
import { exactText } from '../kernel/points.js';
import { categoryOf, requiredProofs } from '../ruleset/catalogue.js';
import type { Settings } from '../ruleset/words.js';
import type { Account, Award } from './award.js';
import { capUsage, computeAwards, resultDeductions } from './compute-awards.js';
import type { Facts } from './facts.js';
import { facts, loadRuleSet, result, ruling, unit } from '../../../test/scoring-facts.js';

const TPRQ = loadRuleSet('tprq');

function awardsOf(given: Partial<Facts>, settings: Settings = {}): Award[] {
  const ruleSet = loadRuleSet('tprq', settings);
  return computeAwards({ attack: ruleSet, defense: ruleSet }, facts(given), 'FINAL');
}

function amounts(account: Account, given: Partial<Facts>, settings: Settings = {}): string[] {
  return awardsOf(given, settings)
    .filter((award) => award.account === account)
    .map((award) => exactText(award.amount));
}

function amountOf(award: Award | undefined): string {
  return award === undefined ? 'no award' : exactText(award.amount);
}

const admin = (row: string, systemKey: string, more = {}) => ruling(row, { privilegeKey: 'admin', systemKey, ...more });

describe('TPRQ G1: highest privilege once', () => {
  it('names the winner in the reason of the loser', () => {
    const given = { results: [result('A-1', [admin('row-3', 'h')]), result('A-2', [admin('row-6', 'h')])] };
    const [loser] = awardsOf(given).filter((award) => award.source.id === 'A-1/1');
    expect(loser?.zeroReason).toEqual({
      code: 'DUPLICATE_SYSTEM',
      params: { result: 'A-2', node: '1', points: '100', system: 'h' },
    });
  });

  it('a tie goes to the earlier receipt, whatever was judged first', () => {
    const given = { results: [result('A-2', [admin('row-6', 'h')]), result('A-1', [admin('row-6', 'h')])] };
    expect(amounts('ATTACK', given)).toEqual(['100', '0']);
    expect(awardsOf(given).map((award) => award.source.id)).toEqual(['A-1/1', 'A-2/1', 'A-1/1']);
  });

  it('fixes the winner before caps: what a capped winner loses does not go to the loser', () => {
    const fill = admin('row-13', 'x', { quantity: 5 });
    const given = { results: [result('A-1', [fill]), result('A-2', [admin('row-13', 'h'), admin('row-6', 'h')])] };
    expect(amounts('ATTACK', given)).toEqual(['1000', '0', '0']);
  });

  it('the same key on another root unit, or by another team, is another system', () => {
    const given = {
      units: [unit('u1'), unit('u2')],
      results: [
        result('A-1', [admin('row-6', 'h')]),
        result('A-2', [admin('row-6', 'h')], { unitId: 'u2' }),
        result('A-3', [admin('row-6', 'h')], { teamId: 't2' }),
      ],
    };
    expect(amounts('ATTACK', given)).toEqual(['100', '100', '100']);
  });

  it('redirection is added to the login, an implant replaces it or is added as chosen', () => {
    const node = (privilegeKey: string) => ruling('row-9', { privilegeKey, systemKey: 'fw' });
    const given = { results: [result('A-1', [node('admin'), node('redirect'), node('implant')])] };
    expect(amounts('ATTACK', given)).toEqual(['0', '200', '1000']);
    const added = { 'attack.categories.row-9.privileges.implant.dedupe': 'privilege' };
    expect(amounts('ATTACK', given, added)).toEqual(['200', '200', '1000']);
  });
});

describe('TPRQ G3: caps of a unit with its subordinates', () => {
  const units = [unit('u1'), unit('u1a', { parentId: 'u1' }), unit('u1b', { parentId: 'u1a' })];
  const results = [
    result('A-1', [admin('row-13', 'a', { quantity: 3 })], { unitId: 'u1a' }),
    result('A-2', [admin('row-13', 'b', { quantity: 3 })], { unitId: 'u1b' }),
    result('A-3', [admin('row-13', 'c', { quantity: 3 })], { teamId: 't2' }),
  ];

  it('counts subordinates to the root, each team by itself', () => {
    expect(amounts('ATTACK', { units, results })).toEqual(['600', '400', '600']);
    const usage = capUsage(TPRQ, facts({ units, results }));
    expect(usage.map((u) => [u.teamId, u.unitId, u.capKey, exactText(u.used), exactText(u.limit)])).toEqual([
      ['t1', 'u1', 'security', '1000', '1000'],
      ['t2', 'u1', 'security', '600', '1000'],
    ]);
  });

  it('or over all teams', () => {
    expect(amounts('ATTACK', { units, results }, { 'attack.options.capScope': 'unit' })).toEqual(['600', '400', '0']);
  });

  it('books deductions to the root, and tells what each result cost', () => {
    const parties = awardsOf({ units, results }).filter((award) => award.account === 'DEDUCTION');
    expect(parties.map((award) => [award.party.id, exactText(award.amount)])).toEqual([
      ['u1', '-600'],
      ['u1', '-400'],
      ['u1', '-600'],
    ]);
    const costs = resultDeductions(TPRQ, facts({ units, results }));
    expect([...costs].map(([id, cost]) => [id, exactText(cost)])).toEqual([
      ['A-1', '600'],
      ['A-2', '400'],
      ['A-3', '600'],
    ]);
  });

  it('explains the cap so that it can be redone', () => {
    const [, second] = awardsOf({ units, results }).filter((award) => award.account === 'ATTACK');
    expect(second?.steps).toEqual([
      {
        code: 'PRICE',
        params: {
          category: 'row-13',
          row: '13',
          privilege: 'admin',
          points: '0',
          each: '200',
          quantity: '3',
          amount: '600',
        },
      },
      {
        code: 'CAP',
        params: { cap: 'security', limit: '1000', used: '600', left: '400', wanted: '600', amount: '400' },
      },
    ]);
  });

  it('rows 9 to 13 may share one cap', () => {
    const given = {
      results: [result('A-1', [admin('row-9', 'a', { quantity: 8 }), admin('row-10', 'b', { quantity: 8 })])],
    };
    expect(amounts('ATTACK', given)).toEqual(['1600', '1600']);
    const [doubt] = TPRQ.doubts.filter((entry) => entry.key === 'shared-cap-9-13');
    expect(amounts('ATTACK', given, doubt?.alternatives[0]?.set)).toEqual(['1600', '400']);
  });
});

describe('TPRQ G5 and G6: factors', () => {
  it('privilege factors leave what a platform manages alone, IPv6 multiplies all of it', () => {
    const both = ruling('row-16', { systemKey: 'k', factors: ['ipv6', 'knowledge-base'] });
    const [award] = awardsOf({ results: [result('A-1', [both])] });
    expect(amountOf(award)).toBe('3000');
    expect(award?.steps.slice(1, 3)).toEqual([
      { code: 'FACTOR', params: { factor: 'knowledge-base', times: '2', on: 'privilege', amount: '1000' } },
      { code: 'FACTOR', params: { factor: 'ipv6', times: '3', on: 'result', amount: '3000' } },
    ]);
  });

  it('a factor that is not meant for the category is refused in the open', () => {
    const [award] = awardsOf({
      results: [result('A-1', [admin('row-6', 'h', { factors: ['big-data', 'nonsense'] })])],
    });
    expect(amountOf(award)).toBe('100');
    expect(award?.steps.filter((step) => step.code === 'FACTOR_NOT_APPLIED').map((step) => step.params.factor)).toEqual(
      ['big-data', 'nonsense'],
    );
  });
});

describe('TPRQ rows with conditions', () => {
  it.each([
    [4, 1],
    [5, 1],
    [6, 2],
    [99, 20],
    [120, 20],
  ])('row 7: %i managed nodes need %i logins', (managed, wanted) => {
    const category = TPRQ.attack === null ? null : categoryOf(TPRQ.attack, 'row-7');
    expect(category === null ? null : requiredProofs(category, managed)).toBe(wanted);
  });

  it('row 8 without a stated size is priced as ruled, and says so', () => {
    const [award] = awardsOf({ results: [result('A-1', [admin('row-8', 'd')])] });
    expect([amountOf(award), award?.steps[0]?.code]).toEqual(['1000', 'MINIMUM_NOT_STATED']);
  });

  it('row 11 below 100 nodes counts under the cap of web applications', () => {
    const given = { results: [result('A-1', [admin('row-11', 'c', { quantity: 99 })])] };
    expect(capUsage(TPRQ, facts(given)).map((usage) => usage.capKey)).toEqual(['web']);
    expect(awardsOf(given)[0]?.ruleKey).toBe('row-11');
  });

  it('row 15 without a figure scores nothing, with a reason', () => {
    expect(awardsOf({ results: [result('A-1', [ruling('row-15')])] })[0]?.zeroReason?.code).toBe('NOT_PRICED');
  });

  it('a category or privilege the rule-set does not know scores nothing, with a reason', () => {
    const given = { results: [result('A-1', [ruling('row-99'), ruling('row-6', { privilegeKey: 'root' })])] };
    expect(awardsOf(given).map((award) => award.zeroReason?.code)).toEqual(['UNKNOWN_CATEGORY', 'UNKNOWN_PRIVILEGE']);
  });

  it('unjudged nodes are no awards, rejected ones are awards of zero', () => {
    const given = { results: [result('A-1', [null, ruling('row-6', { outcome: 'REJECTED', privilegeKey: 'admin' })])] };
    expect(awardsOf(given).map((award) => [award.source.id, award.zeroReason?.code])).toEqual([['A-1/2', 'REJECTED']]);
  });

  it('a boundary already broken counts again when the earlier result falls', () => {
    const first = (outcome: 'ACCEPTED' | 'REJECTED') => result('A-1', [ruling('row-22', { outcome })]);
    const second = result('A-2', [ruling('row-22')], { teamId: 't2' });
    expect(amounts('ATTACK', { results: [first('ACCEPTED'), second] })).toEqual(['1000', '0']);
    expect(amounts('ATTACK', { results: [first('REJECTED'), second] })).toEqual(['0', '1000']);
  });
});

describe('row 3: the first server costs the defender nothing', () => {
  const server = (systemKey: string, quantity = 1) => admin('row-3', systemKey, { quantity });

  it.each([
    ['one server', [[server('a')]], ['0']],
    ['three at once: one third is free', [[server('a', 3)]], ['-100']],
    ['the same server by a second team stays free', [[server('a')], [server('a')]], ['0', '0']],
    ['a second server by another team costs', [[server('a')], [server('b')]], ['0', '-50']],
  ] as const)('%s', (_name, nodes, expected) => {
    const results = nodes.map((entry, index) => result(`A-${index + 1}`, entry, { teamId: `t${index + 1}` }));
    expect(amounts('DEDUCTION', { results })).toEqual(expected);
  });

  it('only-if-single: a second server makes both cost', () => {
    const results = [result('A-1', [server('a')]), result('A-2', [server('b')])];
    const settings = { 'attack.options.deductionFree': 'only-if-single' };
    expect(amounts('DEDUCTION', { results }, settings)).toEqual(['-50', '-50']);
  });

  it('a rejected or doubled server does not use up the free one', () => {
    const rejected = result('A-1', [admin('row-3', 'a', { outcome: 'REJECTED' })]);
    const doubled = result('A-2', [server('b'), admin('row-6', 'b')]);
    expect(amounts('DEDUCTION', { results: [rejected, doubled, result('A-3', [server('c')])] })).toEqual(['-100', '0']);
  });
});

describe('deductions a referee typed', () => {
  const typed = (deductionPoints: string) => admin('row-13', 'x', { quantity: 5, deductionPoints });

  it('replace the computed ones and outlive a spent cap', () => {
    const given = {
      results: [result('A-1', [typed('70')]), result('A-2', [admin('row-13', 'y', { deductionPoints: '30' })])],
    };
    expect(amounts('ATTACK', given)).toEqual(['1000', '0']);
    expect(amounts('DEDUCTION', given)).toEqual(['-70', '-30']);
  });

  it('are the only ones where the rule-set says so', () => {
    const given = { results: [result('A-1', [typed('70'), admin('row-6', 'z')])] };
    expect(amounts('DEDUCTION', given, { 'attack.options.deduction': 'typed-only' })).toEqual(['-70']);
  });

  it('do not count for a doubled system, and not for units outside the exercise', () => {
    const twice = {
      results: [result('A-1', [admin('row-6', 'h')]), result('A-2', [admin('row-6', 'h', { deductionPoints: '9' })])],
    };
    expect(amounts('DEDUCTION', twice)).toEqual(['-100']);
    const outside = { units: [unit('u1', { isParticipant: false })], results: [result('A-1', [typed('70')])] };
    expect(amounts('DEDUCTION', outside)).toEqual([]);
  });
});

describe('a unit that was knocked out', () => {
  const results = [1, 2, 3].map((seq) => result(`A-${seq}`, [admin('row-6', `s${seq}`)], { unitId: 'u1a' }));
  const units = [unit('u1', { knockedOutAtSeq: 2 }), unit('u1a', { parentId: 'u1' })];

  it('scores no later result; the one that knocked it out counts', () => {
    expect(amounts('ATTACK', { units, results })).toEqual(['100', '100', '0']);
    expect(awardsOf({ units, results }).at(2)?.zeroReason?.code).toBe('UNIT_KNOCKED_OUT');
  });

  it('or does, where the rule-set does not know knocking out', () => {
    expect(amounts('ATTACK', { units, results }, { 'attack.options.knockOut': false })).toEqual(['100', '100', '100']);
  });
});
