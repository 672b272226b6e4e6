import { changedParties, headlines } from './board-changes.js';

const attack = (partyId: string, rank: number, points: string) => ({ partyId, rank, points });
const defense = (partyId: string, rank: number, value: string) => ({ partyId, rank, value });

it('names those whose figure or rank moved, on both sides, and newcomers', () => {
  const before = {
    attack: [attack('a', 1, '10'), attack('b', 2, '5')],
    defense: [defense('u', 1, '8000'), defense('v', 2, '7000')],
  };
  const after = {
    attack: [attack('b', 1, '20'), attack('a', 2, '10'), attack('c', 3, '0')],
    defense: [defense('u', 1, '8000'), defense('v', 2, '6900')],
  };
  expect([...changedParties(before, after)].sort()).toEqual(['a', 'b', 'c', 'v']);
});

it('is empty when only the number of results elsewhere changed', () => {
  const same = { attack: [attack('a', 1, '10')], defense: [defense('u', 1, '8000')] };
  expect(changedParties(same, structuredClone(same)).size).toBe(0);
});

it('headlines leave out what a result recomputes in the same record', () => {
  const events = [
    { seq: 9, account: 'RECOVERY' },
    { seq: 8, account: 'RECOVERY' },
    { seq: 8, account: 'ATTACK' },
  ];
  expect(headlines(events)).toEqual([events[0], events[2]]);
});

it('headlines keep what belongs to no single record', () => {
  const events = [
    { seq: null, account: 'ATTACK' },
    { seq: null, account: null },
  ];
  expect(headlines(events)).toEqual(events);
});
