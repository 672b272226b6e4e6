import { describe, expect, it } from '@jest/globals';
import type { AttackRules } from '../ruleset/attack-rules.js';
import { medianOf, rulingWorth } from './referee-figures.js';
import type { RulingDraft } from './ruling.js';

describe('median', () => {
  it.each([
    [[], null],
    [[7], 7],
    [[9, 1, 5], 5],
    [[4, 1], 2],
    [[1, 2, 30, 41], 16],
  ])('of %j is %s', (values, median) => {
    expect(medianOf(values)).toBe(median);
  });
});

describe('worth of a ruling', () => {
  const price = (more: Record<string, unknown>) => ({ points: null, each: null, judged: null, ...more });
  const category = (key: string, more: Record<string, unknown>) => {
    return { key, privileges: [], cap: null, dedupe: 'none', price: price(more) };
  };
  const rules = {
    categories: [
      category('fixed', { points: '50' }),
      category('each', { points: '10', each: '2.5' }),
      category('range', { judged: { min: '10', max: '500' } }),
    ],
    caps: [],
  } as unknown as AttackRules;
  const ruling = (more: Partial<RulingDraft>) =>
    ({ outcome: 'ACCEPTED', privilegeKey: null, quantity: 3, judgedPoints: null, ...more }) as RulingDraft;

  it.each<[Partial<RulingDraft>, string]>([
    [{ categoryKey: 'fixed' }, '50'],
    [{ categoryKey: 'each' }, '35/2'],
    [{ categoryKey: 'range', judgedPoints: '120' }, '120'],
    [{ categoryKey: 'fixed', outcome: 'REJECTED' }, '0'],
    [{ categoryKey: 'unknown' }, '0'],
  ])('%j is %s', (more, worth) => {
    expect(rulingWorth(rules, ruling(more)).toFraction()).toBe(worth);
  });
});
