import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { exactText, points, sum } from '../kernel/points.js';
import type { DefenseRules } from '../ruleset/defense-rules.js';
import { isOpinionShown, openRound, panelState } from './agreement-state.js';
import { type AgreementTerms, agreeOnRulings, agreeOnSheets, isWithin, type SheetDraft } from './agreement.js';
import type { RulingDraft } from './ruling.js';

const TERMS: AgreementTerms = { agreementShare: '0.1', settlement: 'MEAN' };
const RULING: RulingDraft = {
  outcome: 'ACCEPTED',
  categoryKey: 'row-15',
  privilegeKey: null,
  quantity: 10,
  judgedPoints: '100',
  deductionPoints: null,
  systemKey: 'crm',
  factors: ['ipv6', 'cloud'],
  measures: { records: '1000' },
  vulnerabilityKey: null,
  reason: 'seen',
};
const ruling = (more: Partial<RulingDraft>): RulingDraft => ({ ...RULING, ...more });
const agree = (other: Partial<RulingDraft>, terms: Partial<AgreementTerms> = {}) =>
  agreeOnRulings([RULING, ruling(other)], { ...TERMS, ...terms });

describe('agreement of rulings', () => {
  it.each<[string, Partial<RulingDraft>, readonly string[]]>([
    ['nothing', { reason: 'other words' }, []],
    ['the order of factors', { factors: ['cloud', 'ipv6'] }, []],
    ['spaces around the system', { systemKey: ' crm ' }, []],
    ['points by exactly a tenth of the larger', { judgedPoints: '90' }, []],
    ['points by a little more', { judgedPoints: '89.999' }, ['judgedPoints']],
    ['the outcome', { outcome: 'PARTIAL' }, ['outcome']],
    ['the category', { categoryKey: 'row-19' }, ['categoryKey']],
    ['the privilege', { privilegeKey: 'admin' }, ['privilegeKey']],
    ['the system', { systemKey: 'CRM' }, ['systemKey']],
    ['the vulnerability group', { vulnerabilityKey: 'CVE-2026-1' }, ['vulnerabilityKey']],
    ['the factors', { factors: ['ipv6'] }, ['factors']],
    ['a deduction only one typed', { deductionPoints: '5' }, ['deductionPoints']],
    ['a measure', { measures: { records: '2000' } }, ['measures.records']],
    ['a measure only one gave', { measures: { records: '1000', size: '1' } }, ['measures.size']],
    ['the quantity and the points', { quantity: 12, judgedPoints: '1' }, ['quantity', 'judgedPoints']],
  ])('differing in %s', (_, other, differing) => {
    const found = agree(other);
    expect(found.differing).toEqual(differing);
    expect(found.settled === null).toBe(differing.length > 0);
  });

  it('asks of rejections only that all reject', () => {
    const rejected = ruling({ outcome: 'REJECTED', systemKey: 'a', reason: 'no proof' });
    const other = ruling({ outcome: 'REJECTED', systemKey: 'b', quantity: 3, reason: 'out of scope' });
    expect(agreeOnRulings([rejected, other], TERMS).settled?.reason).toBe('no proof\nout of scope');
    expect(agreeOnRulings([rejected, RULING], TERMS).differing).toContain('outcome');
  });

  it('settles by the rule of the policy', () => {
    const other = { judgedPoints: '95', quantity: 11, measures: { records: '999' } };
    const figures = (settlement: AgreementTerms['settlement']) => {
      const { settled } = agree(other, { settlement });
      return [settled?.judgedPoints, settled?.quantity, settled?.measures.records];
    };
    expect(figures('MEAN')).toEqual(['97.5', 10, '999.5']);
    expect(figures('LOWER')).toEqual(['95', 11, '999']);
    expect(figures('HIGHER')).toEqual(['100', 10, '1000']);
    expect(figures('FIRST')).toEqual(['100', 10, '1000']);
  });

  it('takes the exact mean of three', () => {
    const three = ['100', '100', '95'].map((judgedPoints) => ruling({ judgedPoints }));
    expect(agreeOnRulings(three, TERMS).settled?.judgedPoints).toBe('295/3');
  });
});

/** Two items of weight 30 and 10. */
const RUBRIC = {
  dimensions: [
    { items: [{ key: 'i1', weight: '30', mark: 'judged' }] },
    { items: [{ key: 'i2', weight: '10', mark: 'judged' }] },
  ],
} as unknown as DefenseRules;
const sheet = (...shares: readonly string[]): SheetDraft => ({
  marks: shares.map((share, index) => ({ itemKey: `i${index + 1}`, share, comment: '' })),
  comment: '',
});

describe('agreement of mark sheets', () => {
  it('goes by the total; items apart are named all the same', () => {
    const found = agreeOnSheets(RUBRIC, [sheet('1', '0.5'), sheet('1', '0.25')], TERMS);
    expect(found.differing).toEqual(['marks.i2']);
    expect(found.settled?.marks.map(({ share }) => share)).toEqual(['1', '0.375']);
  });

  it('names the total and the items that are apart', () => {
    const found = agreeOnSheets(RUBRIC, [sheet('1', '1'), sheet('0.5', '1')], TERMS);
    expect(found).toEqual({ differing: ['total', 'marks.i1'], settled: null });
  });

  it('does not agree where one left out an item', () => {
    const found = agreeOnSheets(RUBRIC, [sheet('1', '0'), sheet('1')], TERMS);
    expect(found).toEqual({ differing: ['marks.i2'], settled: null });
  });

  it('takes the whole sheet with the lower or higher total', () => {
    const drafts = [sheet('1', '0.9'), sheet('0.98', '1')];
    const shares = (settlement: AgreementTerms['settlement']) =>
      agreeOnSheets(RUBRIC, drafts, { ...TERMS, settlement }).settled?.marks.map(({ share }) => share);
    expect(shares('LOWER')).toEqual(['1', '0.9']);
    expect(shares('HIGHER')).toEqual(['0.98', '1']);
    expect(shares('FIRST')).toEqual(['1', '0.9']);
  });
});

describe('closeness', () => {
  const figure = fc
    .tuple(fc.nat(1000), fc.integer({ min: 1, max: 50 }))
    .map(([top, bottom]) => points(`${top}/${bottom}`));

  it('does not depend on the order, and holds for any two of those who agree', () => {
    fc.assert(
      fc.property(fc.array(figure, { minLength: 2, maxLength: 5 }), fc.nat(100), (values, percent) => {
        const share = points(`${percent}/100`);
        const isClose = isWithin(values, share);
        const pairs = values.flatMap((a) => values.map((b) => isWithin([a, b], share)));
        return isClose === isWithin(values.toReversed(), share) && isClose === pairs.every(Boolean);
      }),
    );
  });

  it('puts the mean between the lowest and the highest', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(900), { minLength: 2, maxLength: 4 }), (figures) => {
        const drafts = figures.map((value) => ruling({ judgedPoints: String(value) }));
        const mean = agreeOnRulings(drafts, { ...TERMS, agreementShare: '1' }).settled?.judgedPoints ?? '';
        return exactText(sum(figures.map((value) => points(value))).div(figures.length)) === mean;
      }),
    );
  });
});

describe('a panel of two', () => {
  const given = (refereeId: string, round = 1) => ({ refereeId, round });
  const panel = (...opinions: readonly { refereeId: string; round: number }[]) => {
    return { seats: 2, opinions, isSettled: false };
  };
  const [a1, b1, a2, b2] = [given('a'), given('b'), given('a', 2), given('b', 2)];

  it('collects, reconciles, then waits for the chief', () => {
    expect([panel(), panel(a1), panel(a1, b1), panel(a1, b1, b2), panel(a1, b1, a2, b2)].map(panelState)).toEqual([
      'COLLECTING',
      'COLLECTING',
      'RECONCILIATION',
      'RECONCILIATION',
      'CHIEF',
    ]);
    expect([panel(a1), panel(a1, b1), panel(a1, b1, a2, b2)].map(openRound)).toEqual([1, 2, null]);
    expect(panelState({ ...panel(a1, b1), isSettled: true })).toBe('SETTLED');
  });

  it('shows nobody an opinion but its author until the round is in', () => {
    const readers = ['a', 'b', 'other', 'chief'].map((userId) => ({ userId, isDirecting: userId === 'chief' }));
    const shown = (facts: Parameters<typeof isOpinionShown>[0], opinion: typeof a1) =>
      readers.filter((reader) => isOpinionShown(facts, opinion, reader)).map(({ userId }) => userId);
    expect(shown(panel(a1), a1)).toEqual(['a']);
    expect(shown(panel(a1, b1), a1)).toEqual(['a', 'b', 'chief']);
    expect(shown(panel(a1, b1, b2), b2)).toEqual(['b']);
    expect(shown(panel(a1, b1, a2, b2), b2)).toEqual(['a', 'b', 'chief']);
    expect(shown({ ...panel(a1, b1), isSettled: true }, a1)).toEqual(['a', 'b', 'other', 'chief']);
  });
});
