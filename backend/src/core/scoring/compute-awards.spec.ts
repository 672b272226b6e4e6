import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { exactText, points, sum } from '../kernel/points.js';
import type { Award } from './award.js';
import { capUsage, computeAwards } from './compute-awards.js';
import type { Facts } from './facts.js';
import {
  arbitraryFacts,
  arbitraryMultiplied,
  facts,
  incident,
  loadRuleSet,
  result,
  ruling,
} from '../../../test/scoring-facts.js';
import { STEP_CODES, ZERO_REASONS } from './step-codes.js';

const TPRQ = loadRuleSet('tprq');
const FHZ = loadRuleSet('fhz');
const RULES = { attack: TPRQ, defense: FHZ };
const READINGS = [
  TPRQ,
  loadRuleSet('tprq', { 'attack.options.capPolicy': 'drop' }),
  loadRuleSet('tprq', { 'attack.options.capPolicy': 'drop', 'attack.options.dropScope': 'part' }),
  loadRuleSet('tprq', { 'attack.options.capScope': 'unit', 'attack.options.dedupAcrossTeams': true }),
  loadRuleSet('tprq', {
    'attack.options.deductionFree': 'only-if-single',
    'attack.options.factorCombination': 'highest',
  }),
];
const anyFacts = arbitraryFacts(TPRQ, FHZ);
const anyAttack = fc.oneof(fc.constantFrom(...READINGS), arbitraryMultiplied(TPRQ));

function shown(awards: readonly Award[]): unknown[] {
  return awards.map((award) => ({ ...award, amount: exactText(award.amount) }));
}

function shuffled(original: Facts): fc.Arbitrary<Facts> {
  const mix = <T>(items: readonly T[]): fc.Arbitrary<T[]> =>
    fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length });
  return fc
    .tuple(
      mix(original.units),
      mix(original.results),
      mix(original.incidents),
      mix(original.bonuses),
      mix(original.adjustments),
      mix(original.drillMarks),
    )
    .chain(([units, results, incidents, bonuses, adjustments, drillMarks]) =>
      fc.tuple(...results.map((entry) => mix(entry.nodes).map((nodes) => ({ ...entry, nodes })))).map((mixed) => ({
        ...original,
        units,
        results: mixed,
        incidents,
        bonuses,
        adjustments,
        drillMarks,
      })),
    );
}

describe('computeAwards', () => {
  it('does not depend on the order in which facts come', () => {
    const pair = anyFacts.chain((original) => shuffled(original).map((mixed) => [original, mixed] as const));
    fc.assert(
      fc.property(anyAttack, pair, (attack, [original, mixed]) => {
        const rules = { attack, defense: FHZ };
        expect(shown(computeAwards(rules, mixed, 'FINAL'))).toEqual(shown(computeAwards(rules, original, 'FINAL')));
      }),
    );
  });

  it('never exceeds a cap, whatever is handed in and whichever reading is chosen', () => {
    fc.assert(
      fc.property(anyAttack, anyFacts, (attack, given) => {
        const over = capUsage(attack, given).filter((usage) => usage.used.gt(usage.limit));
        expect(over).toEqual([]);
      }),
    );
  });

  it('gives every award its own key and every zero its reason', () => {
    fc.assert(
      fc.property(anyAttack, anyFacts, (attack, given) => {
        const awards = computeAwards({ attack, defense: FHZ }, given, 'PROVISIONAL');
        expect(new Set(awards.map((award) => award.key)).size).toBe(awards.length);
        const silent = awards.filter((award) => (award.amount.n === 0n) !== (award.zeroReason !== null));
        expect(silent).toEqual([]);
      }),
    );
  });

  it('uses only codes and parameters of the catalogue', () => {
    const known: Readonly<Record<string, readonly string[]>> = { ...STEP_CODES, ...ZERO_REASONS };
    fc.assert(
      fc.property(anyAttack, anyFacts, (attack, given) => {
        const awards = computeAwards({ attack, defense: FHZ }, given, 'FINAL');
        for (const step of awards.flatMap((a) => [...a.steps, ...(a.zeroReason === null ? [] : [a.zeroReason])])) {
          expect(Object.keys(step.params).sort()).toEqual([...(known[step.code] ?? ['unknown code'])].sort());
        }
      }),
    );
  });

  it('has one award for every judged node, and none for the others', () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const judged = given.results.flatMap((entry) => entry.nodes).filter((node) => node.ruling !== null);
        const attack = computeAwards(RULES, given, 'FINAL').filter((award) => award.account === 'ATTACK');
        const paid = attack.filter((award) => award.source.kind === 'NODE');
        expect(paid.map((award) => award.source.id).sort()).toEqual(judged.map((node) => node.id).sort());
      }),
    );
  });

  it('never recovers more than 80 % of the live deduction, so the clamp of FHZ cannot bind', () => {
    fc.assert(
      fc.property(anyAttack, anyFacts, (attack, given) => {
        const awards = computeAwards({ attack, defense: FHZ }, given, 'FINAL');
        const computed = awards.filter((award) => award.source.kind !== 'ADJUSTMENT');
        const total = (account: string, id: string): string =>
          exactText(sum(computed.filter((a) => a.account === account && a.party.id === id).map((a) => a.amount)));
        for (const id of ['u1', 'u2']) {
          expect(points(total('RECOVERY', id)).lte(points(total('DEDUCTION', id)).neg().mul(points('0.8')))).toBe(true);
        }
      }),
    );
  });

  it('marks as provisional only what coverage may still change', () => {
    const given = facts({
      results: [result('A-1', [ruling('row-7', { privilegeKey: 'admin' })])],
      incidents: [incident('E-1', { linkedResultIds: ['A-1'], marks: [{ itemKey: 'timeliness', share: '1' }] })],
    });
    const flags = (phase: 'PROVISIONAL' | 'FINAL'): unknown =>
      computeAwards(RULES, given, phase).map((award) => [award.account, award.isProvisional]);
    expect(flags('PROVISIONAL')).toEqual([
      ['ATTACK', false],
      ['DEDUCTION', false],
      ['RECOVERY', true],
    ]);
    expect(flags('FINAL')).toEqual([
      ['ATTACK', false],
      ['DEDUCTION', false],
      ['RECOVERY', false],
    ]);
  });

  it('gives nothing to a side its rule-set does not speak for', () => {
    const given = facts({ results: [result('A-1', [ruling('row-7', { privilegeKey: 'admin' })])] });
    expect(computeAwards({ attack: FHZ, defense: TPRQ }, given, 'FINAL')).toEqual([]);
  });
});
