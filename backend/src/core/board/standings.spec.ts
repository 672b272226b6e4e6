import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { points } from '../kernel/points.js';
import { foldLedger } from '../ledger/ledger.js';
import type { FoldableEntry } from '../ledger/ledger.js';
import { loadRuleSet } from '../../../test/scoring-facts.js';
import { rankAttack, rankDefense } from './standings.js';
import type { Standing } from './standings.js';

const TPRQ = loadRuleSet('tprq');
const FHZ = loadRuleSet('fhz');
const MAIL = loadRuleSet('mail-defense');

function attack(id: string, amount: string): FoldableEntry {
  return { party: { side: 'ATTACK', id }, account: 'ATTACK', amount: points(amount) };
}

function unitLines(
  id: string,
  figures: Partial<Record<'DEDUCTION' | 'RECOVERY' | 'BONUS' | 'PENALTY', string>>,
): FoldableEntry[] {
  return Object.entries(figures).map(([account, amount]) => ({
    party: { side: 'DEFENSE', id },
    account: account as FoldableEntry['account'],
    amount: points(amount),
  }));
}

function lines(standings: readonly Standing[]): unknown {
  return standings.map(({ party, rank, text }) => [rank, party.id, text]);
}

describe('standings', () => {
  it('share a rank when equal, and the next rank counts those tied', () => {
    const sums = foldLedger([attack('b', '100'), attack('a', '100'), attack('c', '300'), attack('d', '50')]);
    expect(lines(rankAttack(TPRQ, ['d', 'c', 'b', 'a', 'e'], sums))).toEqual([
      [1, 'c', '300.00'],
      [2, 'a', '100.00'],
      [2, 'b', '100.00'],
      [4, 'd', '50.00'],
      [5, 'e', '0.00'],
    ]);
  });

  it('compare exact or shown values as the rule-set says', () => {
    const sums = foldLedger([attack('a', '100.001'), attack('b', '100.002')]);
    const rounded = loadRuleSet('tprq', { 'attack.standings.compare': 'rounded' });
    expect(lines(rankAttack(TPRQ, ['a', 'b'], sums))).toEqual([
      [1, 'b', '100.00'],
      [2, 'a', '100.00'],
    ]);
    expect(lines(rankAttack(rounded, ['a', 'b'], sums))).toEqual([
      [1, 'a', '100.00'],
      [1, 'b', '100.00'],
    ]);
  });

  it('break ties by the declared chain', () => {
    const sums = foldLedger([
      ...unitLines('a', { DEDUCTION: '-100', RECOVERY: '200' }),
      ...unitLines('b', { DEDUCTION: '-50', RECOVERY: '150' }),
      ...unitLines('c', { DEDUCTION: '-50', RECOVERY: '100', BONUS: '50' }),
      ...unitLines('d', { DEDUCTION: '-50', RECOVERY: '150' }),
    ]);
    expect(lines(rankDefense(MAIL, ['a', 'b', 'c', 'd'], sums))).toEqual([
      [1, 'b', '100.00'],
      [1, 'd', '100.00'],
      [3, 'c', '100.00'],
      [4, 'a', '100.00'],
    ]);
  });

  it('FHZ: use the zero case only where nothing was deducted, and show the figures', () => {
    const sums = foldLedger([
      ...unitLines('hit', { DEDUCTION: '-2000', RECOVERY: '768', BONUS: '450' }),
      ...unitLines('late', { DEDUCTION: '-1000', RECOVERY: '800', PENALTY: '-140' }),
    ]);
    const board = rankDefense(FHZ, ['hit', 'late', 'calm'], sums);
    expect(lines(board)).toEqual([
      [1, 'calm', '8000.00'],
      [2, 'late', '7860.00'],
      [3, 'hit', '4140.00'],
    ]);
    expect(board[0]?.formula).toBe('(0.8 + bonus / 3000 * 0.2) * 10000 - penalty');
    expect(board[2]?.parts).toEqual({ deduction: '2000', recovery: '768', bonus: '450', penalty: '0', drill: '0' });
    expect(board[2]?.explanation).toMatchObject({
      label: '-',
      value: '4140',
      parts: [
        { label: '*', value: '4140' },
        { label: 'penalty', value: '0' },
      ],
    });
  });

  it('V11: penalties in the denominator are the other reading', () => {
    const [penalty] = FHZ.doubts.filter((doubt) => doubt.key === 'penalty');
    const other = loadRuleSet('fhz', penalty?.alternatives[0]?.set);
    const sums = foldLedger(unitLines('late', { DEDUCTION: '-1000', RECOVERY: '800', PENALTY: '-140' }));
    expect(lines(rankDefense(other, ['late'], sums))).toEqual([[1, 'late', '7017.54']]);
  });

  it('round negatives half away from zero', () => {
    const sums = foldLedger(unitLines('a', { DEDUCTION: '-0.005' }));
    expect(lines(rankDefense(MAIL, ['a'], sums))).toEqual([[1, 'a', '-0.01']]);
  });

  it('are empty for a side the rule-set does not speak for', () => {
    expect([rankAttack(FHZ, ['a'], new Map()), rankDefense(TPRQ, ['a'], new Map())]).toEqual([[], []]);
  });

  const figure = fc.integer({ min: 0, max: 6 }).map((n) => String(n * 100));
  const units = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { minLength: 1 });
  const world = units.chain((ids) =>
    fc.tuple(
      fc.constant(ids),
      fc.tuple(
        ...ids.map((id) =>
          fc
            .tuple(figure, figure, figure)
            .map(([d, r, b]) => unitLines(id, { DEDUCTION: `-${d}`, RECOVERY: r, BONUS: b })),
        ),
      ),
    ),
  );

  it('are a total order: everybody once, never better below worse, the same for any order of input', () => {
    fc.assert(
      fc.property(fc.constantFrom(FHZ, MAIL), world, (ruleSet, [ids, entries]) => {
        const sums = foldLedger(entries.flat());
        const board = rankDefense(ruleSet, ids, sums);
        expect(board.map((standing) => standing.party.id).sort()).toEqual([...ids].sort());
        board.forEach((standing, index) => {
          const above = board[index - 1];
          if (above === undefined) return expect(standing.rank).toBe(1);
          expect(above.value.gte(standing.value)).toBe(true);
          expect([above.rank, index + 1]).toContain(standing.rank);
        });
        expect(lines(rankDefense(ruleSet, [...ids].reverse(), sums))).toEqual(lines(board));
      }),
    );
  });
});
