import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  clockStanding,
  clocksThatRan,
  dueNoticeActs,
  INCIDENT_LEVELS,
  type IncidentLevel,
  nextNoticeLook,
  type NoticeFact,
  noticeStanding,
  passOnClock,
  reportClocks,
  type ReporterKind,
} from './incident-clock.js';

const at = (clock: string): Date => new Date(`2026-10-01T${clock}+08:00`);
const opened = (level: IncidentLevel, reporterKind: ReporterKind) => ({
  ...{ level, reporterKind, incidentHours: 2 },
  discoveredAt: at('10:00:00'),
});
const filed = (clock: string, level: IncidentLevel = 'GENERAL', reporterKind: ReporterKind = 'OTHER'): NoticeFact => ({
  ...{ kind: 'FILED', stage: 'INITIAL', level, reporterKind },
  at: at(clock),
});

describe('which clocks run', () => {
  it.each([
    ['GENERAL', 'CRITICAL', ['PERIOD 120 N1']],
    ['GENERAL', 'OTHER', ['PERIOD 120 N1']],
    ['LARGE', 'CRITICAL', ['NATIONAL 60 L1', 'PERIOD 120 N1']],
    ['MAJOR', 'CENTRAL', ['PERIOD 120 N1', 'NATIONAL 120 L1']],
    ['EXTREME', 'OTHER', ['PERIOD 120 N1', 'NATIONAL 240 L1']],
  ] as const)('%s, %s', (level, kind, expected) => {
    const clocks = reportClocks(opened(level, kind));
    expect(clocks.map(({ rule, minutes, source }) => `${rule} ${minutes} ${source}`)).toEqual(expected);
  });

  it.each([
    ['EXTREME', 'CRITICAL', 30],
    ['MAJOR', 'CRITICAL', 30],
    ['LARGE', 'CRITICAL', null],
    ['LARGE', 'CENTRAL', 60],
    ['GENERAL', 'CENTRAL', null],
    ['EXTREME', 'OTHER', null],
  ] as const)('passing on: %s, %s', (level, kind, minutes) => {
    expect(passOnClock(level, kind, at('10:20:00'))?.minutes ?? null).toBe(minutes);
  });
});

describe('whether it was in time', () => {
  const [clock] = reportClocks(opened('GENERAL', 'OTHER'));
  it.each([
    ['12:00:00', 'IN_TIME', 0],
    ['12:00:00.001', 'LATE', 1],
    ['12:10:00', 'LATE', 600],
    ['10:00:00', 'IN_TIME', 0],
  ])('reported at %s', (when, state, lateSeconds) => {
    if (clock === undefined) throw new Error('a clock runs');
    expect(clockStanding(clock, at(when), at('20:00:00'))).toMatchObject({ state, lateSeconds });
  });

  it('not reported it runs until the deadline, and then is overdue by the second', () => {
    if (clock === undefined) throw new Error('a clock runs');
    expect(clockStanding(clock, null, at('12:00:00'))).toMatchObject({ state: 'RUNNING', lateSeconds: 0 });
    expect(clockStanding(clock, null, at('12:00:30'))).toMatchObject({ state: 'OVERDUE', lateSeconds: 30 });
  });

  it('a level stated with the report counts; one stated later makes nothing late in hindsight', () => {
    const acts = [
      filed('11:30:00', 'GENERAL'),
      { ...filed('13:00:00', 'MAJOR', 'CRITICAL'), stage: 'FOLLOW_UP' as const },
    ];
    const standing = noticeStanding(opened('GENERAL', 'OTHER'), acts, at('14:00:00'));
    expect(standing).toMatchObject({ level: 'MAJOR', reporterKind: 'CRITICAL', stage: 'FOLLOW_UP' });
    expect(standing.clocks).toMatchObject([{ rule: 'PERIOD', state: 'IN_TIME' }]);
    const graver = noticeStanding(opened('GENERAL', 'OTHER'), [filed('11:30:00', 'LARGE', 'CRITICAL')], at('14:00:00'));
    expect(graver.clocks.map(({ rule, state }) => `${rule} ${state}`)).toEqual(['NATIONAL LATE', 'PERIOD IN_TIME']);
  });
});

describe('what time does', () => {
  const dueOf = (level: IncidentLevel, kind: ReporterKind, acts: NoticeFact[], [openedAt, until]: [Date, Date]) => {
    const incident = opened(level, kind);
    const clocks = clocksThatRan(incident, noticeStanding(incident, acts, until), until);
    return dueNoticeActs(clocks, { openedAt, until }).map(
      (act) => `${act.kind} ${act.at.toISOString().slice(11, 16)} ${act.minutesBefore}`,
    );
  };

  it('reminds 30 and 10 minutes before, escalates after; deadlines at one instant are one', () => {
    expect(dueOf('GENERAL', 'OTHER', [], [at('10:00:00'), at('13:00:00')])).toEqual([
      'REMINDED 03:30 30',
      'REMINDED 03:50 10',
      'ESCALATED 04:00 0',
    ]);
    expect(dueOf('MAJOR', 'CENTRAL', [], [at('10:00:00'), at('13:00:00')])).toHaveLength(3);
    expect(dueOf('MAJOR', 'CRITICAL', [], [at('10:00:00'), at('13:00:00')])).toHaveLength(6);
  });

  it('nothing after the report; at the very deadline it is in time', () => {
    expect(dueOf('GENERAL', 'OTHER', [filed('12:00:00')], [at('10:00:00'), at('18:00:00')])).toEqual([
      'REMINDED 03:30 30',
      'REMINDED 03:50 10',
    ]);
    expect(dueOf('GENERAL', 'OTHER', [], [at('10:00:00'), at('12:00:00')])).toHaveLength(2);
  });

  it('what was noted down late is escalated at once, and not reminded of the past', () => {
    expect(dueOf('GENERAL', 'OTHER', [], [at('12:30:00'), at('12:31:00')])).toEqual(['ESCALATED 04:30 0']);
  });

  it('looking at every due instant does the same as looking once', () => {
    const minute = fc.integer({ min: 0, max: 400 });
    const story = fc.record({
      level: fc.constantFrom(...INCIDENT_LEVELS),
      kind: fc.constantFrom('CRITICAL' as const, 'CENTRAL' as const, 'OTHER' as const),
      note: minute,
      report: fc.option(minute, { nil: null }),
    });
    fc.assert(
      fc.property(story, ({ level, kind, note, report }) => {
        const incident = opened(level, kind);
        const openedAt = new Date(incident.discoveredAt.getTime() + note * 60_000);
        const acts =
          report === null
            ? []
            : [{ ...filed('10:00:00', level, kind), at: new Date(openedAt.getTime() + report * 60_000) }];
        const look = (until: Date) => {
          const known = acts.filter((act) => act.at <= until);
          const clocks = clocksThatRan(incident, noticeStanding(incident, known, until), until);
          return { acts: dueNoticeActs(clocks, { openedAt, until }), next: nextNoticeLook(clocks, until) };
        };
        const once = look(new Date(openedAt.getTime() + 3 * 86_400_000)).acts;
        const often: typeof once = [];
        const wakes = acts.map((act) => act.at);
        for (let now: Date | null = new Date(openedAt.getTime() + 1); now !== null;) {
          const { acts: due, next } = look(now);
          often.push(...due.filter((act) => !often.some((one) => one.kind === act.kind && +one.at === +act.at)));
          const since: Date = now;
          const wake: Date | undefined = wakes.find((one) => one > since && (next === null || one < next));
          now = wake ?? next;
        }
        const key = (list: typeof once) => list.map((act) => `${act.at.toISOString()} ${act.kind} ${act.rule}`);
        expect(key(often)).toEqual(key(once));
      }),
      { numRuns: 200 },
    );
  });
});
