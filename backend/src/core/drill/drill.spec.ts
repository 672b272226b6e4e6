import { describe, expect, it } from '@jest/globals';
import type { Condition, Expectation, Inject } from '../plan/plan.js';
import { emptyPlan } from '../plan/plan.js';
import type { DrillAct, TimedAct, UnitFact } from './acts.js';
import { DrillClock, requireClockAct } from './clock.js';
import { type DrillScene, dueActs, nextDueAt, upcomingActs, waitsForFacts } from './due.js';
import { markProblems, requireReleasable, requireTakeBack } from './release.js';
import { foldDrill } from './cells.js';
import { drillView, isMissed } from './view.js';

const START = Date.parse('2026-10-12T06:00:00Z');
const MINUTE = 60_000;
const at = (minutes: number): number => START + minutes * MINUTE;
const UNITS = [
  { id: 'gas', name: '云泽燃气' },
  { id: 'water', name: '澜江水务' },
];

const EXPECTED: Expectation = {
  kind: 'DISPOSE',
  text: '处置',
  withinMinutes: 20,
  points: '10',
  escalateTo: ['值守员', '带班'],
  remindMinutes: 5,
};

function injectOf(code: string, more: Partial<Inject> = {}): Inject {
  return {
    ...{ code, title: `注入 ${code}`, body: '正文', note: '导调', moveKey: null, cell: 'ALL', units: null },
    ...{ channel: 'NOTICE', attachments: [], expectation: null, requires: [], otherwise: '', color: null, values: {} },
    trigger: { kind: 'TIMED', offsetSeconds: 0 },
    ...more,
  };
}

const timed = (minutes: number) => ({ trigger: { kind: 'TIMED', offsetSeconds: minutes * 60 } }) as const;
const when = (condition: Condition, notBefore = 0) =>
  ({ trigger: { kind: 'CONDITION', when: condition, notBeforeSeconds: notBefore * 60 } }) as const;

function sceneOf(injects: Inject[], acts: DrillAct[] = [], facts: UnitFact[] = []): DrillScene {
  const started: DrillAct = { kind: 'STARTED', atMs: START };
  return { content: { ...emptyPlan('演练', 240), injects }, units: UNITS, acts: [started, ...acts], facts };
}

/** `I-01 gas +5` for everything due by a minute. */
function due(scene: DrillScene, minutes: number): string[] {
  return dueActs(scene, at(minutes)).map(short);
}

function short(act: TimedAct): string {
  const what = { RELEASED: '', REMINDED: ' remind', ESCALATED: ' up' }[act.kind];
  const level = act.kind === 'ESCALATED' ? act.level : '';
  return `${act.code} ${act.unitId}${what}${level} +${(act.atMs - START) / MINUTE}`;
}

const place = (code: string, unitId: string, minutes: number) => ({ code, unitId, atMs: at(minutes) });
const released = (code: string, unitId: string, minutes: number): DrillAct => {
  return { ...place(code, unitId, minutes), kind: 'RELEASED', by: 'TIMER' };
};
const acknowledged = (code: string, unitId: string, minutes: number): DrillAct => {
  return { ...place(code, unitId, minutes), kind: 'ACKNOWLEDGED' };
};
const completed = (code: string, unitId: string, minutes: number): DrillAct => {
  return { ...place(code, unitId, minutes), kind: 'COMPLETED', text: '已封禁', evidenceIds: [] };
};

describe('the clock of a drill', () => {
  it('stands during a pause, runs by its speed, and jumps without giving or taking time', () => {
    const clock = DrillClock.of([
      { kind: 'STARTED', atMs: at(0) },
      { kind: 'PAUSED', atMs: at(10) },
      { kind: 'RESUMED', atMs: at(30) },
      { kind: 'SPEED_SET', atMs: at(35), factor: 10 },
      { kind: 'JUMPED', atMs: at(36), toSeconds: 3600 },
    ]);
    const minutes = [5, 10, 20, 30, 35, 36, 37].map((minute) => {
      const { positionMs, elapsedMs } = clock.read(at(minute));
      return [positionMs / MINUTE, elapsedMs / MINUTE];
    });
    expect(minutes).toEqual([
      [5, 5],
      [10, 10],
      [10, 10],
      [10, 10],
      [15, 15],
      [60, 25],
      [70, 35],
    ]);
    expect(clock.whenPosition(80 * MINUTE, 0)).toBe(at(38));
    expect(clock.whenElapsed(35 * MINUTE, 0)).toBe(at(37));
  });

  it('answers the first millisecond at which a moment is reached', () => {
    const clock = DrillClock.of([
      { kind: 'STARTED', atMs: 0 },
      { kind: 'SPEED_SET', atMs: 0, factor: 60 },
    ]);
    expect(clock.whenPosition(1000, 0)).toBe(17);
    expect(clock.read(17).positionMs).toBe(1020);
    expect(clock.read(16).positionMs).toBeLessThan(1000);
  });

  it('refuses what cannot follow', () => {
    const clock = new DrillClock();
    expect(() => requireClockAct(clock, 'PAUSED')).toThrow('WRONG_STATE');
    clock.apply({ kind: 'STARTED', atMs: 0 });
    expect(() => requireClockAct(clock, 'STARTED')).toThrow('WRONG_STATE');
    clock.apply({ kind: 'ENDED', atMs: 5 });
    for (const kind of ['RESUMED', 'JUMPED', 'SPEED_SET', 'ENDED'] as const)
      expect(() => requireClockAct(clock, kind)).toThrow('WRONG_STATE');
  });
});

describe('what falls due', () => {
  it('is released by offset, then code, then unit; what needs another follows it at once', () => {
    const scene = sceneOf([
      injectOf('I-03', timed(5)),
      injectOf('I-02', { ...timed(5), units: ['澜江水务'] }),
      injectOf('I-01', { ...timed(1), requires: ['I-03'] }),
    ]);
    expect(due(scene, 4)).toEqual([]);
    expect(due(scene, 5)).toEqual(['I-02 water +5', 'I-03 gas +5', 'I-01 gas +5', 'I-03 water +5', 'I-01 water +5']);
    expect(nextDueAt(scene)).toBe(at(5));
  });

  it('releases nothing while paused and catches up after a jump, in order', () => {
    const injects = [injectOf('I-01', timed(10)), injectOf('I-02', timed(20)), injectOf('I-03', timed(90))];
    const paused = sceneOf(injects, [{ kind: 'PAUSED', atMs: at(5) }]);
    expect(due(paused, 500)).toEqual([]);
    expect(nextDueAt(paused)).toBeNull();
    const jumped = sceneOf(injects, [...paused.acts.slice(1), { kind: 'JUMPED', atMs: at(6), toSeconds: 3600 }]);
    expect(due(jumped, 500)).toEqual([]);
    const resumed = sceneOf(injects, [...jumped.acts.slice(1), { kind: 'RESUMED', atMs: at(30) }]);
    expect(due(resumed, 30)).toEqual(['I-01 gas +30', 'I-01 water +30', 'I-02 gas +30', 'I-02 water +30']);
    expect(due(resumed, 60).slice(4)).toEqual(['I-03 gas +60', 'I-03 water +60']);
  });

  it('a jump back unreleases nothing; what was not released waits for its offset again', () => {
    const injects = [injectOf('I-01', timed(10)), injectOf('I-02', timed(20))];
    const acts = [released('I-01', 'gas', 10), released('I-01', 'water', 10)];
    const scene = sceneOf(injects, [...acts, { kind: 'JUMPED', atMs: at(15), toSeconds: 0 }]);
    expect(due(scene, 34)).toEqual([]);
    expect(due(scene, 35)).toEqual(['I-02 gas +35', 'I-02 water +35']);
  });

  it('judges conditions per unit, in drill time, at the instant they begin to hold', () => {
    const injects = [
      injectOf('I-01', { ...timed(0), expectation: EXPECTED }),
      injectOf('I-02', when({ inject: 'I-01', is: 'NOT_ACKNOWLEDGED', afterMinutes: 10 })),
      injectOf('I-03', when({ inject: 'I-01', is: 'COMPLETED', afterMinutes: 0 }, 12)),
      injectOf('I-04', when({ all: [{ fact: 'INCIDENT_OPENED', is: 'MISSING', afterMinutes: 30 }] })),
      injectOf('I-05', when({ any: [{ fact: 'INCIDENT_OPENED', is: 'THERE', afterMinutes: 0 }] })),
    ];
    const acts = [released('I-01', 'gas', 0), released('I-01', 'water', 0), acknowledged('I-01', 'gas', 3)];
    const facts = [{ unitId: 'gas', fact: 'INCIDENT_OPENED', atMs: at(14.5) } as const];
    const scene = sceneOf(injects, [...acts, completed('I-01', 'gas', 4)], facts);
    const releases = dueActs(scene, at(40)).filter(({ kind }) => kind === 'RELEASED');
    expect(releases.map(short)).toEqual(['I-02 water +10', 'I-03 gas +12', 'I-05 gas +14.5', 'I-04 water +30']);
    expect(waitsForFacts(scene)).toBe(true);
  });

  it('reminds, then goes up the chain, until the unit acknowledges; then once when the limit has passed', () => {
    const injects = [injectOf('I-01', { ...timed(0), expectation: EXPECTED, units: ['云泽燃气'] })];
    expect(due(sceneOf(injects), 60)).toEqual([
      'I-01 gas +0',
      'I-01 gas remind +5',
      'I-01 gas up1 +10',
      'I-01 gas up2 +15',
    ]);
    const answered = sceneOf(injects, [released('I-01', 'gas', 0), acknowledged('I-01', 'gas', 4)]);
    expect(due(answered, 60)).toEqual(['I-01 gas remind +24']);
    const done = sceneOf(injects, [...answered.acts.slice(1), completed('I-01', 'gas', 10)]);
    expect(due(done, 60)).toEqual([]);
  });

  it('never releases again what was taken back', () => {
    const injects = [injectOf('I-01', timed(0))];
    const back: DrillAct = { ...place('I-01', 'gas', 2), kind: 'TAKEN_BACK', reason: '误发' };
    const scene = sceneOf(injects, [released('I-01', 'gas', 0), back]);
    expect(due(scene, 60)).toEqual(['I-01 water +2']);
    expect(upcomingActs(scene).map(short)).toEqual(['I-01 water +2']);
  });
});

describe('how a drill is shown', () => {
  const injects = [
    injectOf('I-01', { ...timed(0), expectation: EXPECTED }),
    injectOf('I-02', { trigger: { kind: 'MANUAL', offsetSeconds: 300 } }),
    injectOf('I-03', when({ inject: 'I-01', is: 'NOT_ACKNOWLEDGED', afterMinutes: 10 })),
    injectOf('I-04', { ...timed(0), expectation: { ...EXPECTED, kind: 'ACKNOWLEDGE', withinMinutes: 5 } }),
  ];
  const acts = [
    ...['I-01', 'I-04'].flatMap((code) => [released(code, 'gas', 0), released(code, 'water', 0)]),
    acknowledged('I-01', 'gas', 6),
    acknowledged('I-04', 'gas', 5),
  ];
  const states = (scene: DrillScene, minutes: number): Record<string, string> =>
    Object.fromEntries(
      drillView(scene, at(minutes)).cells.map(({ code, unitId, state }) => [`${code} ${unitId}`, state]),
    );

  it('counts the limit from the acknowledgement, or from the release where only that is expected', () => {
    const scene = sceneOf(injects, acts);
    expect(states(scene, 4)).toMatchObject({ 'I-02 gas': 'WAITING', 'I-04 water': 'RELEASED' });
    expect(states(scene, 8)).toEqual({
      'I-01 gas': 'ACKNOWLEDGED',
      'I-01 water': 'RELEASED',
      'I-02 gas': 'DUE',
      'I-02 water': 'DUE',
      'I-03 gas': 'NOT_TRIGGERED',
      'I-03 water': 'WAITING',
      'I-04 gas': 'COMPLETED',
      'I-04 water': 'OVERDUE',
    });
    expect(states(scene, 26)).toMatchObject({ 'I-01 gas': 'ACKNOWLEDGED' });
    expect(states(scene, 27)).toMatchObject({ 'I-01 gas': 'OVERDUE' });
    const late = sceneOf(injects, [...acts, completed('I-01', 'gas', 27)]);
    const cell = drillView(late, at(60)).cells.find(({ code, unitId }) => code === 'I-01' && unitId === 'gas');
    expect(cell).toMatchObject({ state: 'COMPLETED_LATE', usedSeconds: 21 * 60, limitSeconds: 20 * 60 });
  });

  it('stands still after the end, and says what was never done', () => {
    const scene = sceneOf(injects, [...acts, { kind: 'ENDED', atMs: at(8) }]);
    const { cells, clock } = drillView(scene, at(500));
    expect(clock).toMatchObject({ state: 'ENDED', elapsedMs: 8 * MINUTE, isRunning: false });
    const missed = cells.filter((cell) =>
      isMissed(cell, injects.find(({ code }) => code === cell.code) ?? injectOf(''), clock),
    );
    expect(missed.map(({ code, unitId }) => `${code} ${unitId}`)).toEqual(['I-01 gas', 'I-01 water', 'I-04 water']);
    expect(states(scene, 500)).toMatchObject({ 'I-02 gas': 'NOT_TRIGGERED', 'I-03 water': 'NOT_TRIGGERED' });
  });
});

describe('what people may do', () => {
  const injects = [injectOf('I-01', timed(0)), injectOf('I-02', { ...timed(60), requires: ['I-01'] })];
  const about = (scene: DrillScene, code: string) => {
    const fold = foldDrill(scene, scene.acts);
    const cell = fold.cells.get('gas')?.get(code);
    const inject = injects.find((one) => one.code === code);
    if (cell === undefined || inject === undefined) throw new Error('no such cell');
    return { fold, given: { inject, unitId: 'gas', cell } };
  };

  it('releases ahead of time by hand, but never before what is needed, twice, or while the clock stands', () => {
    const before = about(sceneOf(injects), 'I-02');
    expect(() => requireReleasable(before.fold, before.given)).toThrow('REQUIREMENT_OPEN');
    const open = about(sceneOf(injects, [released('I-01', 'gas', 0)]), 'I-02');
    expect(() => requireReleasable(open.fold, open.given)).not.toThrow();
    const twice = about(sceneOf(injects, [released('I-01', 'gas', 0)]), 'I-01');
    expect(() => requireReleasable(twice.fold, twice.given)).toThrow('WRONG_STATE');
    const paused = about(sceneOf(injects, [released('I-01', 'gas', 0), { kind: 'PAUSED', atMs: at(1) }]), 'I-02');
    expect(() => requireReleasable(paused.fold, paused.given)).toThrow('WRONG_STATE');
  });

  it('takes back only what nobody acknowledged', () => {
    const fresh = about(sceneOf(injects, [released('I-01', 'gas', 0)]), 'I-01');
    expect(() => requireTakeBack(fresh.fold, fresh.given)).not.toThrow();
    const known = about(sceneOf(injects, [released('I-01', 'gas', 0), acknowledged('I-01', 'gas', 1)]), 'I-01');
    expect(() => requireTakeBack(known.fold, known.given)).toThrow('ALREADY_ACKNOWLEDGED');
  });

  it('marks exactly, from nothing to the points of the inject', () => {
    const inject = injectOf('I-01', { expectation: EXPECTED });
    for (const fine of ['0', '7.25', '10', '10.0']) expect(markProblems(inject, fine)).toEqual([]);
    for (const wrong of ['', '-1', '1e1', '10.0001', '٣', '1.23456'])
      expect(markProblems(inject, wrong)).toHaveLength(1);
  });
});
