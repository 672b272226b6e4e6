import { isIntervalOpen, isOpenAt, openingOf } from './window.js';

const base = {
  startsAt: new Date('2026-09-15T00:00:00Z'),
  endsAt: new Date('2026-09-18T00:00:00Z'),
  timeZone: 'Asia/Shanghai',
};
const daily = { ...base, dailyOpensAt: '09:00', dailyClosesAt: '21:00' };
const nightly = { ...base, dailyOpensAt: '21:00', dailyClosesAt: '06:00' };
const local = (text: string): Date => new Date(`${text}+08:00`);

describe('daily window', () => {
  it.each([
    ['2026-09-16T08:59:59.999', false],
    ['2026-09-16T09:00:00', true],
    ['2026-09-16T20:59:59.999', true],
    ['2026-09-16T21:00:00', false],
  ])('09:00–21:00 in Shanghai at %s: %s', (at, expected) => expect(isOpenAt(daily, local(at))).toBe(expected));

  it('runs over midnight and belongs to the evening it opened', () => {
    expect(openingOf(nightly, local('2026-09-16T23:30:00'))).toBe('2026-09-16');
    expect(openingOf(nightly, local('2026-09-17T05:59:00'))).toBe('2026-09-16');
    expect(openingOf(nightly, local('2026-09-17T06:00:00'))).toBeNull();
    expect(openingOf(nightly, local('2026-03-01T01:00:00'))).toBe('2026-02-28');
  });

  it('is always open without times, and follows the zone rather than UTC', () => {
    expect(isOpenAt({ ...base, dailyOpensAt: null, dailyClosesAt: null }, local('2026-09-16T03:00:00'))).toBe(true);
    expect(isOpenAt({ ...daily, timeZone: 'Europe/Berlin' }, new Date('2026-07-01T07:00:00Z'))).toBe(true);
    expect(isOpenAt({ ...daily, timeZone: 'Europe/Berlin' }, new Date('2026-01-01T07:59:59Z'))).toBe(false);
  });
});

describe('intervals', () => {
  it.each([
    ['2026-09-16T10:51:07', '2026-09-16T11:06:30', true, 'within a day'],
    ['2026-09-16T20:00:00', '2026-09-16T21:00:00', true, 'up to the closing time'],
    ['2026-09-16T20:00:00', '2026-09-16T21:00:00.001', false, 'past the closing time'],
    ['2026-09-16T20:00:00', '2026-09-17T10:00:00', false, 'over a closed night'],
    ['2026-09-14T10:00:00', '2026-09-14T11:00:00', false, 'before the exercise'],
    ['2026-09-16T11:00:00', '2026-09-16T10:00:00', false, 'backwards'],
  ])('%s to %s: %s, %s', (from, to, expected) => expect(isIntervalOpen(daily, local(from), local(to))).toBe(expected));
});
