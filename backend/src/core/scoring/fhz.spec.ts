import { describe, expect, it } from '@jest/globals';
import { foldLedger } from '../ledger/ledger.js';
import { rankDefense } from '../board/standings.js';
import { GIVEN_POINTS } from '../board/given-points.js';
import { exactText } from '../kernel/points.js';
import { rubricItems } from '../ruleset/catalogue.js';
import type { RuleSet } from '../ruleset/rule-set.js';
import type { Settings } from '../ruleset/words.js';
import type { Award } from './award.js';
import { computeAwards } from './compute-awards.js';
import type { BonusFact, Facts, IncidentFact, MarkFact, ResultFact } from './facts.js';
import { facts, incident, loadRuleSet, result, ruling, unit } from '../../../test/scoring-facts.js';

/** Percentages given directly: coverage and effectiveness are marked by hand, so that only the formula is looked at. */
const MARKED: Settings = {
  'defense.dimensions.detection.items.coverage.mark': 'judged',
  'defense.dimensions.detection.items.effectiveness.mark': 'judged',
};
const FHZ = loadRuleSet('fhz');
const FHZ_MARKED = loadRuleSet('fhz', MARKED);

function worth(id: string, judgedPoints: string, more: Partial<ResultFact> = {}): ResultFact {
  return result(id, [ruling('given', { judgedPoints, systemKey: id })], more);
}

function full(share: string): MarkFact[] {
  return FHZ.defense === null ? [] : rubricItems(FHZ.defense).map((item) => ({ itemKey: item.key, share }));
}

function report(id: string, share: string, links: readonly string[]): IncidentFact {
  return incident(id, { linkedResultIds: links, marks: full(share) });
}

function bonus(bonusKey: string, points: string, seq = 5000): BonusFact {
  return { id: `C-${seq}`, code: `C-${seq}`, receiptSeq: seq, unitId: 'u1', bonusKey, points };
}

function awardsOf(ruleSet: RuleSet, given: Facts, phase: 'PROVISIONAL' | 'FINAL' = 'FINAL'): Award[] {
  return computeAwards({ attack: GIVEN_POINTS, defense: ruleSet }, given, phase);
}

function protectionValue(ruleSet: RuleSet, given: Partial<Facts>): { text: string; alarms: readonly string[] } {
  const [standing] = rankDefense(ruleSet, ['u1'], foldLedger(awardsOf(ruleSet, facts(given))));
  return { text: standing?.text ?? '', alarms: standing?.alarms ?? [] };
}

describe('FHZ rule 8: protection value', () => {
  const three = [worth('A-1', '500'), worth('A-2', '1200'), worth('A-3', '300')];
  const two = [report('E-1', '0.72', ['A-1']), report('E-2', '1/2', ['A-2'])];
  it.each([
    ['V1 untouched', {}, '8000.00'],
    ['V2 clue 1500', { bonuses: [bonus('illegal-attack-clue', '1500')] }, '9000.00'],
    ['V3 one full report', { results: [worth('A-1', '1000')], incidents: [report('E-1', '1', ['A-1'])] }, '8000.00'],
    ['V4 two reports on three events', { results: three, incidents: two }, '3840.00'],
    [
      'V4 with a clue of 450',
      { results: three, incidents: two, bonuses: [bonus('illegal-attack-clue', '450')] },
      '4140.00',
    ],
    ['V9 no recognised result', { results: [worth('A-1', '800')], incidents: [report('E-1', '1', [])] }, '0.00'],
  ] as const)('%s', (_name, given, expected) => {
    expect(protectionValue(FHZ_MARKED, given)).toEqual({ text: expected, alarms: [] });
  });

  it('V10 frozen deductions: 4200 recovered of 5000 is clamped to 4000, with an alarm', () => {
    const revoked = result('A-2', [ruling('given', { judgedPoints: '500', outcome: 'REJECTED', systemKey: 'A-2' })]);
    const given = {
      results: [worth('A-1', '5000'), revoked],
      incidents: [
        { ...report('E-1', '1', ['A-1']), deductionAtMarking: '5000' },
        { ...report('E-2', '1/2', ['A-2']), deductionAtMarking: '500' },
      ],
    };
    const frozen = loadRuleSet('fhz', { ...MARKED, 'defense.options.eventDeduction': 'as-judged' });
    expect(protectionValue(frozen, given)).toEqual({ text: '8000.00', alarms: ['RECOVERY_ABOVE_CAP'] });
    expect(protectionValue(FHZ_MARKED, given)).toEqual({ text: '8000.00', alarms: [] });
  });
});

describe('FHZ rule 3: recovery of one event', () => {
  it('V5 explains 371.92 so that a reader can redo it', () => {
    const given = facts({
      results: [worth('A-1', '600', { controlledAddresses: Array.from({ length: 20 }, (_, i) => `192.0.2.${i}`) })],
      incidents: [
        incident('E-1', {
          linkedResultIds: ['A-1'],
          foundAddresses: Array.from({ length: 7 }, (_, i) => `192.0.2.${i}`),
          means: Array.from({ length: 12 }, (_, i) => `m${i + 1}`),
          marks: [
            ...full('1').filter((m) => m.itemKey !== 'restore-service'),
            { itemKey: 'restore-service', share: '0.75' },
          ],
        }),
      ],
    });
    const [award] = awardsOf(FHZ, given).filter((entry) => entry.account === 'RECOVERY');
    const steps = award?.steps ?? [];
    expect(steps).toHaveLength(25 + 2 + 3);
    expect(steps).toEqual(
      expect.arrayContaining([
        { code: 'COVERAGE', params: { item: 'coverage', found: '7', controlled: '20' } },
        { code: 'RUBRIC', params: { item: 'coverage', weight: '9', share: '0.35', points: '3.15' } },
        { code: 'MEANS', params: { item: 'effectiveness', found: '12', listed: '18' } },
        { code: 'RUBRIC', params: { item: 'effectiveness', weight: '8', share: '2/3', points: '16/3' } },
        { code: 'RUBRIC', params: { item: 'restore-service', weight: '8', share: '0.75', points: '6' } },
      ]),
    );
    // 100 - 5.85 (coverage) - 8/3 (means) - 2 (recovery) = 5369/60 %
    expect(steps.slice(-3)).toEqual([
      { code: 'RUBRIC_TOTAL', params: { points: '5369/60' } },
      { code: 'EVENT_DEDUCTION', params: { deduction: '600', results: 'A-1', mode: 'live' } },
      { code: 'RECOVERY', params: { deduction: '600', percent: '5369/60', share: '0.8', amount: '429.52' } },
    ]);
  });

  it('ignores marks on items the rule computes', () => {
    const given = facts({ results: [worth('A-1', '600')], incidents: [report('E-1', '1', ['A-1'])] });
    const amounts = awardsOf(FHZ, given)
      .filter((a) => a.account === 'RECOVERY')
      .map((a) => exactText(a.amount));
    // 100 − 9 − 8 = 83 %: nothing was found, so both computed items are zero.
    expect(amounts).toEqual(['398.4']);
  });
});

describe('FHZ rules 4 and 6: which reports count', () => {
  const reasons = (ruleSet: RuleSet, given: Partial<Facts>): unknown =>
    awardsOf(ruleSet, facts(given))
      .filter((award) => award.account === 'RECOVERY')
      .map((award) => [award.source.id, exactText(award.amount), award.zeroReason?.code ?? null]);

  it('V8 an event in two reports: the first one received, or the best', () => {
    const given = {
      results: [worth('A-1', '1000')],
      incidents: [report('E-2', '0.9', ['A-1']), report('E-1', '0.6', ['A-1'])],
    };
    const best = loadRuleSet('fhz', { ...MARKED, 'defense.options.duplicateEventPolicy': 'best' });
    expect(reasons(FHZ_MARKED, given)).toEqual([
      ['E-1', '480', null],
      ['E-2', '0', 'DUPLICATE_EVENT'],
    ]);
    expect(reasons(best, given)).toEqual([
      ['E-1', '0', 'DUPLICATE_EVENT'],
      ['E-2', '720', null],
    ]);
  });

  it('an event group counts its first report by receipt alone, however the others are marked or linked', () => {
    const given = {
      results: [worth('A-1', '1000'), worth('A-2', '500')],
      incidents: [
        { ...report('E-2', '1', ['A-2']), eventKey: 'mail' },
        { ...report('E-1', '0.6', ['A-1']), eventKey: 'mail' },
        report('E-3', '1', ['A-2']),
      ],
    };
    expect(reasons(FHZ_MARKED, given)).toEqual([
      ['E-1', '480', null],
      ['E-2', '0', 'DUPLICATE_EVENT'],
      ['E-3', '400', null],
    ]);
    const units = [unit('u1'), unit('u2')];
    const elsewhere = given.incidents.map((entry) => (entry.id === 'E-2' ? { ...entry, unitId: 'u2' } : entry));
    expect(reasons(FHZ_MARKED, { ...given, units, incidents: elsewhere })).toContainEqual([
      'E-2',
      '0',
      'NO_ATTACK_RESULT',
    ]);
  });

  it('an unmarked first report does not keep the second from counting', () => {
    const given = {
      results: [worth('A-1', '1000')],
      incidents: [{ ...report('E-1', '1', ['A-1']), isMarked: false }, report('E-2', '0.9', ['A-1'])],
    };
    expect(reasons(FHZ_MARKED, given)).toEqual([
      ['E-1', '0', 'NOT_MARKED'],
      ['E-2', '720', null],
    ]);
  });

  it('reports that share only part of their results each keep the rest', () => {
    const given = {
      results: [worth('A-1', '100'), worth('A-2', '200'), worth('A-3', '400')],
      incidents: [report('E-1', '1', ['A-1', 'A-2']), report('E-2', '1', ['A-2', 'A-3'])],
    };
    expect(reasons(FHZ_MARKED, given)).toEqual([
      ['E-1', '240', null],
      ['E-2', '320', null],
    ]);
  });

  it('a result on another unit cannot be claimed', () => {
    const given = { results: [worth('A-1', '100', { unitId: 'u9' })], incidents: [report('E-1', '1', ['A-1'])] };
    expect(reasons(FHZ_MARKED, given)).toEqual([['E-1', '0', 'NO_ATTACK_RESULT']]);
  });

  const many = {
    results: Array.from({ length: 51 }, (_, i) => worth(`A-${i + 1}`, i === 50 ? '900' : '100')),
    incidents: Array.from({ length: 51 }, (_, i) => report(`E-${i + 1}`, '0.6', [`A-${i + 1}`])),
  };
  it.each([
    ['first', 'E-51'],
    ['best', 'E-50'],
    ['reject', 'E-51'],
  ])('V7 beyond 50 reports, policy %s leaves out %s', (policy, left) => {
    const ruleSet = loadRuleSet('fhz', { ...MARKED, 'defense.options.reportLimitPolicy': policy });
    const out = awardsOf(ruleSet, facts(many)).filter((award) => award.zeroReason?.code === 'BEYOND_REPORT_LIMIT');
    expect(out.map((award) => award.source.id)).toEqual([left]);
  });

  it('void reports take up no place within the 50', () => {
    const given = {
      ...many,
      incidents: [...many.incidents.slice(0, 50), report('E-51', '0.6', ['A-51']), report('E-0', '1', [])],
    };
    const codes = awardsOf(FHZ_MARKED, facts(given))
      .filter((a) => a.account === 'RECOVERY')
      .map((a) => a.zeroReason?.code);
    expect(codes.filter((code) => code === undefined)).toHaveLength(50);
    expect(codes.filter((code) => code === 'BEYOND_REPORT_LIMIT')).toHaveLength(1);
  });
});

describe('FHZ coverage', () => {
  const controlled = { controlledAddresses: ['192.0.2.1', '192.0.2.2', ' 192.0.2.2', 'HTTP://X'] };
  const found = {
    linkedResultIds: ['A-1'],
    marks: full('0'),
    foundAddresses: ['192.0.2.1', 'http://x', '198.51.100.1'],
  };
  const coverageStep = (settings: Settings, phase: 'PROVISIONAL' | 'FINAL', more: Partial<Facts> = {}): unknown =>
    awardsOf(
      loadRuleSet('fhz', settings),
      facts({ results: [worth('A-1', '600', controlled)], incidents: [incident('E-1', found)], ...more }),
      phase,
    )
      .flatMap((award) => award.steps)
      .find((step) => step.code.startsWith('COVERAGE'));

  it('counts each address once and only those really controlled', () => {
    expect(coverageStep({}, 'FINAL')).toMatchObject({ params: { found: '2', controlled: '3' } });
  });

  it('V6 may be left open until the exercise is settled', () => {
    const atClosing = { 'defense.options.coverageMode': 'final' };
    expect(coverageStep(atClosing, 'PROVISIONAL')).toEqual({ code: 'COVERAGE_PENDING', params: { item: 'coverage' } });
    expect(coverageStep(atClosing, 'FINAL')).toMatchObject({ params: { found: '2', controlled: '3' } });
  });

  it('nothing controlled is 0, and rejected results do not count', () => {
    const rejected = result('A-1', [ruling('given', { outcome: 'REJECTED' })], controlled);
    expect(coverageStep({}, 'FINAL', { results: [rejected] })).toMatchObject({
      params: { found: '0', controlled: '0' },
    });
  });

  it.each([
    ['exercise', '4'],
    ['unit', '3'],
    ['linked', '3'],
  ])('denominator %s counts %s addresses', (coverageOf, expected) => {
    const elsewhere = worth('A-2', '10', { unitId: 'u2', controlledAddresses: ['203.0.113.7'] });
    const results = [worth('A-1', '600', controlled), elsewhere];
    const step = coverageStep({ 'defense.options.coverageOf': coverageOf }, 'FINAL', { results });
    expect(step).toMatchObject({ params: { controlled: expected } });
  });
});

describe('FHZ rule 5: bonus', () => {
  const amounts = (settings: Settings, bonuses: readonly BonusFact[]): string[] =>
    awardsOf(loadRuleSet('fhz', settings), facts({ bonuses })).map((award) => exactText(award.amount));

  it('V2 per kind: 1900 is cut to 1500, and a second claim of the kind gets what is left', () => {
    const claims = [bonus('zero-day', '1200', 2), bonus('zero-day', '700', 1), bonus('illegal-attack-clue', '1900', 3)];
    expect(amounts({}, claims)).toEqual(['700', '800', '1500']);
  });

  it('per claim: only the total of 3000 limits several claims', () => {
    const claims = [bonus('zero-day', '1900', 1), bonus('zero-day', '1400', 2), bonus('zero-day', '500', 3)];
    expect(amounts({ 'defense.options.bonusItemCapScope': 'item' }, claims)).toEqual(['1500', '1400', '100']);
  });

  it('unjudged claims are no awards yet', () => {
    expect(amounts({}, [{ ...bonus('zero-day', '1'), points: null }])).toEqual([]);
  });
});
