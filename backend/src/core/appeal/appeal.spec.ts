import { Refusal } from '../kernel/refusal.js';
import {
  APPEAL_ACTS,
  APPEAL_STATES,
  type AppealAct,
  type AppealActKind,
  appealState,
  decidersOf,
  heldBy,
  isOver,
  requireArbitrationOpen,
  requireRuling,
  requireTaking,
  stateAfter,
} from './appeal.js';
import { afterHours, appealDeadline, isAppealOpen, keeps } from './window.js';

const AT = new Date('2026-09-16T04:00:00.000Z');
const later = (ms: number): Date => new Date(AT.getTime() + ms);
const HOUR = 3_600_000;

function act(kind: AppealActKind, actorId = 'b'): AppealAct {
  return { kind, actorId, at: AT };
}

function codeOf(work: () => unknown): string {
  try {
    work();
    return 'PASSED';
  } catch (error) {
    return error instanceof Refusal ? error.code : 'OTHER';
  }
}

const matter = (acts: AppealAct[], deciders = ['a']) => ({ deciders: new Set(deciders), acts });

describe('the window', () => {
  const own = { publishedAt: AT, appealHours: 24, notice: null };

  it.each([
    [0, true],
    [24 * HOUR, true],
    [24 * HOUR + 1, false],
  ])('%i ms after publication: %s', (ms, isOpen) => expect(isAppealOpen(later(ms), own)).toBe(isOpen));

  const notice = { openedAt: later(100 * HOUR), until: later(124 * HOUR) };

  it.each([
    [99 * HOUR, false],
    [100 * HOUR, true],
    [124 * HOUR, true],
    [124 * HOUR + 1, false],
  ])('with a public notice, %i ms after publication: %s', (ms, isOpen) =>
    expect(isAppealOpen(later(ms), { ...own, notice })).toBe(isOpen),
  );

  it('ends with the later of its own hours and the notice', () => {
    expect(appealDeadline(AT, 24, null)).toEqual(afterHours(AT, 24));
    expect(appealDeadline(AT, 24, notice)).toEqual(notice.until);
    expect(appealDeadline(later(120 * HOUR), 24, notice)).toEqual(later(144 * HOUR));
    expect(appealDeadline(later(125 * HOUR), 1, notice)).toEqual(later(126 * HOUR));
  });

  it('keeps the very millisecond of a deadline', () => {
    expect([keeps(AT, AT), keeps(AT, later(1))]).toEqual([true, false]);
  });
});

describe('an appeal', () => {
  it.each<[AppealActKind[], string]>([
    [[], 'FILED'],
    [['TAKEN'], 'TAKEN'],
    [['TAKEN', 'UPHELD', 'EXECUTED'], 'EXECUTED'],
    [['TAKEN', 'UPHELD', 'REOPENED'], 'ARBITRATION'],
    [['TAKEN', 'DISMISSED'], 'DISMISSED'],
    [['TAKEN', 'DISMISSED', 'ARBITRATION_REQUESTED', 'ARBITRATION_DISMISSED'], 'FINAL'],
    [['TAKEN', 'DISMISSED', 'ARBITRATION_REQUESTED', 'ARBITRATION_UPHELD', 'EXECUTED'], 'EXECUTED'],
    [['WITHDRAWN'], 'WITHDRAWN'],
  ])('after %j is %s', (kinds, state) => expect(appealState(kinds.map((kind) => ({ kind })))).toBe(state));

  it('is over when dismissed and nobody asked for arbitration in time', () => {
    expect(isOver('DISMISSED', AT, AT)).toBe(false);
    expect(isOver('DISMISSED', AT, later(1))).toBe(true);
    expect(APPEAL_STATES.filter((state) => isOver(state, null, AT))).toEqual(['FINAL', 'EXECUTED', 'WITHDRAWN']);
    const dismissed = [act('TAKEN'), act('DISMISSED')];
    expect(codeOf(() => requireArbitrationOpen(dismissed, AT, AT))).toBe('PASSED');
    expect(codeOf(() => requireArbitrationOpen(dismissed, AT, later(1)))).toBe('APPEAL_TOO_LATE');
  });

  it('is taken by one who did not decide, and over by the chief once', () => {
    expect(codeOf(() => requireTaking(matter([]), 'a', false))).toBe('CONFLICT_OF_INTEREST');
    expect(codeOf(() => requireTaking(matter([]), 'b', false))).toBe('PASSED');
    expect(codeOf(() => requireTaking(matter([act('TAKEN')]), 'c', false))).toBe('CLAIMED_BY_OTHER');
    expect(codeOf(() => requireTaking(matter([act('TAKEN')]), 'c', true))).toBe('PASSED');
    expect(codeOf(() => requireTaking(matter([act('TAKEN', 'c'), act('TAKEN')]), 'c', true))).toBe('CLAIMED_BY_OTHER');
    expect(heldBy([act('TAKEN', 'b'), act('TAKEN', 'c')])).toBe('c');
  });

  it('is ruled on by its holder, and arbitrated by one who has not ruled', () => {
    const taken = [act('TAKEN', 'b')];
    expect(codeOf(() => requireRuling(matter(taken), 'c', 'UPHELD'))).toBe('NOT_CLAIMED');
    expect(codeOf(() => requireRuling(matter(taken), 'b', 'UPHELD'))).toBe('PASSED');
    expect(codeOf(() => requireRuling(matter(taken), 'b', 'ARBITRATION_UPHELD'))).toBe('WRONG_STATE');
    const asked = [...taken, act('DISMISSED', 'b'), act('ARBITRATION_REQUESTED', 'party')];
    expect(codeOf(() => requireRuling(matter(asked), 'b', 'ARBITRATION_DISMISSED'))).toBe('CONFLICT_OF_INTEREST');
    expect(codeOf(() => requireRuling(matter(asked), 'a', 'ARBITRATION_DISMISSED'))).toBe('CONFLICT_OF_INTEREST');
    expect(codeOf(() => requireRuling(matter(asked), 'c', 'ARBITRATION_DISMISSED'))).toBe('PASSED');
  });
});

/** Any play of people who try every act in any order; what is refused leaves no act. */
function playOut(seed: number, people: readonly string[]): AppealAct[] {
  let state = seed;
  const next = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
  const acts: AppealAct[] = [];
  for (let turn = 0; turn < 400; turn += 1) {
    const kind = APPEAL_ACTS[next(APPEAL_ACTS.length)] ?? 'TAKEN';
    const actorId = people[next(people.length)] ?? '';
    const isFine = codeOf(() => tried(acts, kind, actorId)) === 'PASSED';
    if (isFine) acts.push(act(kind, actorId));
  }
  return acts;
}

function tried(acts: readonly AppealAct[], kind: AppealActKind, actorId: string): void {
  const now = matter([...acts]);
  if (kind === 'TAKEN') requireTaking(now, actorId, actorId === 'chief');
  else if (/UPHELD|DISMISSED/.test(kind)) requireRuling(now, actorId, kind);
  else if (stateAfter(appealState(acts), kind) === null) throw new Refusal('WRONG_STATE');
}

describe('whatever is tried, by whomever', () => {
  const plays = Array.from({ length: 300 }, (_, seed) => playOut(seed + 1, ['a', 'b', 'c', 'd', 'chief']));

  it('it ends, since each person rules at most once and takes it at most once', () => {
    const mostActs = 5 * 2 + 4 * 2 + 2;
    expect(plays.every((acts) => acts.length <= mostActs)).toBe(true);
  });

  it('nobody decides who decided before', () => {
    for (const acts of plays) {
      acts.forEach(({ kind, actorId }, place) => {
        if (!/UPHELD|DISMISSED/.test(kind)) return;
        expect(decidersOf(matter(acts.slice(0, place))).has(actorId)).toBe(false);
      });
    }
  });

  it('every state that is no end leads to one', () => {
    const ends = new Set(
      APPEAL_STATES.filter((state) => APPEAL_ACTS.every((kind) => stateAfter(state, kind) === null)),
    );
    expect([...ends]).toEqual(['FINAL', 'EXECUTED', 'WITHDRAWN']);
    const leads = new Set<string>(ends);
    for (let round = 0; round < APPEAL_STATES.length; round += 1) {
      for (const state of APPEAL_STATES) {
        const after = APPEAL_ACTS.map((kind) => stateAfter(state, kind));
        if (after.some((next) => next !== null && leads.has(next))) leads.add(state);
      }
    }
    expect(APPEAL_STATES.filter((state) => !leads.has(state))).toEqual([]);
  });
});
