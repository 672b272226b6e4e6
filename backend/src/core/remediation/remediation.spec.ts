import { describe, expect, it } from '@jest/globals';
import { mayFollow, type RemediationFact, REMEDIATION_ACTS, remediationStanding } from './remediation.js';

const at = (day: number): Date => new Date(Date.UTC(2026, 9, day));
const ITEM = { deadlineAt: at(10), isCarried: false };
const act = (kind: RemediationFact['kind'], day: number, more: Partial<RemediationFact> = {}): RemediationFact => ({
  ...{ kind, at: at(day), hasPassed: null, deadlineAt: null },
  ...more,
});
const stateOf = (...acts: RemediationFact[]) => remediationStanding(ITEM, acts, at(5)).state;

describe('where an item stands', () => {
  it('goes from begun to handed in, tested, closed; a failed test leads back to work', () => {
    const done = [act('STARTED', 1), act('SUBMITTED', 2)];
    expect(stateOf()).toBe('OPEN');
    expect(stateOf(...done)).toBe('SUBMITTED');
    expect(stateOf(...done, act('RETESTED', 3, { hasPassed: false }))).toBe('STARTED');
    const passed = [...done, act('RETESTED', 3, { hasPassed: true })];
    expect(stateOf(...passed)).toBe('PASSED');
    expect(stateOf(...passed, act('CLOSED', 4))).toBe('CLOSED');
    expect(stateOf(...passed, act('CLOSED', 4), act('REOPENED', 5, { deadlineAt: at(20) }))).toBe('STARTED');
    expect(stateOf(act('STARTED', 1), act('EXTENDED', 2, { deadlineAt: at(12) }))).toBe('STARTED');
  });

  it('is overdue after the deadline, not at it, and only while the unit owes it', () => {
    const overdue = (day: number, ...acts: RemediationFact[]) => remediationStanding(ITEM, acts, at(day)).isOverdue;
    expect([overdue(10), overdue(11)]).toEqual([false, true]);
    expect(overdue(11, act('SUBMITTED', 9))).toBe(false);
    expect(overdue(11, act('SUBMITTED', 9), act('RETESTED', 11, { hasPassed: false }))).toBe(true);
    expect(overdue(11, act('EXTENDED', 9, { deadlineAt: at(15) }))).toBe(false);
    expect(remediationStanding({ ...ITEM, isCarried: true }, [], at(11))).toMatchObject({
      state: 'CARRIED',
      isOverdue: false,
    });
  });

  it('what was carried over takes no further act; what was closed before stays closed', () => {
    expect(REMEDIATION_ACTS.filter((kind) => mayFollow('CARRIED', kind))).toEqual([]);
    const closed = [act('SUBMITTED', 1), act('RETESTED', 2, { hasPassed: true }), act('CLOSED', 3)];
    expect(remediationStanding({ ...ITEM, isCarried: true }, closed, at(5)).state).toBe('CLOSED');
  });

  it('nothing is closed that has not passed', () => {
    for (const state of ['OPEN', 'STARTED', 'SUBMITTED'] as const) expect(mayFollow(state, 'CLOSED')).toBe(false);
    expect(mayFollow('PASSED', 'CLOSED')).toBe(true);
  });
});
