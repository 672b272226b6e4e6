import fc from 'fast-check';
import type { DutyAct, DutyActContents, DutyActKind, DutyChange } from './acts.js';
import { foldDuty } from './duty-fold.js';
import { dueEscalations, type EscalationSources, nextEscalationAt } from './escalation.js';
import { handoverState, nextSlot, slotsToHandOver } from './handover.js';
import type { RosterRule, ShiftKind } from './roster.js';
import { timesOf } from './slot-times.js';

const kind = (key: string, role: ShiftKind['role'], startsAt: string, endsAt: string): ShiftKind => {
  return { key, name: key, role, startsAt, endsAt, needed: 1 };
};
const RULE: RosterRule = {
  zone: 'UTC',
  kinds: [
    kind('lead', 'LEADER', '00:00', '00:00'),
    kind('day', 'SHIFT', '08:00', '20:00'),
    kind('night', 'SHIFT', '20:00', '08:00'),
    kind('standby', 'STANDBY', '08:00', '08:00'),
  ],
  minRestHours: 12,
  lateMinutes: 10,
};
const SINCE = new Date('2026-10-01T00:00:00Z');
const at = (time: string): Date => new Date(`2026-10-02T${time}:00Z`);
const on = (kindKey: string, personId: string): DutyChange => ({ kindKey, date: '2026-10-02', personId, isOn: true });

function act<K extends DutyActKind>(kindOf: K, when: Date, content: DutyActContents[K], seq = 1): DutyAct {
  return { id: `${kindOf}-${seq}`, kind: kindOf, at: when, seq, ordinal: 0, byId: 'x', content } as DutyAct;
}
const filled = (...changes: DutyChange[]): DutyAct => act('ASSIGNED', SINCE, { changes, reason: '' });
const came = (kindKey: string, personId: string, when: Date): DutyAct =>
  act('CHECKED_IN', when, { kindKey, date: '2026-10-02', personId }, 2);
const sources = (acts: readonly DutyAct[], more: Partial<EscalationSources> = {}): EscalationSources => ({
  rule: RULE,
  acts,
  since: SINCE,
  windows: [],
  plannerIds: ['planner'],
  ...more,
});
const levels = (acts: readonly DutyAct[], now: Date, more: Partial<EscalationSources> = {}): string[] =>
  dueEscalations(sources(acts, more), now).map(
    ({ at: due, content }) => `${due.toISOString().slice(11, 16)} ${content.kindKey} ${content.level}`,
  );

const ALL = filled(on('day', 'a'), on('standby', 'b'), on('lead', 'l'));
const LED = came('lead', 'l', at('00:00'));

describe('escalation', () => {
  it('tells standby, leader and planner one after another', () => {
    expect(levels([ALL, LED], at('08:09'))).toEqual([]);
    expect(levels([ALL, LED], at('08:10'))).toEqual(['08:10 day STANDBY']);
    expect(levels([ALL, LED], at('09:00'))).toEqual(['08:10 day STANDBY', '08:20 day LEADER', '08:30 day PLANNER']);
  });

  it('passes over levels nobody fills', () => {
    expect(levels([filled(on('day', 'a'))], at('09:00'))).toEqual(['08:10 day PLANNER']);
    const [due] = dueEscalations(sources([filled(on('day', 'a'))]), at('09:00'));
    expect(due?.content).toMatchObject({ missing: 1, missingIds: ['a'], personIds: [], userIds: ['planner'] });
  });

  it('is over when people came, as far as they came in time', () => {
    expect(levels([ALL, LED, came('day', 'a', at('08:09'))], at('12:00'))).toEqual([]);
    expect(levels([ALL, LED, came('day', 'a', at('08:15'))], at('12:00'))).toEqual(['08:10 day STANDBY']);
    const over = act('TAKEN_OVER', at('08:25'), { kindKey: 'day', date: '2026-10-02', personId: 'b', note: '' }, 3);
    expect(levels([ALL, LED, over], at('12:00'))).toEqual(['08:10 day STANDBY', '08:20 day LEADER']);
  });

  it('outside protection windows minds only shifts somebody was put on; inside every one', () => {
    const window = { startsAt: at('07:00'), endsAt: at('12:00') };
    expect(levels([], at('09:00'))).toEqual([]);
    expect(levels([], at('09:00'), { windows: [window] })).toEqual([
      '20:10 night PLANNER',
      '00:10 lead PLANNER',
      '08:10 day PLANNER',
    ]);
  });

  it('does not reach back before the roster was there', () => {
    expect(levels([ALL, LED], at('09:00'), { since: at('08:15') })).toEqual([]);
  });

  it('says when to look next', () => {
    expect(nextEscalationAt(sources([ALL, LED]))).toEqual(at('08:10'));
    expect(nextEscalationAt(sources([ALL, LED, came('day', 'a', at('08:00'))]))).toBeNull();
  });

  it('gives the same acts whether it looks every minute, now and then, or once', () => {
    const visit = fc.record({ minute: fc.integer({ min: 0, max: 60 }), person: fc.constantFrom('a', 'b', 'l') });
    const looks = fc.array(fc.integer({ min: 0, max: 90 }), { maxLength: 20 });
    fc.assert(
      fc.property(fc.array(visit, { maxLength: 3 }), looks, (visits, minutes) => {
        const arrivals = visits.map(({ minute, person }, place) => {
          const when = new Date(at('07:50').getTime() + minute * 60_000);
          return act('CHECKED_IN', when, { kindKey: 'day', date: '2026-10-02', personId: person }, 10 + place);
        });
        const end = at('09:20');
        const once = levels([ALL, LED, ...arrivals], end);
        let acts: DutyAct[] = [ALL, LED];
        const steps = [
          ...minutes.sort((x, y) => x - y).map((minute) => new Date(at('07:50').getTime() + minute * 60_000)),
          end,
        ];
        const told: string[] = [];
        for (const [place, now] of steps.entries()) {
          acts = [...acts, ...arrivals.filter((one) => one.at <= now && !acts.includes(one))];
          for (const { at: due, content } of dueEscalations(sources(acts), now)) {
            told.push(`${due.toISOString().slice(11, 16)} ${content.kindKey} ${content.level}`);
            acts = [...acts, act('ESCALATED', due, content, 100 + place * 10 + told.length)];
          }
        }
        expect(told).toEqual(once);
      }),
    );
  });
});

describe('a handover', () => {
  const day = timesOf(RULE.kinds[1] ?? kind('day', 'SHIFT', '08:00', '20:00'), '2026-10-02', 'UTC');

  it('goes to the shift of the same role that begins next', () => {
    expect(nextSlot(RULE, day)).toMatchObject({ kindKey: 'night', date: '2026-10-02' });
    const night = nextSlot(RULE, day);
    expect(night === null ? null : nextSlot(RULE, night)).toMatchObject({ kindKey: 'day', date: '2026-10-03' });
  });

  it('is late when nobody signed in time', () => {
    const to = { kindKey: 'night', date: '2026-10-02' };
    const place = { kindKey: 'day', date: '2026-10-02', personId: 'a' };
    const offer = act('HANDOVER_OFFERED', at('19:50'), { ...place, to, items: [], note: '' }, 5);
    const signed = (when: Date): DutyAct =>
      act('HANDOVER_SIGNED', when, { offerId: offer.id, personId: 'b', note: '' }, 6);
    const state = (acts: DutyAct[], now: Date): string => handoverState(RULE, foldDuty(acts), day, now);
    expect(state([], at('20:10'))).toBe('NOT_OFFERED');
    expect(state([], at('20:11'))).toBe('LATE');
    expect(state([offer], at('20:00'))).toBe('OFFERED');
    expect(state([offer], at('20:11'))).toBe('LATE');
    expect(state([offer, signed(at('20:05'))], at('22:00'))).toBe('SIGNED');
    expect(state([offer, signed(at('21:05'))], at('22:00'))).toBe('SIGNED_LATE');
  });

  it('is looked at while the shift runs, and after it until somebody signs', () => {
    const standing = foldDuty([filled(on('day', 'a'), on('night', 'b'))]);
    expect(slotsToHandOver(RULE, standing, { now: at('12:00'), since: SINCE }).map(({ kindKey }) => kindKey)).toEqual([
      'day',
    ]);
    expect(slotsToHandOver(RULE, standing, { now: at('21:00'), since: SINCE }).map(({ kindKey }) => kindKey)).toEqual([
      'day',
      'night',
    ]);
  });
});
