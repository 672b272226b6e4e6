import { datesOf, festivalOf, plusMonths, weeksOf } from './month.js';

describe('a month', () => {
  it.each([
    ['2026-10', '2026-09-28', '2026-11-01'],
    ['2027-02', '2027-02-01', '2027-02-28'],
    ['2026-03', '2026-02-23', '2026-04-05'],
  ])('%s is shown in whole weeks', (month, from, to) => {
    expect(weeksOf(month)).toEqual({ from, to });
    expect(datesOf(from, to).length % 7).toBe(0);
  });

  it('turns over the year', () => {
    expect([plusMonths('2026-12', 1), plusMonths('2026-01', -1)]).toEqual(['2027-01', '2025-12']);
  });

  it.each([
    ['2026-10-01', 'national'],
    ['2026-10-18', 'doubleNinth'],
    ['2026-09-25', 'midAutumn'],
    ['2026-02-17', 'spring'],
    ['2026-10-02', null],
  ])('knows the festival of %s', (date, festival) => {
    expect(festivalOf(date)).toBe(festival);
  });
});
