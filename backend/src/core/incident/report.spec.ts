import { isWithinReportLimit, missingOfBonus, missingOfReport, type ReportDraft, reportProblems } from './report.js';
import type { DefenseRules } from '../ruleset/defense-rules.js';

const report = (more: Partial<ReportDraft> = {}): ReportDraft => ({
  kind: 'DETECTION',
  startedAt: new Date('2026-09-15T08:31:00Z'),
  endedAt: new Date('2026-09-15T08:37:00Z'),
  sections: [{ key: 'row-1', text: '全流量分析，异常出向连接', evidenceIds: ['e1'] }],
  evidenceIds: [],
  foundAddresses: [{ address: '198.51.100.129', url: '', unitName: '', foundAt: null }],
  means: ['m5'],
  ...more,
});

describe('missingOfReport', () => {
  it('lets a complete report through', () => expect(missingOfReport(report())).toEqual([]));

  it.each<[string, Partial<ReportDraft>, string, string]>([
    ['start', { startedAt: null }, 'startedAt', 'REQUIRED'],
    ['end', { endedAt: null }, 'endedAt', 'REQUIRED'],
    ['order', { endedAt: new Date('2026-09-15T08:30:00Z') }, 'endedAt', 'BEFORE_START'],
    ['any words', { sections: [{ key: 'row-1', text: ' \n', evidenceIds: [] }] }, 'sections', 'REQUIRED'],
    [
      'addresses that are addresses',
      { foundAddresses: [{ address: 'x', url: '', unitName: '', foundAt: null }] },
      'foundAddresses.0.address',
      'NOT_AN_ADDRESS',
    ],
  ])('demands %s', (_, change, path, code) => expect(missingOfReport(report(change))).toEqual([{ path, code }]));
});

describe('reportProblems', () => {
  const known = { evidenceIds: new Set(['e1']), meansKeys: new Set(['m5']) };

  it('accepts what is known', () => expect(reportProblems(report(), known)).toEqual([]));

  it('finds foreign evidence, unknown means and repeated sections', () => {
    const section = { key: 'row-1', text: '', evidenceIds: ['foreign'] };
    const wrong = report({ evidenceIds: ['e2'], means: ['m99'], sections: [section, section] });
    expect(reportProblems(wrong, known).map(({ path, code }) => `${path} ${code}`)).toEqual([
      'evidenceIds.0 NOT_FOUND',
      'means.0 NOT_A_CHOICE',
      'sections.0.evidenceIds.0 NOT_FOUND',
      'sections.1.evidenceIds.0 NOT_FOUND',
      'sections.1.key TAKEN',
    ]);
  });

  it('keeps found addresses and means on the detection report', () => {
    expect(reportProblems(report({ kind: 'RESPONSE' }), known)).toEqual([
      { path: 'foundAddresses', code: 'MISPLACED' },
      { path: 'means', code: 'MISPLACED' },
    ]);
  });
});

describe('missingOfBonus', () => {
  it('demands words and proof', () => {
    expect(missingOfBonus({ title: '零日', narrative: '原理', evidenceIds: ['e1'] })).toEqual([]);
    expect(missingOfBonus({ title: '', narrative: ' ', evidenceIds: [] }).map(({ path }) => path)).toEqual([
      'title',
      'narrative',
      'evidenceIds',
    ]);
  });
});

describe('FHZ B1.6: at most 50 reports', () => {
  const rules = (reportLimit: number | null, reportLimitPolicy: 'first' | 'best' | 'reject'): DefenseRules =>
    ({ reportLimit, options: { reportLimitPolicy } }) as DefenseRules;

  it.each([
    [50, 'reject', 49, true],
    [50, 'reject', 50, false],
    [50, 'first', 50, true],
    [50, 'best', 51, true],
    [null, 'reject', 500, true],
  ] as const)('limit %s, policy %s, %s filed: %s', (limit, policy, filed, expected) =>
    expect(isWithinReportLimit(rules(limit, policy), filed)).toBe(expected),
  );
});
