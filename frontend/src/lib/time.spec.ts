import {
  dayOfExercise,
  durationOf,
  formatClock,
  formatCountdown,
  formatMoment,
  instantOf,
  wallTimeOf,
  zoneName,
} from './time.js';

const zone = 'Asia/Shanghai';

it('shows an instant in the zone of the exercise, not of the machine', () => {
  expect(formatClock('2026-09-16T06:32:08Z', zone)).toBe('14:32:08');
  expect(formatClock('2026-09-16T16:00:00Z', zone, false)).toBe('00:00');
});

it('leaves out the date on the same day only', () => {
  const now = new Date('2026-09-16T06:32:08Z');
  expect(formatMoment('2026-09-16T01:00:00Z', { zone, now })).toBe('09:00');
  // 16:30 UTC of the 15th is already the 16th in Shanghai.
  expect(formatMoment('2026-09-15T16:30:00Z', { zone, now })).toBe('00:30');
  expect(formatMoment('2026-09-15T08:31:00Z', { zone, now })).toBe('09-15 16:31');
  expect(formatMoment(null, { zone })).toBe('—');
});

it('names the zone by its offset', () => {
  expect(zoneName(zone)).toBe('UTC+8');
});

it('counts down and stops at zero', () => {
  expect(formatCountdown(23_272_000)).toBe('06:27:52');
  expect(formatCountdown(-5)).toBe('00:00:00');
  expect(formatCountdown(100 * 3_600_000)).toBe('100:00:00');
});

it('never shows more time than is left', () => {
  expect(durationOf(7 * 60_000 + 59_999)).toEqual({ days: 0, hours: 0, minutes: 7 });
  expect(durationOf(-9 * 60_000)).toEqual({ days: 0, hours: 0, minutes: 9 });
  expect(durationOf(52 * 3_600_000)).toEqual({ days: 2, hours: 4, minutes: 0 });
});

it('reads wall time in the zone, also across a change of offset', () => {
  expect(instantOf('2026-09-16T10:51', zone)).toBe('2026-09-16T02:51:00.000Z');
  expect(instantOf('2026-03-29T03:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
  expect(instantOf('2026-03-29T01:30', 'Europe/Berlin')).toBe('2026-03-29T00:30:00.000Z');
  expect(instantOf('', zone)).toBeNull();
  expect(wallTimeOf('2026-09-16T02:51:07Z', zone)).toBe('2026-09-16T10:51:07');
});

describe('dayOfExercise', () => {
  const window = {
    startsAt: '2026-09-15T01:00:00Z',
    endsAt: '2026-09-17T13:00:00Z',
    timeZone: zone,
    dailyOpensAt: '09:00',
    dailyClosesAt: '21:00',
  };
  it('names day, number of days and closing time inside the window', () => {
    const found = dayOfExercise(window, new Date('2026-09-16T06:32:08Z'));
    expect(found).toEqual({ day: 2, days: 3, closesAt: new Date('2026-09-16T13:00:00Z'), isOpen: true });
  });
  it('is closed at night and before opening', () => {
    expect(dayOfExercise(window, new Date('2026-09-16T13:00:00Z')).isOpen).toBe(false);
    expect(dayOfExercise(window, new Date('2026-09-16T00:59:59Z')).isOpen).toBe(false);
  });
  it('has no closing time before it starts and after it ends', () => {
    expect(dayOfExercise(window, new Date('2026-09-01T00:00:00Z'))).toEqual({
      day: 0,
      days: 3,
      closesAt: null,
      isOpen: false,
    });
    expect(dayOfExercise(window, new Date('2026-09-17T13:00:00Z')).closesAt).toBeNull();
  });
  it('runs through to the end without a daily window', () => {
    const allDay = { ...window, dailyOpensAt: null, dailyClosesAt: null };
    expect(dayOfExercise(allDay, new Date('2026-09-16T20:00:00Z')).closesAt).toEqual(new Date(window.endsAt));
  });
});
