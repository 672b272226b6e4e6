import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DRILL_MARKS, drillMark, facts, loadRuleSet, unit, withDrill } from '../../../test/scoring-facts.js';
import { exactText, points, sum } from '../kernel/points.js';
import { diffLedger } from '../ledger/ledger.js';
import { computeAwards } from './compute-awards.js';
import type { DrillMarkFact } from './facts.js';

const ATTACK = loadRuleSet('tprq');
const SIMPLE = loadRuleSet('drill-simple');
const FHZ = loadRuleSet('fhz');

function awards(drillMarks: readonly DrillMarkFact[], defense = SIMPLE): ReturnType<typeof computeAwards> {
  const units = [unit('u1'), unit('u1a', { parentId: 'u1' }), unit('u2')];
  return computeAwards({ attack: ATTACK, defense }, facts({ units, drillMarks }), 'PROVISIONAL');
}

describe('marks of drills', () => {
  it('are paid to the root unit with the inject and the full points as the reason', () => {
    const [award] = awards([drillMark('I-1', { unitId: 'u1a', points: '7.5', expectation: 'DETECT' })]);
    expect(award).toMatchObject({
      party: { side: 'DEFENSE', id: 'u1' },
      account: 'DRILL',
      source: { kind: 'DRILL', id: 'I-1' },
      ruleKey: 'drill',
      isProvisional: false,
      zeroReason: null,
    });
    expect(award?.steps).toEqual([
      { code: 'DRILL_MARK', params: { inject: 'I-1', expectation: 'DETECT', full: '10', points: '7.5' } },
    ]);
  });

  it('are exact: three thirds are one', () => {
    const thirds = ['I-1', 'I-2', 'I-3'].map((id) => drillMark(id, { points: '1/3' }));
    expect(exactText(sum(awards(thirds).map(({ amount }) => amount)))).toBe('1');
  });

  it('use up a limit in order of release, and in order of codes where released at once', () => {
    const rules = withDrill(FHZ, { limits: [], total: '15' });
    const late = drillMark('I-1', { receiptSeq: 9 });
    const together = [drillMark('I-3', { receiptSeq: 5 }), drillMark('I-2', { receiptSeq: 5 })];
    const paid = awards([late, ...together], rules).map(({ source, amount }) => [source.id, exactText(amount)]);
    expect(paid).toEqual([
      ['I-2', '10'],
      ['I-3', '5'],
      ['I-1', '0'],
    ]);
  });

  it('score nothing under rules without drills, and say so', () => {
    const [award] = awards([drillMark('I-1')], FHZ);
    expect([exactText(award?.amount ?? points(-1)), award?.zeroReason?.code]).toEqual(['0', 'DRILL_NOT_PRICED']);
  });

  it('corrected are one line reversed and one new', () => {
    const before = awards([drillMark('I-1', { points: '4' }), drillMark('I-2')]);
    const after = awards([drillMark('I-1', { points: '9' }), drillMark('I-2')]);
    const standing = before.map((award) => ({ ...award, id: award.key, awardKey: award.key, reversesId: null }));
    expect(diffLedger(standing, after).map(({ kind }) => kind)).toEqual(['REVERSAL', 'AWARD']);
  });

  it('never exceed a limit, whatever is marked', () => {
    const limits = fc.record({
      kind: fc.integer({ min: 0, max: 30 }),
      total: fc.integer({ min: 0, max: 40 }),
      limitsPer: fc.constantFrom('drill' as const, 'exercise' as const),
    });
    fc.assert(
      fc.property(DRILL_MARKS, limits, (marks, { kind, total, limitsPer }) => {
        const rule = { limits: [{ kind: 'REPORT' as const, limit: String(kind) }], total: String(total), limitsPer };
        const paid = new Map(awards(marks, withDrill(FHZ, rule)).map(({ source, amount }) => [source.id, amount]));
        const place = ({ unitId, drillId }: DrillMarkFact): string =>
          `${unitId === 'u2' ? 'u2' : 'u1'} ${limitsPer === 'drill' ? drillId : ''}`;
        for (const group of Map.groupBy(marks, place).values()) {
          const got = (some: readonly DrillMarkFact[]) => sum(some.map(({ id }) => paid.get(id) ?? points(-1)));
          const wanted = (some: readonly DrillMarkFact[]) => sum(some.map((mark) => points(mark.points)));
          const reports = group.filter(({ expectation }) => expectation === 'REPORT');
          expect(got(group).lte(points(total))).toBe(true);
          expect(got(reports).lte(points(kind))).toBe(true);
          expect(got(group).lte(wanted(group))).toBe(true);
        }
      }),
    );
  });
});
