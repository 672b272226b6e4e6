import { gainsBetween, haveShape, withSeen } from './board-seen.js';

const team = (partyId: string, points: string) => ({ partyId, name: partyId, points, trend: [] });
const unit = (partyId: string, recovered: string, bonus = '0', drill = '0') => {
  return { partyId, name: partyId, recovered, bonus, drill };
};

describe('what a page has watched of the public board', () => {
  it('is what teams gained, without the echoes in the units', () => {
    const before = { attack: [team('a', '500'), team('b', '0')], defense: [unit('u', '288')] };
    const after = { attack: [team('a', '1500'), team('b', '0')], defense: [unit('u', '300')] };
    expect(gainsBetween(before, after, 'now')).toMatchObject([
      { side: 'ATTACK', account: 'ATTACK', partyName: 'a', amount: '1000/1', at: 'now', seq: null },
    ]);
  });

  it('is what units got back or were given when no team gained', () => {
    const before = { attack: [], defense: [unit('u', '0'), unit('v', '100')] };
    const after = { attack: [], defense: [unit('u', '1/2', '450', '7.5'), unit('v', '90')] };
    expect(gainsBetween(before, after, 'now').map(({ account, amount }) => [account, amount])).toEqual([
      ['RECOVERY', '1/2'],
      ['BONUS', '450/1'],
      ['DRILL', '75/10'],
    ]);
  });

  it('counts nobody who was not there before', () => {
    expect(gainsBetween({ attack: [], defense: [] }, { attack: [team('a', '500')], defense: [] }, 'now')).toEqual([]);
  });

  it('stands in the trend in place of the one figure of now', () => {
    const sample = (at: string, value: string) => ({ at, value });
    const trend = [sample('1', '0'), sample('5', '10'), sample('9', '30')];
    const seen = [sample('7', '20'), sample('8', '30')];
    expect(withSeen(trend, [])).toEqual(trend);
    expect(withSeen(trend, seen)).toEqual([sample('1', '0'), sample('5', '10'), ...seen]);
    expect(withSeen(trend.slice(1), seen)).toEqual(seen);
  });

  it('has a shape once there is a past or something moved', () => {
    const row = (...values: string[]) => ({ trend: values.map((value, at) => ({ at: String(at), value })) });
    expect(haveShape([row('30', '30'), row('5')])).toBe(false);
    expect(haveShape([row('30', '30'), row('5', '10')])).toBe(true);
    expect(haveShape([row('0', '30', '30')])).toBe(true);
  });
});
