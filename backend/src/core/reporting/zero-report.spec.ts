import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  dueZeroActs,
  inTimeRun,
  lateSeconds,
  nextZeroLook,
  remindAt,
  type ZeroDay,
  zeroDays,
  zeroState,
} from './zero-report.js';

const span = (startsAt: string, endsAt: string) => ({ startsAt: new Date(startsAt), endsAt: new Date(endsAt) });
/** 国庆: 30 September 18:00 to 8 October 08:00 in Shanghai. */
const PLAN = {
  zone: 'Asia/Shanghai',
  zeroReportAt: '17:00',
  windows: [span('2026-09-30T18:00:00+08:00', '2026-10-08T08:00:00+08:00')],
};
const at = (text: string): Date => new Date(`${text}+08:00`);
const dayOf = (day: string): ZeroDay => {
  const found = zeroDays(PLAN).find((one) => one.day === day);
  if (found === undefined) throw new Error(day);
  return found;
};

describe('duty days', () => {
  it('are the nine local dates the window touches; the first is due when the hour is past before it begins', () => {
    const days = zeroDays(PLAN);
    expect(days.map(({ day }) => day.slice(5))).toEqual([
      '09-30',
      '10-01',
      '10-02',
      '10-03',
      '10-04',
      '10-05',
      '10-06',
      '10-07',
      '10-08',
    ]);
    expect(days[0]?.dueAt).toEqual(at('2026-10-01T00:00:00'));
    expect(days[1]?.dueAt).toEqual(at('2026-10-01T17:00:00'));
    expect(days[8]?.dueAt).toEqual(at('2026-10-08T17:00:00'));
  });

  it('a day on which the clocks go back is 25 hours long, and due at the wall hour', () => {
    const windows = [span('2026-10-24T06:00:00Z', '2026-10-26T06:00:00Z')];
    const day = zeroDays({ zone: 'Europe/Berlin', zeroReportAt: '17:00', windows }).find(
      (one) => one.day === '2026-10-25',
    );
    expect((day?.closesAt.getTime() ?? 0) - (day?.opensAt.getTime() ?? 0)).toBe(25 * 3_600_000);
    expect(day?.dueAt).toEqual(new Date('2026-10-25T16:00:00Z'));
  });

  it('an hour that the clocks skip is due an hour later by the wall', () => {
    const windows = [span('2026-03-28T00:00:00Z', '2026-03-30T00:00:00Z')];
    const days = zeroDays({ zone: 'Europe/Berlin', zeroReportAt: '02:30', windows });
    expect(days.find(({ day }) => day === '2026-03-29')?.dueAt).toEqual(new Date('2026-03-29T01:30:00Z'));
  });
});

describe('where a unit stands on a day', () => {
  const day = dayOf('2026-10-02');
  it.each([
    ['nothing, before the day', null, '2026-10-01T23:59:59.999', 'FUTURE'],
    ['nothing, at its first instant', null, '2026-10-02T00:00:00', 'OPEN'],
    ['nothing, when the hour strikes', null, '2026-10-02T17:00:00', 'OPEN'],
    ['nothing, a moment later', null, '2026-10-02T17:00:00.001', 'OVERDUE'],
    ['nothing, at the last moment of the day', null, '2026-10-02T23:59:59.999', 'OVERDUE'],
    ['nothing, at midnight', null, '2026-10-03T00:00:00', 'MISSED'],
    ['when the hour strikes', '2026-10-02T17:00:00', '2026-10-05T00:00:00', 'IN_TIME'],
    ['a moment later', '2026-10-02T17:00:00.001', '2026-10-05T00:00:00', 'LATE'],
    ['at the last moment of the day', '2026-10-02T23:59:59.999', '2026-10-05T00:00:00', 'LATE'],
    ['at midnight', '2026-10-03T00:00:00', '2026-10-05T00:00:00', 'MISSED'],
  ])('filed %s', (_what, filed, now, state) => {
    expect(zeroState(day, filed === null ? null : at(filed), at(now))).toBe(state);
  });

  it('once decided it stays so', () => {
    const instant = fc.integer({ min: -3_600_000 * 30, max: 3_600_000 * 60 });
    const whenever = fc.tuple(instant, instant, instant);
    fc.assert(
      fc.property(whenever, ([filed, first, second]) => {
        const [earlier, later] = [Math.min(first, second), Math.max(first, second)].map((ms) => shift(day.dueAt, ms));
        const filedAt = shift(day.dueAt, filed);
        const seen = (now: Date | undefined) =>
          zeroState(day, filedAt <= (now ?? filedAt) ? filedAt : null, now ?? filedAt);
        const before = seen(earlier);
        if (before === 'IN_TIME' || before === 'LATE' || before === 'MISSED') expect(seen(later)).toBe(before);
      }),
    );
  });

  it('late is counted to the second, begun ones whole', () => {
    expect(lateSeconds(day.dueAt, at('2026-10-02T17:10:00'))).toBe(600);
    expect(lateSeconds(day.dueAt, at('2026-10-02T17:00:00.001'))).toBe(1);
    expect(lateSeconds(day.dueAt, at('2026-10-02T16:59:00'))).toBe(0);
  });

  it('a run ends at the last day that was late or missed; an open day ends nothing', () => {
    expect(inTimeRun(['IN_TIME', 'LATE', 'IN_TIME', 'IN_TIME', 'OPEN', 'FUTURE'])).toBe(2);
    expect(inTimeRun(['IN_TIME', 'MISSED', 'OVERDUE'])).toBe(0);
    expect(inTimeRun(['OPEN', 'FUTURE'])).toBe(0);
  });
});

describe('what time does', () => {
  const days = zeroDays(PLAN);
  const units = ['a', 'b', 'c'];
  const since = at('2026-09-01T00:00:00');
  const none = () => null;

  it('reminds half an hour before, escalates after the hour, of those alone who owe it', () => {
    const filed = (rootId: string, day: string) =>
      day === '2026-10-01' && rootId === 'a' ? at('2026-10-01T16:00:00') : null;
    const due = dueZeroActs(days.slice(1, 2), units, filed, { since, until: at('2026-10-02T00:00:00') });
    expect(due).toEqual([
      { kind: 'REMINDED', day: '2026-10-01', at: at('2026-10-01T16:30:00'), rootIds: ['b', 'c'] },
      { kind: 'ESCALATED', day: '2026-10-01', at: at('2026-10-01T17:00:00'), rootIds: ['b', 'c'] },
    ]);
  });

  it('nothing of the time before the period was made, nothing at the very hour', () => {
    const until = at('2026-10-01T17:00:00');
    const late = { since: at('2026-10-01T16:45:00'), until };
    expect(dueZeroActs(days, units, none, late)).toEqual([]);
    expect(dueZeroActs(days, units, none, { ...late, until: shift(until, 1) })).toHaveLength(1);
  });

  it('looking at every due instant does the same as looking once', () => {
    const minutes = fc.integer({ min: -900, max: 900 });
    const filing = fc.option(minutes, { nil: null });
    fc.assert(
      fc.property(fc.array(filing, { minLength: days.length * 3, maxLength: days.length * 3 }), (filings) => {
        const filed = (rootId: string, day: string): Date | null => {
          const place = days.findIndex((one) => one.day === day);
          const after = filings[place * 3 + units.indexOf(rootId)] ?? null;
          return after === null ? null : shift(days[place]?.dueAt ?? since, after * 60_000);
        };
        const end = at('2026-10-20T00:00:00');
        const once = dueZeroActs(days, units, filed, { since, until: end });
        const often: typeof once = [];
        for (let now = nextZeroLook(days, since); now !== null; now = nextZeroLook(days, now)) {
          const known = now;
          const seen = (rootId: string, day: string) => {
            const filedAt = filed(rootId, day);
            return filedAt !== null && filedAt <= known ? filedAt : null;
          };
          const due = dueZeroActs(days, units, seen, { since, until: now });
          often.push(...due.filter((act) => !often.some(({ kind, day }) => kind === act.kind && day === act.day)));
        }
        expect(often).toEqual(once);
      }),
      { numRuns: 60 },
    );
  });

  it('the reminder never lies before the day', () => {
    for (const day of days) expect(remindAt(day) >= day.opensAt && remindAt(day) <= day.dueAt).toBe(true);
  });
});

function shift(instant: Date, milliseconds: number): Date {
  return new Date(instant.getTime() + milliseconds);
}
