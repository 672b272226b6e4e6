import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parseRuleSet } from '../ruleset/parse.js';
import type { RuleSet } from '../ruleset/rule-set.js';
import { claimedPoints, rulingAsClaimed } from './claimed-points.js';
import { marksProblems } from './marks.js';
import { type RulingDraft, rulingFact, rulingProblems, settledRuling } from './ruling.js';

function preset(name: string): RuleSet {
  const path = resolve(import.meta.dirname, '../../../../scenarios/rulesets', `${name}.yaml`);
  const outcome = parseRuleSet(readFileSync(path, 'utf8'), `${name}.yaml`);
  if ('problems' in outcome) throw new Error(JSON.stringify(outcome.problems));
  return outcome.ruleSet;
}

function half<T>(rules: T | null): T {
  if (rules === null) throw new Error('the preset lacks this side');
  return rules;
}

const ATTACK = half(preset('tprq').attack);
const DEFENSE = half(preset('fhz').defense);

const DRAFT: RulingDraft = {
  outcome: 'ACCEPTED',
  categoryKey: 'row-7',
  privilegeKey: 'admin',
  quantity: 1,
  judgedPoints: null,
  deductionPoints: null,
  systemKey: 'bastion',
  factors: [],
  measures: {},
  vulnerabilityKey: null,
  reason: '',
};

describe('a ruling under TPRQ', () => {
  it.each<[string, Partial<RulingDraft>]>([
    ['row 7 administrator', {}],
    ['row 7 with IPv6', { factors: ['ipv6'] }],
    ['row 15 at its lower end', { categoryKey: 'row-15', privilegeKey: null, judgedPoints: '100' }],
    ['row 15 at its upper end', { categoryKey: 'row-15', privilegeKey: null, judgedPoints: '500.00' }],
    ['row 22 without a privilege', { categoryKey: 'row-22', privilegeKey: null }],
    ['several devices of row 9', { categoryKey: 'row-9', quantity: 3 }],
    ['a typed deduction', { deductionPoints: '0' }],
    ['a rejection with its reason', { outcome: 'REJECTED', categoryKey: null, reason: '自建账号' }],
  ])('allows %s', (_, more) => {
    expect(rulingProblems(ATTACK, { ...DRAFT, ...more })).toEqual([]);
  });

  it.each<[string, Partial<RulingDraft>, string, string]>([
    ['no category', { categoryKey: null }, 'categoryKey', 'REQUIRED'],
    ['a privilege where none is priced', { categoryKey: 'row-22' }, 'privilegeKey', 'NOT_A_CHOICE'],
    ['no system where the highest counts once', { systemKey: ' ' }, 'systemKey', 'REQUIRED'],
    [
      'points just below the range',
      { categoryKey: 'row-15', privilegeKey: null, judgedPoints: '99.99' },
      'judgedPoints',
      'TOO_SMALL',
    ],
    [
      'points in another notation',
      { categoryKey: 'row-15', privilegeKey: null, judgedPoints: '1e2' },
      'judgedPoints',
      'WRONG_FORM',
    ],
    ['a factor twice', { factors: ['ipv6', 'ipv6'] }, 'factors.1', 'NOT_A_CHOICE'],
    ['half a device', { categoryKey: 'row-9', quantity: 1.5 }, 'quantity', 'TOO_SMALL'],
    ['an empty reason for a rejection', { outcome: 'REJECTED', reason: ' ' }, 'reason', 'REQUIRED'],
  ])('refuses %s', (_, more, path, code) => {
    expect(rulingProblems(ATTACK, { ...DRAFT, ...more })).toEqual([{ path, code }]);
  });

  it('keeps of a rejection only its reason', () => {
    const rejected = settledRuling({
      ...DRAFT,
      outcome: 'REJECTED',
      reason: '不成立',
      deductionPoints: '5',
      factors: ['ipv6'],
    });
    expect(rulingFact('v', rejected)).toMatchObject({
      categoryKey: null,
      deductionPoints: null,
      factors: [],
      outcome: 'REJECTED',
    });
    expect(settledRuling(DRAFT)).toBe(DRAFT);
  });
});

describe('a claim', () => {
  const node = { id: 'n', categoryKey: 'row-9', privilegeKey: 'admin', quantity: 3, systemKey: '' };

  it('is priced by the rule, before caps', () => {
    expect(claimedPoints(ATTACK, node)?.toFraction()).toBe('600');
    expect(claimedPoints(ATTACK, { ...node, categoryKey: 'row-15', privilegeKey: null })?.toFraction()).toBe('100');
    expect(claimedPoints(ATTACK, { ...node, categoryKey: null })).toBeNull();
  });

  it('without a system name stands for a system of its own', () => {
    expect(rulingAsClaimed(ATTACK, node)).toMatchObject({ systemKey: 'n', outcome: 'ACCEPTED', quantity: 3 });
    expect(rulingAsClaimed(ATTACK, { ...node, privilegeKey: 'root' })).toBeNull();
  });
});

describe('a mark sheet under FHZ', () => {
  const judged = DEFENSE.dimensions.flatMap(({ items }) => items).filter(({ mark }) => mark === 'judged');
  const whole = judged.map(({ key }) => ({ itemKey: key, share: '1' }));

  it('is whole or refused, naming what is missing', () => {
    expect(judged.length).toBe(23);
    expect(marksProblems(DEFENSE, whole)).toEqual([]);
    expect(marksProblems(DEFENSE, whole.slice(1))).toEqual([{ path: `marks.${judged[0]?.key}`, code: 'REQUIRED' }]);
  });

  it('may leave out whole dimensions where each scores alone', () => {
    const rules = { ...DEFENSE, basis: 'points' as const };
    const [first] = DEFENSE.dimensions;
    const own = whole.filter(({ itemKey }) => first?.items.some(({ key }) => key === itemKey));
    expect(marksProblems(rules, own)).toEqual([]);
    expect(marksProblems(rules, own.slice(1))).toHaveLength(1);
  });

  it.each([
    ['1.01', 'NOT_A_SHARE'],
    ['-1', 'NOT_A_SHARE'],
    ['4/3', 'NOT_A_SHARE'],
    ['1/0', 'NOT_A_SHARE'],
    ['all', 'NOT_A_SHARE'],
  ])('refuses a share of %s', (share, code) => {
    const [first, ...rest] = whole;
    expect(marksProblems(DEFENSE, [{ itemKey: first?.itemKey ?? '', share }, ...rest])).toEqual([
      { path: 'marks.0.share', code },
    ]);
  });

  it('refuses marks on what is computed, on unknown items and twice on one', () => {
    const extra = ['coverage', 'nonsense', judged[0]?.key ?? ''].map((itemKey) => ({ itemKey, share: '1' }));
    expect(marksProblems(DEFENSE, [...whole, ...extra]).map(({ code }) => code)).toEqual([
      'COMPUTED',
      'NOT_A_CHOICE',
      'TAKEN',
    ]);
  });
});
