import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ZERO, exactText, points } from '../kernel/points.js';
import type { RuleSet } from '../ruleset/rule-set.js';
import type { Settings } from '../ruleset/words.js';
import { replayed } from '../../../test/replay-steps.js';
import {
  arbitraryFacts,
  arbitraryMultiplied,
  facts,
  loadRuleSet,
  result,
  ruling,
  unit,
} from '../../../test/scoring-facts.js';
import type { Account, Award } from './award.js';
import { capUsage, computeAwards } from './compute-awards.js';
import type { Facts, NodeRuling, UnitFact } from './facts.js';

const XC = loadRuleSet('xc-2022');
const TPRQ = loadRuleSet('tprq');

function awardsOf(given: Partial<Facts>, settings: Settings = {}): Award[] {
  const ruleSet = loadRuleSet('xc-2022', settings);
  return computeAwards({ attack: ruleSet, defense: ruleSet }, facts(given), 'FINAL');
}

function amounts(account: Account, given: Partial<Facts>, settings: Settings = {}): string[] {
  return awardsOf(given, settings)
    .filter((award) => award.account === account)
    .map((award) => exactText(award.amount));
}

function reasons(given: Partial<Facts>, settings: Settings = {}): (string | null)[] {
  return awardsOf(given, settings)
    .filter((award) => award.account === 'ATTACK')
    .map((award) => award.zeroReason?.code ?? null);
}

let system = 0;

/** A node on a system of its own. */
function worth(judgedPoints: string, more: Partial<NodeRuling> = {}): NodeRuling {
  system += 1;
  return ruling('path-listed', { judgedPoints, systemKey: `s${system}`, ...more });
}

const used = (judgedPoints: string): NodeRuling => worth(judgedPoints, { vulnerabilityKey: 'v1' });
const outside: UnitFact = unit('x1', { isParticipant: false });
const key: UnitFact = unit('u1', { isKeyUnit: true });

describe('XC-2022 rule 6: the same vulnerability three times', () => {
  it.each([
    ['150', ['150', '105', '60', '0']],
    ['15', ['15', '11', '6', '0']],
    ['1', ['1', '1', '1', '0']],
    ['10', ['10', '7', '4', '0']],
  ])('%s', (price, expected) => {
    const results = [1, 2, 3, 4].map((seq) => result(`A-${seq}`, [used(price)], { teamId: `t${seq}` }));
    expect(amounts('ATTACK', { results })).toEqual(expected);
    expect(reasons({ results }).at(3)).toBe('VULNERABILITY_EXHAUSTED');
  });

  it('explains use, share and rounding', () => {
    const results = [result('A-1', [used('15')]), result('A-2', [used('15')])];
    expect(awardsOf({ results })[1]?.steps.slice(1)).toEqual([
      { code: 'DECAY', params: { group: 'v1', use: '2', share: '0.7', amount: '10.5' } },
      { code: 'ROUNDED', params: { rounding: 'up', places: '0', given: '10.5', amount: '11' } },
      { code: 'CAP', params: { cap: 'path', limit: '3000', used: '15', left: '2985', wanted: '11', amount: '11' } },
      {
        code: 'CAP',
        params: { cap: 'unit-total', limit: '37000', used: '15', left: '36985', wanted: '11', amount: '11' },
      },
    ]);
  });

  it('goes by receipt, not by who was judged first', () => {
    const first = result('A-1', [null]);
    const second = result('A-2', [used('100')], { teamId: 't2' });
    expect(amounts('ATTACK', { results: [second, first] })).toEqual(['100']);
    expect(amounts('ATTACK', { results: [second, result('A-1', [used('100')])] })).toEqual(['100', '70']);
  });

  it('nodes nobody grouped are vulnerabilities of their own', () => {
    const results = [1, 2, 3, 4].map((seq) => result(`A-${seq}`, [worth('10')]));
    expect(amounts('ATTACK', { results })).toEqual(['10', '10', '10', '10']);
  });

  it.each([
    ['rejected', { outcome: 'REJECTED' as const }],
    ['without a figure', { judgedPoints: null }],
    ['of an unknown category', { categoryKey: 'nonsense' }],
  ])('a node %s never takes a place', (_name, more) => {
    const lost = { ...used('100'), ...more };
    const results = [result('A-1', [lost]), result('A-2', [used('100')])];
    const settings = { 'attack.multipliers.decay.zeroTakesPlace': true };
    expect(amounts('ATTACK', { results }, settings)).toEqual(['0', '100']);
  });

  it('one beyond its limit takes no place outside either, and the other way round', () => {
    const exhausted = [1, 2, 3].map((seq) => result(`A-${seq}`, [used('10')]));
    const more = [4, 5, 6, 7].map((seq) =>
      result(`A-${seq}`, [seq === 4 ? used('10') : worth('10')], { unitId: 'x1', teamId: 't1' }),
    );
    const given = { units: [unit('u1'), outside], results: [...exhausted, ...more] };
    expect(reasons(given)).toEqual([null, null, null, 'VULNERABILITY_EXHAUSTED', null, null, null]);
    const beyond = [1, 2, 3, 4].map((seq) =>
      result(`A-${seq}`, [seq < 4 ? worth('10') : used('10')], { unitId: 'x1' }),
    );
    const later = { units: [unit('u1'), outside], results: [...beyond, result('A-5', [used('10')])] };
    expect(amounts('ATTACK', later)).toEqual(['8', '8', '8', '0', '10']);
  });
});

describe('XC-2022 rules 5 and 8: key units and units that do not take part', () => {
  it.each([
    ['150', '210'],
    ['15', '21'],
    ['16', '23'],
  ])('key unit: %s counts %s', (price, expected) => {
    expect(amounts('ATTACK', { units: [key], results: [result('A-1', [worth(price)])] })).toEqual([expected]);
  });

  it.each([
    ['up', '0', '15'],
    ['half-up', '0', '15'],
    ['down', '0', '14'],
    ['up', '1', '14.7'],
    ['none', '0', '14.7'],
  ])('10.5 in a key unit rounded %s to %s places: %s', (rounding, places, expected) => {
    const settings = { 'attack.multipliers.rounding': rounding, 'attack.multipliers.places': places };
    expect(amounts('ATTACK', { units: [key], results: [result('A-1', [worth('10.5')])] }, settings)).toEqual([
      expected,
    ]);
  });

  it('what no multiplier touches is not rounded', () => {
    expect(amounts('ATTACK', { results: [result('A-1', [worth('10.5'), used('10.5')])] })).toEqual(['10.5', '10.5']);
  });

  it('rounded down to nothing says so, takes no place and uses up no cap', () => {
    const settings = { 'attack.multipliers.rounding': 'down', 'attack.multipliers.capStage': 'before-multipliers' };
    const units = [outside];
    const results = ['1', '1', '1', '1', '10'].map((price, index) =>
      result(`A-${index + 1}`, [worth(price)], { unitId: 'x1' }),
    );
    expect(amounts('ATTACK', { units, results }, settings)).toEqual(['0', '0', '0', '0', '8']);
    expect(reasons({ units, results }, settings)[0]).toBe('ROUNDED_TO_ZERO');
    const usage = capUsage(loadRuleSet('xc-2022', settings), facts({ units, results }));
    expect(usage.map((cap) => [cap.capKey, exactText(cap.used)])).toEqual([
      ['path', '10'],
      ['unit-total', '10'],
    ]);
  });

  it.each([
    ['15', '12'],
    ['33', '27'],
  ])('outside: %s counts %s and costs nobody', (price, expected) => {
    const given = { units: [outside], results: [result('A-1', [worth(price)], { unitId: 'x1' })] };
    expect([amounts('ATTACK', given), amounts('DEDUCTION', given)]).toEqual([[expected], []]);
  });

  it('a subordinate outside, and one under a root outside, are outside', () => {
    const units = [unit('u1'), unit('u1a', { parentId: 'u1', isParticipant: false }), outside];
    const results = [
      result('A-1', [worth('10', { deductionPoints: '9' })], { unitId: 'u1a' }),
      result('A-2', [worth('10')], { unitId: 'x1a' }),
    ];
    const given = { units: [...units, unit('x1a', { parentId: 'x1' })], results };
    expect([amounts('ATTACK', given), amounts('DEDUCTION', given)]).toEqual([['8', '8'], []]);
  });

  it('no limit on numbers where the file gives none', () => {
    const results = [1, 2, 3, 4].map((seq) => result(`A-${seq}`, [worth('10')], { unitId: 'x1' }));
    const settings = { 'attack.multipliers.nonParticipant.limit': null };
    expect(amounts('ATTACK', { units: [outside], results }, settings)).toEqual(['8', '8', '8', '8']);
  });
});

describe('XC-2022 rule 2: caps within a cap', () => {
  const settings = { 'attack.caps.unit-total.limit': '10000' };
  const target = (price: string): NodeRuling => worth(price, { categoryKey: 'target-listed' });

  it('lists the wider family with what all the narrower ones gave', () => {
    const results = [result('A-1', [worth('3200'), target('9000')])];
    const usage = capUsage(loadRuleSet('xc-2022', settings), facts({ results }));
    expect(usage.map((cap) => [cap.capKey, exactText(cap.used), exactText(cap.limit)])).toEqual([
      ['path', '3000', '3000'],
      ['unit-total', '10000', '10000'],
      ['target', '7000', '10000'],
    ]);
  });

  it.each([
    ['truncate', 'item', ['3000', '7000']],
    ['drop', 'item', ['0', '9000']],
  ])('%s %s', (capPolicy, dropScope, expected) => {
    const chosen = { ...settings, 'attack.options.capPolicy': capPolicy, 'attack.options.dropScope': dropScope };
    expect(amounts('ATTACK', { results: [result('A-1', [worth('3200'), target('9000')])] }, chosen)).toEqual(expected);
  });

  it('names the family that let nothing through', () => {
    const results = [result('A-1', [target('10000'), worth('50')])];
    expect(awardsOf({ results }, settings)[1]?.zeroReason).toEqual({
      code: 'CAP_REACHED',
      params: { cap: 'unit-total', limit: '10000', used: '10000', wanted: '50' },
    });
  });

  it('drop by parts looks at the parts as multiplied', () => {
    const drop = { 'attack.options.capPolicy': 'drop', 'attack.options.dropScope': 'part' };
    const plain = loadRuleSet('tprq', drop);
    const multipliers = XC.attack?.multipliers ?? null;
    const ruleSet = { ...plain, attack: plain.attack === null ? null : { ...plain.attack, multipliers } };
    const node = ruling('row-11', { privilegeKey: 'admin', quantity: 140 });
    const given = facts({ units: [key], results: [result('A-1', [node])] });
    const [award] = computeAwards({ attack: ruleSet, defense: ruleSet }, given, 'FINAL');
    // (500 + 1400) × 1.4 = 2660 within 2000: the platform is 700 of it, the nodes 1960.
    expect(award === undefined ? null : exactText(award.amount)).toBe('700');
  });
});

describe('points given or taken by hand', () => {
  it('go to any account, those of a unit to its root', () => {
    const adjustment = { id: 'R', code: 'R-1', receiptSeq: 9 };
    const given = {
      units: [unit('u1'), unit('u1a', { parentId: 'u1' })],
      adjustments: [
        { ...adjustment, id: 'R1', party: { side: 'ATTACK', id: 't1' }, account: 'ATTACK', amount: '-12.5' },
        { ...adjustment, id: 'R2', party: { side: 'DEFENSE', id: 'u1a' }, account: 'PENALTY', amount: '-3' },
        { ...adjustment, id: 'R3', party: { side: 'DEFENSE', id: 'u1' }, account: 'BONUS', amount: '0' },
      ] as const,
    };
    expect(
      awardsOf(given).map(({ key: id, amount, steps, zeroReason }) => [
        id,
        exactText(amount),
        steps[0]?.code,
        zeroReason?.code,
      ]),
    ).toEqual([
      ['ATTACK:ATTACK:t1:ADJUSTMENT:R1:adjustment', '-12.5', 'ADJUSTMENT', undefined],
      ['PENALTY:DEFENSE:u1:ADJUSTMENT:R2:adjustment', '-3', 'ADJUSTMENT', undefined],
      ['BONUS:DEFENSE:u1:ADJUSTMENT:R3:adjustment', '0', 'ADJUSTMENT', 'MARKED_ZERO'],
    ]);
  });
});

describe('whatever the multipliers, the caps and the facts', () => {
  const cases = fc
    .constantFrom(XC, TPRQ)
    .chain((ruleSet) => fc.tuple(arbitraryMultiplied(ruleSet), arbitraryFacts(ruleSet, ruleSet)));

  function attackAwardsOf(attack: RuleSet, given: Facts): Award[] {
    const awards = computeAwards({ attack, defense: attack }, given, 'FINAL');
    return awards.filter(({ account, source }) => account === 'ATTACK' && source.kind === 'NODE');
  }

  function rootOf(given: Facts, award: Award): string {
    const result = given.results.find(({ id }) => id === award.source.resultId);
    return result?.unitId.slice(0, 2) ?? '';
  }

  it('the steps of an award lead to its amount', () => {
    fc.assert(
      fc.property(cases, ([attack, given]) => {
        for (const award of attackAwardsOf(attack, given).filter(({ zeroReason }) => zeroReason === null)) {
          expect(replayed(award.steps, attack.attack?.options.capPolicy ?? 'drop')).toBe(exactText(award.amount));
        }
      }),
    );
  });

  it('what is paid under a cap, narrow or wide, stays within it', () => {
    fc.assert(
      fc.property(cases, ([attack, given]) => {
        fc.pre(attack.attack?.multipliers?.capStage === 'after-multipliers');
        const paid = new Map<string, Award['amount']>();
        for (const award of attackAwardsOf(attack, given)) {
          for (const { params } of award.steps.filter(({ code }) => code === 'CAP')) {
            const where = `${award.party.id} ${rootOf(given, award)} ${String(params.cap)}`;
            const before = paid.get(where) ?? ZERO;
            const total = before.add(award.amount);
            expect(String(params.used)).toBe(exactText(before));
            expect(total.lte(points(String(params.limit)))).toBe(true);
            paid.set(where, total);
          }
        }
      }),
    );
  });

  it('no vulnerability scores more often than it has shares', () => {
    fc.assert(
      fc.property(cases, ([attack, given]) => {
        const rule = attack.attack?.multipliers?.decay;
        fc.pre(rule?.sameWithin === 'exercise' && rule.counts === 'node');
        const groups = new Map(
          given.results.flatMap(({ nodes }) => nodes.map(({ id, ruling: r }) => [id, r?.vulnerabilityKey])),
        );
        const scored = attackAwardsOf(attack, given).filter(({ amount }) => amount.n !== 0n);
        for (const group of ['v1', 'v2']) {
          const uses = scored.filter(({ source }) => groups.get(source.id) === group);
          expect(uses.length).toBeLessThanOrEqual(rule?.shares.length ?? 0);
        }
      }),
    );
  });

  it('a unit loses nothing for what scored nothing, unless a referee typed it', () => {
    fc.assert(
      fc.property(cases, ([attack, given]) => {
        const awards = computeAwards({ attack, defense: attack }, given, 'FINAL');
        const scored = new Set(
          attackAwardsOf(attack, given)
            .filter((a) => a.amount.n !== 0n)
            .map((a) => a.source.id),
        );
        const lost = awards.filter(({ account, source }) => account === 'DEDUCTION' && source.kind === 'NODE');
        for (const award of lost.filter(({ steps }) => steps[0]?.code !== 'DEDUCTION_TYPED')) {
          expect(scored.has(award.source.id)).toBe(true);
        }
      }),
    );
  });
});
