import { describe, expect, it } from '@jest/globals';
import { TaskBoard } from './board.js';
import { cycleOf } from './dependencies.js';
import { periodTimes } from './period-draft.js';
import {
  stepRefusal,
  type Task,
  type TaskAct,
  type TaskActKind,
  TASK_STEPS,
  taskStatus,
  type TaskState,
} from './task.js';

const local = (text: string): Date => new Date(`${text}+08:00`);
const period = periodTimes({
  zone: 'Asia/Shanghai',
  windows: [{ startsLocal: '2026-09-30T18:00', endsLocal: '2026-10-08T08:00' }],
  phases: null,
  zeroReportAt: '17:00',
});
const created = local('2026-09-01T09:00');
const DUE = local('2026-09-20T18:00');
const task = (id: string, more: Partial<Task> = {}): Task => ({
  ...{ id, phase: 'BEFORE', dueAt: DUE, createdAt: created, daily: false, dueTime: null, requires: [], unitIds: null },
  ...more,
});
let seq = 0;
const act = (kind: TaskActKind, at: string, more: Partial<TaskAct> = {}): TaskAct => {
  seq += 1;
  return { taskId: 'a', unitId: 'u1', day: null, kind, seq, at: local(at), byId: 'p1', dueAt: null, ...more };
};
const board = (tasks: readonly Task[], acts: readonly TaskAct[] = []): TaskBoard =>
  new TaskBoard({ period, unitIds: ['u1', 'u2'], zeroReportAt: '17:00', tasks, acts });
const folded = (acts: readonly TaskAct[], now: string) =>
  taskStatus({ dueAt: DUE, dueSince: created }, acts, local(now));

describe('where a unit stands with a task', () => {
  it.each<[TaskActKind[], TaskState]>([
    [[], 'NOT_STARTED'],
    [['STARTED'], 'STARTED'],
    [['STARTED', 'SUBMITTED'], 'SUBMITTED'],
    [['SUBMITTED', 'RETURNED'], 'RETURNED'],
    [['SUBMITTED', 'RETURNED', 'SUBMITTED', 'SIGNED'], 'SIGNED'],
    [['STARTED', 'EXCUSED'], 'NOT_APPLICABLE'],
    [['EXCUSED', 'RESTORED'], 'NOT_STARTED'],
    [['STARTED', 'REMINDED', 'ESCALATED'], 'STARTED'],
  ])('%j is %s', (kinds, state) => {
    const acts = kinds.map((kind) => act(kind, '2026-09-10T10:00'));
    expect(folded(acts, '2026-09-11T10:00').state).toBe(state);
  });

  it('is overdue from the instant of the deadline while something is owed, and never once it is handed in', () => {
    expect(folded([], '2026-09-20T17:59').isOverdue).toBe(false);
    expect(folded([], '2026-09-20T18:00').isOverdue).toBe(true);
    expect(folded([act('SUBMITTED', '2026-09-20T18:00')], '2026-10-01T00:00')).toMatchObject({
      isOverdue: false,
      isLate: false,
    });
    expect(folded([act('SUBMITTED', '2026-09-20T18:01')], '2026-10-01T00:00')).toMatchObject({ isLate: true });
    expect(folded([act('EXCUSED', '2026-09-10T00:00')], '2026-10-01T00:00').isOverdue).toBe(false);
  });

  it('owes by the deadline of its return', () => {
    const returned = [
      act('SUBMITTED', '2026-09-19T10:00'),
      act('RETURNED', '2026-09-20T10:00', { dueAt: local('2026-09-22T10:00') }),
    ];
    expect(folded(returned, '2026-09-21T00:00').isOverdue).toBe(false);
    expect(folded(returned, '2026-09-22T10:00').isOverdue).toBe(true);
  });

  it('refuses every step out of its place', () => {
    const allowed: Record<TaskState, readonly string[]> = {
      NOT_STARTED: ['STARTED', 'SUBMITTED', 'EXCUSED'],
      STARTED: ['SUBMITTED', 'EXCUSED'],
      SUBMITTED: ['RETURNED', 'SIGNED', 'EXCUSED'],
      RETURNED: ['STARTED', 'SUBMITTED', 'EXCUSED'],
      SIGNED: [],
      NOT_APPLICABLE: ['RESTORED'],
    };
    for (const [state, steps] of Object.entries(allowed)) {
      const may = TASK_STEPS.filter(
        (step) =>
          stepRefusal({ state: state as TaskState, submittedById: 'p1' }, { step, byId: 'p2', isBlocked: false }) ===
          null,
      );
      expect([state, [...may].sort()]).toEqual([state, [...steps].sort()]);
    }
  });

  it('is never signed by the one who handed it in, nor handed in before what it requires is signed', () => {
    const submitted = { state: 'SUBMITTED', submittedById: 'p1' } as const;
    expect(stepRefusal(submitted, { step: 'SIGNED', byId: 'p1', isBlocked: false })).toBe('SECOND_APPROVER');
    const begun = { state: 'STARTED', submittedById: null } as const;
    expect(stepRefusal(begun, { step: 'SUBMITTED', byId: 'p1', isBlocked: true })).toBe('REQUIREMENT_OPEN');
  });
});

describe('the matrix', () => {
  it('waits for what is required of the same unit only, and not for what does not concern it', () => {
    const tasks = [task('a'), task('b', { requires: ['a', 'c', 'gone'] }), task('c', { unitIds: ['u2'] })];
    const signed = [act('SUBMITTED', '2026-09-10T10:00'), act('SIGNED', '2026-09-10T11:00')];
    const now = local('2026-09-11T00:00');
    const [, b] = tasks;
    if (b === undefined) throw new Error('no b');
    expect(board(tasks).waitsFor(b, 'u1', now)).toEqual(['a']);
    expect(board(tasks, signed).waitsFor(b, 'u1', now)).toEqual([]);
    expect(board(tasks, signed).waitsFor(b, 'u2', now)).toEqual(['a', 'c']);
    expect(board(tasks).cells(now)).toHaveLength(5);
  });

  it('owes a daily task once on every duty day, shows today, and counts the days missed', () => {
    const daily = task('a', { phase: 'ON', daily: true });
    const done = [
      act('SUBMITTED', '2026-10-01T10:00', { day: '2026-10-01' }),
      act('SIGNED', '2026-10-01T12:00', { day: '2026-10-01' }),
    ];
    const cell = board([daily], done).cell(daily, 'u1', local('2026-10-03T12:00'));
    expect(cell).toMatchObject({ day: '2026-10-03', missedDays: ['2026-09-30', '2026-10-02'] });
    expect(cell.status).toMatchObject({ state: 'NOT_STARTED', dueAt: local('2026-10-03T17:00'), isOverdue: false });
    expect(board([daily]).cell(daily, 'u1', local('2026-09-20T12:00')).day).toBe('2026-09-30');
    expect(board([daily]).cell(daily, 'u1', local('2026-12-20T12:00')).day).toBe('2026-10-08');
  });

  it('reminds a day before and escalates at the deadline, units that are as late together', () => {
    const told = board([task('a')]).dueTellings(local('2026-09-30T00:00'));
    expect(told.map(({ kind, at, unitIds }) => [kind, at, unitIds])).toEqual([
      ['REMINDED', local('2026-09-19T18:00'), ['u1', 'u2']],
      ['ESCALATED', DUE, ['u1', 'u2']],
    ]);
    expect(board([task('a')]).nextTellingAt()).toEqual(local('2026-09-19T18:00'));
  });

  it('gives the same acts in the same order, whether it looks every six hours or once at the end', () => {
    const tasks = [task('a'), task('b', { dueAt: local('2026-09-20T06:00') }), task('d', { phase: 'ON', daily: true })];
    const end = local('2026-10-09T00:00');
    expect(played(tasks, end, 21_600_000)).toEqual(played(tasks, end, 90 * 86_400_000));
    expect(played(tasks, end, 21_600_000)).toHaveLength(4 + 2 * 9);
  });

  it('tells nobody of a deadline that lay in the past before it was set, but that it is past', () => {
    const late = task('a', { createdAt: local('2026-09-25T00:00') });
    expect(
      board([late])
        .dueTellings(local('2026-09-26T00:00'))
        .map(({ kind, at }) => [kind, at]),
    ).toEqual([['ESCALATED', local('2026-09-25T00:00')]]);
  });

  it('is computed at once for 500 tasks and 12 units', () => {
    const unitIds = Array.from({ length: 12 }, (_, index) => `u${index}`);
    const tasks = Array.from({ length: 500 }, (_, index) =>
      task(`t${index}`, { requires: index === 0 ? [] : [`t${index - 1}`] }),
    );
    const large = new TaskBoard({ period, unitIds, zeroReportAt: '17:00', tasks, acts: [] });
    expect(large.cells(local('2026-09-21T00:00'))).toHaveLength(6000);
    expect(large.dueTellings(local('2026-09-21T00:00'))).toHaveLength(1000);
  });
});

describe('circles of requirements', () => {
  const of = (...edges: [string, string[]][]) => cycleOf(edges.map(([key, requires]) => ({ key, requires })));

  it.each<[[string, string[]][], string[] | null]>([
    [
      [
        ['a', []],
        ['b', ['a']],
      ],
      null,
    ],
    [[['a', ['a']]], ['a', 'a']],
    [
      [
        ['a', ['b']],
        ['b', ['c']],
        ['c', ['b']],
      ],
      ['b', 'c', 'b'],
    ],
    [[['a', ['gone']]], null],
    [
      [
        ['a', ['b', 'c']],
        ['b', ['d']],
        ['c', ['d']],
        ['d', []],
      ],
      null,
    ],
  ])('%j: %j', (edges, expected) => expect(of(...edges)).toEqual(expected));

  it('finds one in a chain of thousands without running out of stack', () => {
    const chain = Array.from({ length: 20_000 }, (_, index): [string, string[]] => [
      `k${index}`,
      [`k${(index + 1) % 20_000}`],
    ]);
    expect(of(...chain)).toHaveLength(20_001);
  });
});

/** All tellings up to `end` when somebody looks every `step` milliseconds. */
function played(tasks: readonly Task[], end: Date, step: number): unknown[] {
  const acts: TaskAct[] = [];
  const told: unknown[] = [];
  for (let now = created.getTime(); now < end.getTime() + step; now += step) {
    const look = new Date(Math.min(now, end.getTime()));
    for (const { kind, taskId, day, at, unitIds } of board(tasks, acts).dueTellings(look)) {
      told.push([kind, taskId, day, at.toISOString(), ...unitIds]);
      for (const unitId of unitIds) acts.push({ ...act(kind, '2026-01-01T00:00'), taskId, unitId, day, at });
    }
  }
  return told;
}
