import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { points } from '../kernel/points.js';
import { parseRuleSet } from '../ruleset/parse.js';
import type { RuleSet } from '../ruleset/rule-set.js';
import type { Account, Party } from '../scoring/award.js';
import { dayCloses } from './day-closes.js';
import { type BoardLine, samplesOf } from './history.js';
import { publicMarks } from './public-marks.js';

const NORTH: Party = { side: 'ATTACK', id: 'north' };
const SOUTH: Party = { side: 'ATTACK', id: 'south' };
const EAST: Party = { side: 'ATTACK', id: 'east' };
const WATER: Party = { side: 'DEFENSE', id: 'water' };
const BANK: Party = { side: 'DEFENSE', id: 'bank' };
const CLOUD: Party = { side: 'DEFENSE', id: 'cloud' };
const BEGAN = Date.parse('2026-09-15T01:00:00Z');
const HOUR_MS = 3_600_000;

let made = 0;
/** A line of so many points on a party's account, so many hours after the start. */
function line(hour: number, [party, account, amount]: [Party, Account, string]): BoardLine {
  made += 1;
  const about = { ruleKey: 'row-7', sourceId: 'node', resultId: 'result', zeroCode: null, isProvisional: false };
  const at = new Date(BEGAN + hour * HOUR_MS);
  return { id: `l${made}`, seq: made, at, party, account, amount: points(amount), ...about, reversesId: null };
}

/** One verdict: a team's points are a unit's loss. */
function hit(hour: number, team: Party, unit: Party, amount: string): BoardLine[] {
  return [line(hour, [team, 'ATTACK', amount]), line(hour, [unit, 'DEDUCTION', `-${amount}`])];
}

/** A day on which three teams and three units moved, no team by what a unit lost. */
function busyDay(hour: number): BoardLine[] {
  return [
    ...hit(hour, NORTH, WATER, '500'),
    ...hit(hour + 1, NORTH, BANK, '1000'),
    ...hit(hour + 2, SOUTH, BANK, '50'),
    ...hit(hour + 2, SOUTH, CLOUD, '200'),
    ...hit(hour + 3, EAST, CLOUD, '100'),
  ];
}

const close = (day: number) => new Date(BEGAN + (day * 24 + 12) * HOUR_MS);
const marks = (lines: BoardLine[], days: number, field = { teams: 4, units: 9 }) =>
  publicMarks(
    lines,
    Array.from({ length: days }, (_, day) => close(day)),
    field,
  );

describe('the closes as of which the public sees past figures', () => {
  it('are those of days on which enough happened on both sides', () => {
    expect(marks([...busyDay(1), ...busyDay(25)], 2)).toEqual([close(0), close(1)]);
  });

  it('wait until three teams and three units have moved, or all where there are fewer', () => {
    const two = [...hit(1, NORTH, WATER, '500'), ...hit(2, NORTH, BANK, '50'), ...hit(3, SOUTH, BANK, '200')];
    expect(marks(two, 1)).toEqual([]);
    expect(marks([...two, ...hit(25, EAST, CLOUD, '100'), ...hit(26, EAST, BANK, '330')], 2)).toEqual([close(1)]);
    expect(marks(two, 1, { teams: 2, units: 2 })).toEqual([close(0)]);
  });

  it('wait while a team gained just what a unit lost', () => {
    const matched = [...busyDay(1), ...hit(4, { side: 'ATTACK', id: 'west' }, { side: 'DEFENSE', id: 'gas' }, '810')];
    expect(marks(matched, 1)).toEqual([]);
    expect(marks([...matched, ...hit(5, { side: 'ATTACK', id: 'west' }, BANK, '10')], 1)).toEqual([close(0)]);
  });

  it('fall back when what happened since would stand out against now', () => {
    expect(marks([...busyDay(1), ...busyDay(25), ...hit(48, NORTH, WATER, '500')], 2)).toEqual([close(0)]);
    expect(marks([...busyDay(1), ...hit(25, NORTH, WATER, '500')], 1)).toEqual([]);
  });

  it('count what can be seen to have moved, not what was taken back', () => {
    const undone = [line(5, [EAST, 'ATTACK', '-100']), line(5, [CLOUD, 'DEDUCTION', '100'])];
    expect(marks([...busyDay(1), ...undone], 1)).toEqual([]);
  });

  it('may follow acts that move one side only', () => {
    expect(marks([...busyDay(1), line(25, [WATER, 'RECOVERY', '288'])], 2)).toEqual([close(0), close(1)]);
    expect(marks([...busyDay(1), line(25, [NORTH, 'ATTACK', '50'])], 2)).toEqual([close(0), close(1)]);
  });
});

describe('samples', () => {
  const preset = (name: string): RuleSet => {
    const path = resolve(import.meta.dirname, '../../../../scenarios/rulesets', `${name}.yaml`);
    const outcome = parseRuleSet(readFileSync(path, 'utf8'), `${name}.yaml`);
    if ('problems' in outcome) throw new Error(JSON.stringify(outcome.problems));
    return outcome.ruleSet;
  };
  const lines = [...busyDay(1), ...busyDay(25)];
  const about = { origin: { at: new Date(BEGAN) }, marks: [close(0)], until: close(1) };
  const samples = (rules: string, party: Party) =>
    samplesOf(preset(rules), party, { ...about, lines: lines.filter((one) => one.party.id === party.id) });

  it('are as of the same instants for every party, whether it moved or not', () => {
    expect(samples('tprq', NORTH).map(({ value }) => value)).toEqual(['0.00', '1500.00', '3000.00']);
    const still = samples('fhz', { side: 'DEFENSE', id: 'spared' });
    expect(still.map(({ value }) => value)).toEqual(['8000.00', '8000.00', '8000.00']);
    expect(still.map(({ at }) => at)).toEqual(samples('tprq', NORTH).map(({ at }) => at));
  });

  it('leave what happened after a mark to the next', () => {
    const late = [...hit(12, NORTH, WATER, '500')];
    const told = samplesOf(preset('tprq'), NORTH, { ...about, lines: late.slice(0, 1) });
    expect(told.map(({ value }) => value)).toEqual(['0.00', '0.00', '500.00']);
  });
});

describe('closes of days', () => {
  const closes = (settings: { timeZone: string; dailyClosesAt: string | null }, from: string, until: string) =>
    dayCloses(settings, new Date(from), new Date(until)).map((at) => at.toISOString());

  it('follow the clocks of the place', () => {
    const shanghai = { timeZone: 'Asia/Shanghai', dailyClosesAt: '21:00' };
    expect(closes(shanghai, '2026-09-15T01:00:00Z', '2026-09-17T12:59:59Z')).toEqual([
      '2026-09-15T13:00:00.000Z',
      '2026-09-16T13:00:00.000Z',
    ]);
    expect(closes({ ...shanghai, dailyClosesAt: null }, '2026-09-15T01:00:00Z', '2026-09-16T16:00:00Z')).toEqual([
      '2026-09-15T16:00:00.000Z',
      '2026-09-16T16:00:00.000Z',
    ]);
  });

  it('keep to the wall clock when it is put back', () => {
    const berlin = { timeZone: 'Europe/Berlin', dailyClosesAt: '18:00' };
    expect(closes(berlin, '2026-10-24T08:00:00Z', '2026-10-25T20:00:00Z')).toEqual([
      '2026-10-24T16:00:00.000Z',
      '2026-10-25T17:00:00.000Z',
    ]);
  });
});
