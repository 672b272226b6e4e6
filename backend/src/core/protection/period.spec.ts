import { describe, expect, it } from '@jest/globals';
import { draftProblems, type PeriodDraft, periodTimes, windowWarnings } from './period-draft.js';
import { dutyDaysOf, dutyDeadline, phaseAt, spanOf, windowAt } from './period.js';

const ZONE = 'Asia/Shanghai';
const local = (text: string): Date => new Date(`${text}+08:00`);
const draft = (more: Partial<PeriodDraft> = {}): PeriodDraft => ({
  zone: ZONE,
  windows: [{ startsLocal: '2024-03-03T18:00', endsLocal: '2024-03-16T08:00' }],
  phases: null,
  zeroReportAt: '17:00',
  ...more,
});
const problems = (more: Partial<PeriodDraft>): string[] =>
  draftProblems(draft(more)).map(({ path, code }) => `${path} ${code}`);
const span = (startsLocal: string, endsLocal: string) => ({ startsLocal, endsLocal });

describe('a period', () => {
  it('is read from a notice: 两会 2024, 03-03 18:00 to 03-16 08:00 (N2)', () => {
    const { windows, phases } = periodTimes(draft());
    expect(spanOf({ windows })).toEqual({ startsAt: local('2024-03-03T18:00'), endsAt: local('2024-03-16T08:00') });
    expect(dutyDaysOf({ zone: ZONE, windows })).toHaveLength(14);
    expect(phases.map(({ phase }) => phase)).toEqual(['BEFORE', 'EVE', 'ON', 'AFTER']);
  });

  it('holds several windows of one notice, and duty days of each once (N4)', () => {
    const windows = [
      span('2024-08-26T00:00', '2024-08-31T00:00'),
      span('2024-09-01T00:00', '2024-09-11T00:00'),
      span('2024-10-01T00:00', '2024-10-08T00:00'),
    ];
    const times = periodTimes(draft({ windows }));
    expect(dutyDaysOf(times)).toHaveLength(5 + 10 + 7);
    expect(windowAt(times, local('2024-09-20T12:00'))).toBeNull();
    expect(phaseAt(times, local('2024-09-20T12:00'))).toBe('ON');
  });

  it.each([
    ['2024-03-03T17:59:59', 'EVE'],
    ['2024-03-03T18:00:00', 'ON'],
    ['2024-03-16T07:59:59', 'ON'],
    ['2024-03-16T08:00:00', 'AFTER'],
    ['2023-01-01T00:00:00', null],
  ])('is at %s in phase %s: spans are half-open', (at, expected) => {
    expect(phaseAt(periodTimes(draft()), local(at))).toBe(expected);
  });

  it('takes the later of two phases that run at once', () => {
    const phases = [
      { phase: 'BEFORE' as const, ...span('2024-02-10T00:00', '2024-03-02T00:00') },
      { phase: 'EVE' as const, ...span('2024-02-28T00:00', '2024-03-03T18:00') },
      { phase: 'AFTER' as const, ...span('2024-03-16T08:00', '2024-03-25T00:00') },
    ];
    expect(phaseAt(periodTimes(draft({ phases })), local('2024-03-01T12:00'))).toBe('EVE');
  });

  it.each([
    ['no window', { windows: [] }, ['windows REQUIRED']],
    [
      'an end before the start',
      { windows: [span('2024-03-16T08:00', '2024-03-03T18:00')] },
      ['windows.0.endsLocal BEFORE_START'],
    ],
    [
      'an end at the start',
      { windows: [span('2024-03-03T18:00', '2024-03-03T18:00')] },
      ['windows.0.endsLocal BEFORE_START'],
    ],
    [
      'windows that overlap',
      { windows: [span('2024-03-03T18:00', '2024-03-05T00:00'), span('2024-03-04T23:59', '2024-03-06T00:00')] },
      ['windows.1.startsLocal OVERLAPS'],
    ],
    [
      'windows out of order',
      { windows: [span('2024-03-05T00:00', '2024-03-06T00:00'), span('2024-03-03T00:00', '2024-03-04T00:00')] },
      ['windows.1.startsLocal NOT_IN_ORDER'],
    ],
    ['an unknown zone', { zone: 'Mars/Olympus' }, ['zone NOT_A_TIME_ZONE']],
    [
      'a day that is none',
      { windows: [span('2023-02-29T00:00', '2023-03-02T00:00')] },
      ['windows.0.startsLocal NOT_A_TIME'],
    ],
    ['seconds', { windows: [span('2024-03-03T18:00:30', '2024-03-16T08:00')] }, ['windows.0.startsLocal NOT_A_TIME']],
    ['a wrong hour of the report', { zeroReportAt: '24:00' }, ['zeroReportAt BAD_FORMAT']],
    ['a period of years', { windows: [span('2024-01-01T00:00', '2026-01-01T00:00')] }, ['windows TOO_LATE']],
    [
      'two mistakes at once',
      { zone: 'X', windows: [span('x', '2024-03-16T08:00')] },
      ['zone NOT_A_TIME_ZONE', 'windows.0.startsLocal NOT_A_TIME'],
    ],
  ])('refuses %s', (_, more, expected) => expect(problems(more)).toEqual(expected));

  it('takes windows that touch', () => {
    expect(
      problems({
        windows: [span('2024-03-03T18:00', '2024-03-05T00:00'), span('2024-03-05T00:00', '2024-03-06T00:00')],
      }),
    ).toEqual([]);
  });

  it('says the true length of a window over a change of the clocks, and ends that come twice or never', () => {
    const warnings = (zone: string, ...windows: { startsLocal: string; endsLocal: string }[]): unknown => {
      const times = periodTimes(draft({ zone, windows }));
      return windowWarnings(zone, times.windows).map(({ code, minutes, wallMinutes }) => [
        code,
        minutes / 60,
        wallMinutes / 60,
      ]);
    };
    expect(warnings('America/New_York', span('2026-10-31T18:00', '2026-11-02T18:00'))).toEqual([
      ['CLOCK_CHANGES', 49, 48],
    ]);
    expect(warnings('America/New_York', span('2026-03-08T02:30', '2026-03-08T12:00'))).toEqual([
      ['SKIPPED', 8.5, 9.5],
      ['CLOCK_CHANGES', 8.5, 9.5],
    ]);
    expect(warnings('America/New_York', span('2026-11-01T01:30', '2026-11-01T12:00'))).toContainEqual([
      'TWICE',
      11.5,
      10.5,
    ]);
    expect(warnings(ZONE, span('2026-10-31T18:00', '2026-11-02T18:00'))).toEqual([]);
  });

  it('owes a report of the first day at its end when the period begins after the hour', () => {
    const times = periodTimes(draft());
    expect(dutyDeadline(times, '2024-03-03', '17:00')).toEqual(local('2024-03-04T00:00'));
    expect(dutyDeadline(times, '2024-03-04', '17:00')).toEqual(local('2024-03-04T17:00'));
    expect(dutyDeadline(times, '2024-03-16', '17:00')).toEqual(local('2024-03-16T17:00'));
  });

  it('covers every instant of its windows by the phase ON, and every duty day by a window', () => {
    for (let days = 1; days <= 40; days += 3) {
      const end = new Date(Date.UTC(2026, 2, 20 + days)).toISOString().slice(0, 10);
      for (const zone of [ZONE, 'Europe/Berlin', 'America/New_York', 'Pacific/Apia', 'UTC']) {
        const times = periodTimes(draft({ zone, windows: [span('2026-03-20T21:30', `${end}T07:30`)] }));
        const { startsAt, endsAt } = spanOf(times);
        expect(phaseAt(times, startsAt)).toBe('ON');
        expect(phaseAt(times, new Date(endsAt.getTime() - 1))).toBe('ON');
        expect(dutyDaysOf(times)).toHaveLength(days + 1);
        expect(draftProblems(draft({ zone, windows: [span('2026-03-20T21:30', `${end}T07:30`)] }))).toEqual([]);
      }
    }
  });
});
