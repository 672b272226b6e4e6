import fc from 'fast-check';
import type { DutyAct, DutyActContents, DutyActKind, DutyChange } from './acts.js';
import { foldDuty } from './duty-fold.js';
import { dutyProblems, type Span } from './roster-problems.js';
import type { RosterRule, ShiftKind } from './roster.js';
import { rosterProblems } from './roster.js';
import { peopleOfTurn, rotate, rotationProblems } from './rotation.js';
import { datesOf, timesOf } from './slot-times.js';
import { changeProblems, isSwapPossible, swapChanges } from './swap.js';

const shift = (key: string, startsAt: string, endsAt: string, more: Partial<ShiftKind> = {}): ShiftKind => ({
  key,
  name: key,
  role: 'SHIFT',
  startsAt,
  endsAt,
  needed: 1,
  ...more,
});
const DAY = shift('day', '08:00', '20:00');
const NIGHT = shift('night', '20:00', '08:00');
const LEAD = shift('lead', '00:00', '00:00', { role: 'LEADER' });
const STANDBY = shift('standby', '08:00', '08:00', { role: 'STANDBY' });
const RULE: RosterRule = {
  zone: 'Asia/Shanghai',
  kinds: [LEAD, DAY, NIGHT, STANDBY],
  minRestHours: 12,
  lateMinutes: 10,
};

function act<K extends DutyActKind>(kind: K, seq: number, content: DutyActContents[K]): DutyAct {
  return { id: `act-${seq}`, kind, at: new Date(seq), seq, ordinal: 0, byId: 'someone', content } as DutyAct;
}
const on = (date: string, kindKey: string, personId: string): DutyChange => ({ date, kindKey, personId, isOn: true });
const filled = (...changes: DutyChange[]): DutyAct => act('ASSIGNED', 1, { changes, reason: '' });

function problems(changes: readonly DutyChange[], windows: readonly Span[] = [], rule = RULE) {
  const standingIds = new Set(changes.map(({ personId }) => personId));
  const dates = changes.map(({ date }) => date).sort();
  const [from = '2026-10-01', to = '2026-10-01'] = [dates[0], dates.at(-1)];
  return dutyProblems({ rule, standing: foldDuty([filled(...changes)]), windows, standingIds }, from, to);
}

describe('the true length of a shift', () => {
  it.each([
    { zone: 'Asia/Shanghai', date: '2026-10-01', kind: LEAD, hours: [24, 24] },
    { zone: 'Asia/Shanghai', date: '2026-10-01', kind: NIGHT, hours: [12, 12] },
    // Clocks go forward in Berlin on 29 March 2026 and back on 25 October; in New York on 8 March and 1 November.
    { zone: 'Europe/Berlin', date: '2026-03-29', kind: LEAD, hours: [23, 24] },
    { zone: 'Europe/Berlin', date: '2026-10-25', kind: LEAD, hours: [25, 24] },
    { zone: 'Europe/Berlin', date: '2026-03-28', kind: NIGHT, hours: [11, 12] },
    { zone: 'Europe/Berlin', date: '2026-10-24', kind: NIGHT, hours: [13, 12] },
    { zone: 'America/New_York', date: '2026-03-08', kind: LEAD, hours: [23, 24] },
    { zone: 'America/New_York', date: '2026-11-01', kind: LEAD, hours: [25, 24] },
    { zone: 'America/New_York', date: '2026-10-31', kind: NIGHT, hours: [13, 12] },
    // A wall time that does not exist is taken later by the gap, one that comes twice the first time.
    { zone: 'Europe/Berlin', date: '2026-03-29', kind: shift('x', '02:30', '08:00'), hours: [4.5, 5.5] },
    { zone: 'Europe/Berlin', date: '2026-10-25', kind: shift('x', '02:30', '08:00'), hours: [6.5, 5.5] },
  ])('in $zone on $date', ({ zone, date, kind, hours }) => {
    const { minutes, wallMinutes } = timesOf(kind, date, zone);
    expect([minutes / 60, wallMinutes / 60]).toEqual(hours);
  });

  it('is said where the clocks change, and nowhere else', () => {
    const rule = { ...RULE, zone: 'Europe/Berlin' };
    const found = problems([on('2026-03-28', 'night', 'a'), on('2026-03-30', 'night', 'b')], [], rule);
    expect(found.filter(({ code }) => code === 'LENGTH').map(({ slot }) => [slot.date, slot.minutes])).toEqual([
      ['2026-03-28', 660],
    ]);
  });

  it('of all shifts of a day and its night is the length of the day, whatever the clocks do', () => {
    const zones = ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia'];
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 800 }), (zone, days) => {
        const date = new Date(Date.UTC(2026, 0, 1 + days)).toISOString().slice(0, 10);
        const [day, night] = [timesOf(DAY, date, zone), timesOf(NIGHT, date, zone)];
        const whole = timesOf(shift('whole', '08:00', '08:00'), date, zone);
        expect(day.endsAt).toEqual(night.startsAt);
        expect(day.minutes + night.minutes).toBe(whole.minutes);
      }),
    );
  });
});

describe('gaps', () => {
  it('are found where and only where fewer stand than are needed, and are alarms inside protection windows', () => {
    const person = fc.constantFrom('a', 'b', 'c', 'd');
    const place = fc.record({
      date: fc.constantFrom('2026-10-01', '2026-10-02'),
      kind: fc.constantFrom(DAY, NIGHT),
      person,
    });
    const window = { startsAt: new Date('2026-10-02T00:00:00+08:00'), endsAt: new Date('2026-10-02T09:00:00+08:00') };
    fc.assert(
      fc.property(fc.array(place), fc.integer({ min: 1, max: 3 }), (places, needed) => {
        const rule = { ...RULE, kinds: [DAY, NIGHT].map((kind) => ({ ...kind, needed })) };
        const changes = places.map(({ date, kind, person: id }) => on(date, kind.key, id));
        const standing = foldDuty([filled(...changes)]);
        const standingIds = new Set(['a', 'b', 'c', 'd']);
        const found = dutyProblems({ rule, standing, windows: [window], standingIds }, '2026-10-01', '2026-10-02');
        const gaps = found.flatMap((one) =>
          one.code === 'GAP' ? [`${one.slot.date} ${one.slot.kindKey} ${one.missing} ${one.isAlarm}`] : [],
        );
        const wanted = ['2026-10-01', '2026-10-02'].flatMap((date) =>
          rule.kinds.flatMap(({ key }) => {
            const here = new Set(
              places.filter((one) => one.date === date && one.kind.key === key).map((one) => one.person),
            );
            const isAlarm = `${date} ${key}` === '2026-10-01 night' || `${date} ${key}` === '2026-10-02 day';
            return here.size < needed ? [`${date} ${key} ${needed - here.size} ${isAlarm}`] : [];
          }),
        );
        expect(gaps.sort()).toEqual(wanted.sort());
      }),
    );
  });

  it('count whoever left as missing, and say who', () => {
    const standing = foldDuty([filled(on('2026-10-01', 'day', 'gone'))]);
    const rule = { ...RULE, kinds: [DAY] };
    const found = dutyProblems({ rule, standing, windows: [], standingIds: new Set() }, '2026-10-01', '2026-10-01');
    expect(found.map(({ code }) => code)).toEqual(['GAP', 'LEFT']);
  });
});

describe('a person', () => {
  it.each([
    ['a night after the day', [on('2026-10-01', 'day', 'a'), on('2026-10-01', 'night', 'a')], 'SHORT_REST 0'],
    ['a day after the night', [on('2026-10-01', 'night', 'a'), on('2026-10-02', 'day', 'a')], 'SHORT_REST 0'],
    ['a day after the day', [on('2026-10-01', 'day', 'a'), on('2026-10-02', 'day', 'a')], ''],
    ['on call after the day', [on('2026-10-01', 'night', 'a'), on('2026-10-02', 'standby', 'a')], ''],
    ['leading two days in a row', [on('2026-10-01', 'lead', 'a'), on('2026-10-02', 'lead', 'a')], ''],
    ['leading and sitting there', [on('2026-10-01', 'lead', 'a'), on('2026-10-01', 'day', 'a')], 'DOUBLE'],
    ['on call and sitting there', [on('2026-10-01', 'standby', 'a'), on('2026-10-01', 'night', 'a')], 'DOUBLE'],
  ])('%s', (_name, changes, wanted) => {
    const found = problems(changes).flatMap((one) => {
      if (one.code === 'SHORT_REST') return [`${one.code} ${one.restMinutes}`];
      return one.code === 'DOUBLE' ? [one.code] : [];
    });
    expect(found).toEqual(wanted === '' ? [] : [wanted]);
  });

  it('rests an hour less where the clocks go forward', () => {
    const rule = { ...RULE, zone: 'Europe/Berlin', kinds: [DAY], minRestHours: 12 };
    const found = problems([on('2026-03-28', 'day', 'a'), on('2026-03-29', 'day', 'a')], [], rule);
    expect(found.flatMap((one) => (one.code === 'SHORT_REST' ? [one.restMinutes] : []))).toEqual([660]);
  });
});

describe('a rotation', () => {
  const ids = (n: number): string[] => Array.from({ length: n }, (_, place) => `p${place}`);

  it('is fair: counts differ by one at most, nobody twice on a shift, every place filled', () => {
    const size = fc.record({ needed: fc.integer({ min: 1, max: 4 }), extra: fc.integer({ min: 0, max: 6 }) });
    fc.assert(
      fc.property(
        size,
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 0, max: 20 }),
        ({ needed, extra }, days, offset) => {
          const people = ids(needed + extra);
          const rule = { ...RULE, kinds: [{ ...DAY, needed }] };
          const to = datesOf('2026-10-01', '2026-12-31')[days - 1] ?? '2026-12-31';
          const turns = [{ kindKey: 'day', personIds: people, offset, daysEach: 1 }];
          const changes = rotate(rule, foldDuty([]), { from: '2026-10-01', to, turns, replaces: false });
          const counts = people.map((id) => changes.filter(({ personId }) => personId === id).length);
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
          expect(changeProblems(foldDuty([]), changes)).toEqual([]);
          expect(changes).toHaveLength(days * needed);
        },
      ),
    );
  });

  it('keeps people so many days in a row', () => {
    const turns = { kindKey: 'lead', personIds: ['a', 'b', 'c'], offset: 0, daysEach: 2 };
    const days = Array.from({ length: 7 }, (_, day) => peopleOfTurn(turns, 1, day).join());
    expect(days).toEqual(['a', 'a', 'b', 'b', 'c', 'c', 'a']);
  });

  it('leaves what stands alone, or replaces it', () => {
    const standing = foldDuty([filled(on('2026-10-01', 'day', 'z'))]);
    const turns = [{ kindKey: 'day', personIds: ['a'], offset: 0, daysEach: 1 }];
    const range = { from: '2026-10-01', to: '2026-10-02', turns };
    expect(rotate(RULE, standing, { ...range, replaces: false })).toEqual([on('2026-10-02', 'day', 'a')]);
    const off = { ...on('2026-10-01', 'day', 'z'), isOn: false };
    expect(rotate(RULE, standing, { ...range, replaces: true })).toEqual([
      off,
      on('2026-10-01', 'day', 'a'),
      on('2026-10-02', 'day', 'a'),
    ]);
  });

  it('is refused with every fault at once', () => {
    const turns = [
      { kindKey: 'nothing', personIds: ['a'], offset: 0, daysEach: 1 },
      { kindKey: 'day', personIds: ['a', 'a', 'x'], offset: 0, daysEach: 1 },
      { kindKey: 'night', personIds: [], offset: 0, daysEach: 1 },
    ];
    const found = rotationProblems(
      RULE,
      { from: '2026-10-02', to: '2026-10-01', turns, replaces: false },
      new Set(['a']),
    );
    expect(found.map(({ path, code }) => `${path} ${code}`)).toEqual([
      'to BEFORE_START',
      'turns.0.kindKey NOT_FOUND',
      'turns.1.personIds.1 TAKEN',
      'turns.1.personIds.2 NOT_FOUND',
      'turns.2.personIds TOO_FEW',
    ]);
  });
});

describe('settings and swaps', () => {
  it('name each fault', () => {
    const rule = { ...RULE, zone: 'Mars/Olympus', kinds: [DAY, { ...NIGHT, key: 'day' }] };
    expect(rosterProblems(rule).map(({ path }) => path)).toEqual(['zone', 'kinds.1.key']);
    expect(rosterProblems({ ...RULE, kinds: [] })).toEqual([{ path: 'kinds', code: 'REQUIRED' }]);
  });

  it('a swap changes both shifts, and only while each stands where he stood', () => {
    const asked = {
      from: { kindKey: 'day', date: '2026-10-01' },
      personId: 'a',
      otherId: 'b',
      back: { kindKey: 'night', date: '2026-10-02' },
      reason: '',
    };
    const before = [on('2026-10-01', 'day', 'a'), on('2026-10-02', 'night', 'b')];
    const standing = foldDuty([filled(...before)]);
    expect(isSwapPossible(standing, asked)).toBe(true);
    const after = foldDuty([filled(...before), act('ASSIGNED', 2, { changes: swapChanges(asked), reason: '' })]);
    expect([...after.slots.values()].map(({ assigned }) => assigned)).toEqual([['b'], ['a']]);
    expect(isSwapPossible(after, asked)).toBe(false);
  });
});
