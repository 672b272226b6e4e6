import { describe, expect, it } from '@jest/globals';
import { liveCell, offsetText, positionAt, secondsOf } from './drill-time.js';

const clock = { drillSeconds: 600, elapsedSeconds: 500, isRunning: true, speed: 1, asOf: '2026-10-12T06:10:00Z' };
const later = new Date('2026-10-12T06:10:30Z');

describe('the clock of a drill on the screen', () => {
  it('runs on at its speed, and stands while it is paused', () => {
    expect(positionAt(clock, later)).toBe(630);
    expect(positionAt({ ...clock, speed: 60 }, later)).toBe(2400);
    expect(positionAt({ ...clock, isRunning: false }, later)).toBe(600);
  });

  it('never runs back where our clock is behind', () => {
    expect(positionAt(clock, new Date('2026-10-12T06:09:00Z'))).toBe(600);
  });

  it('reads what people type for a place', () => {
    expect(['1:43', 'T+01:43:20', '90', '1：05', '1:75', 'soon', ''].map(secondsOf)).toEqual([
      6180,
      6200,
      5400,
      3900,
      null,
      null,
      null,
    ]);
    expect(offsetText(6200)).toBe('T+01:43');
    expect(offsetText(6200, true)).toBe('T+01:43:20');
  });
});

describe('a cell of the matrix', () => {
  it('ticks towards its limit and is late the second after it', () => {
    const cell = { state: 'ACKNOWLEDGED', usedSeconds: 571, limitSeconds: 600 };
    expect(liveCell(cell, clock, new Date('2026-10-12T06:10:29Z'))).toMatchObject({ used: 600, isLate: false });
    expect(liveCell(cell, clock, later)).toMatchObject({ used: 601, isLate: true });
  });

  it('stands once it is done', () => {
    const cell = { state: 'COMPLETED', usedSeconds: 360, limitSeconds: 600 };
    expect(liveCell(cell, clock, later)).toEqual({ used: 360, waiting: null, isOpen: false, isLate: false });
  });

  it('waits since its release while nobody acknowledged', () => {
    const cell = { state: 'RELEASED', usedSeconds: null, limitSeconds: 900, releasedAtSeconds: 450 };
    expect(liveCell(cell, clock, later)).toMatchObject({ used: null, waiting: 180, isOpen: true });
  });
});
