import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Condition, Expectation, Inject } from '../plan/plan.js';
import { emptyPlan, plannedSeconds } from '../plan/plan.js';
import { DRILL_SPEEDS, type DrillAct, type DrillSpeed, type UnitFact } from './acts.js';
import { type DrillFold, foldDrill } from './cells.js';
import { requireClockAct } from './clock.js';
import { type DrillScene, dueActs, isOpenFor, nextDueAt } from './due.js';
import { type CellCase, requireCompletable, requireReleasable, requireTakeBack, requireUnderWay } from './release.js';

const UNITS = [
  { id: 'gas', name: '云泽燃气' },
  { id: 'water', name: '澜江水务' },
];
const LAST_MS = 600_000;
const CODES = ['I-01', 'I-02', 'I-03', 'I-04', 'I-05', 'I-06', 'I-07', 'I-08'];

/** What people do, at which millisecond since the start. */
type Doing =
  | { readonly do: 'PAUSED' | 'RESUMED' | 'ENDED'; readonly atMs: number }
  | { readonly do: 'JUMPED'; readonly atMs: number; readonly toSeconds: number }
  | { readonly do: 'SPEED_SET'; readonly atMs: number; readonly factor: DrillSpeed }
  | {
      readonly do: 'ACKNOWLEDGED' | 'COMPLETED' | 'RELEASED' | 'TAKEN_BACK';
      readonly atMs: number;
      readonly code: string;
      readonly unitId: string;
    };

const atMs = fc.integer({ min: 0, max: LAST_MS });
const place = { atMs, code: fc.constantFrom(...CODES), unitId: fc.constantFrom('gas', 'water') };
const doings = fc.array(
  fc.oneof(
    fc.record({ do: fc.constantFrom('PAUSED' as const, 'RESUMED' as const), atMs }),
    fc.record({ do: fc.constant('JUMPED' as const), atMs, toSeconds: fc.integer({ min: 0, max: 900 }) }),
    fc.record({ do: fc.constant('SPEED_SET' as const), atMs, factor: fc.constantFrom(...DRILL_SPEEDS) }),
    fc.record({
      do: fc.constantFrom('ACKNOWLEDGED' as const, 'COMPLETED' as const, 'RELEASED' as const, 'TAKEN_BACK' as const),
      ...place,
    }),
  ),
  { maxLength: 24 },
);

const minutes = fc.integer({ min: 0, max: 6 });
const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    inject: fc.constantFrom(...CODES.slice(0, 4)),
    is: fc.constantFrom(
      'RELEASED' as const,
      'ACKNOWLEDGED' as const,
      'COMPLETED' as const,
      'NOT_ACKNOWLEDGED' as const,
      'NOT_COMPLETED' as const,
    ),
    afterMinutes: minutes,
  }),
  fc.record({
    fact: fc.constantFrom('INCIDENT_OPENED' as const),
    is: fc.constantFrom('THERE' as const, 'MISSING' as const),
    afterMinutes: minutes,
  }),
);
const condition: fc.Arbitrary<Condition> = fc.oneof(
  leaf,
  fc.record({ all: fc.array(leaf, { minLength: 1, maxLength: 2 }) }),
  fc.record({ any: fc.array(leaf, { minLength: 1, maxLength: 2 }) }),
);
const seconds = fc.integer({ min: 0, max: 900 });
const trigger: fc.Arbitrary<Inject['trigger']> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('TIMED' as const), offsetSeconds: seconds }) },
  fc.record({ kind: fc.constant('MANUAL' as const), offsetSeconds: fc.constant(null) }),
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('CONDITION' as const), when: condition, notBeforeSeconds: seconds }),
  },
);
const expectation: fc.Arbitrary<Expectation> = fc.record({
  kind: fc.constantFrom('ACKNOWLEDGE' as const, 'DISPOSE' as const),
  text: fc.constant(''),
  withinMinutes: fc.integer({ min: 1, max: 5 }),
  points: fc.constant('10'),
  escalateTo: fc.array(fc.constantFrom('值守员', '带班'), { maxLength: 2 }),
  remindMinutes: fc.integer({ min: 0, max: 3 }),
});

/** Injects in any order, each needing earlier ones only, as a checked plan guarantees. */
const injects: fc.Arbitrary<Inject[]> = fc
  .array(fc.tuple(trigger, fc.option(expectation), fc.subarray(CODES.slice(0, 7), { maxLength: 1 })), {
    minLength: CODES.length,
    maxLength: CODES.length,
  })
  .map((parts) =>
    parts.map(([one, expected, needed], index) => ({
      ...{ code: CODES[index] ?? '', title: '', body: '', note: '', moveKey: null, cell: 'ALL', units: null },
      ...{ channel: 'NOTICE', attachments: [], otherwise: '', color: null, values: {} },
      ...{ trigger: one, expectation: expected },
      requires: needed.filter((code) => CODES.indexOf(code) < index),
    })),
  );
const facts = fc.array(
  fc.record({ unitId: fc.constantFrom('gas', 'water'), fact: fc.constant('INCIDENT_OPENED' as const), atMs }),
  { maxLength: 2 },
);
const game = fc.record({ injects, doings, facts });
type Game = typeof game extends fc.Arbitrary<infer T> ? T : never;

/** The drill of a game, with what was filed by a moment. */
function sceneAt({ injects: own, facts: all }: Game, acts: readonly DrillAct[], nowMs: number): DrillScene {
  const known: UnitFact[] = all.filter((fact) => fact.atMs <= nowMs);
  return { content: { ...emptyPlan('', 60), injects: own }, units: UNITS, acts, facts: known };
}

/** Plays a game while somebody looks at these moments; whoever acts catches up first, as the server does. */
function play(given: Game, looks: readonly number[]): DrillAct[] {
  const acts: DrillAct[] = [{ kind: 'STARTED', atMs: 0 }];
  const look = (nowMs: number): void => void acts.push(...dueActs(sceneAt(given, acts, nowMs), nowMs));
  const steps = [
    ...looks.map((moment) => ({ atMs: moment, doing: null })),
    ...given.doings.map((doing) => ({ atMs: doing.atMs, doing })),
  ].sort((a, b) => a.atMs - b.atMs);
  for (const { atMs: nowMs, doing } of steps) {
    look(nowMs);
    if (doing !== null) acts.push(...attempt(sceneAt(given, acts, nowMs), doing));
  }
  look(LAST_MS + 1);
  return acts;
}

/** What somebody does, unless it is refused. */
function attempt(scene: DrillScene, doing: Doing): DrillAct[] {
  try {
    return [decided(scene, doing)];
  } catch {
    return [];
  }
}

function decided(scene: DrillScene, doing: Doing): DrillAct {
  const fold = foldDrill(scene, scene.acts);
  const { do: kind, ...rest } = doing;
  if (!('code' in doing)) {
    requireClockAct(fold.clock, doing.do);
    return { ...rest, kind } as DrillAct;
  }
  const cell = fold.cells.get(doing.unitId)?.get(doing.code);
  const inject = scene.content.injects.find(({ code }) => code === doing.code);
  if (cell === undefined || inject === undefined) throw new Error('no such cell');
  const about = { cell, inject, unitId: doing.unitId };
  requireAct(fold, kind, about);
  return { ...rest, ...MORE[kind], kind } as DrillAct;
}

function requireAct(fold: DrillFold, kind: string, about: CellCase): void {
  if (kind === 'RELEASED') return requireReleasable(fold, about);
  if (kind === 'TAKEN_BACK') return requireTakeBack(fold, about);
  if (kind === 'COMPLETED') return requireCompletable(fold, about);
  requireUnderWay(fold);
  if (about.cell.released === null || about.cell.acknowledged !== null) throw new Error('refused');
}

const MORE: Readonly<Record<string, object>> = {
  RELEASED: { by: 'HAND' },
  TAKEN_BACK: { reason: '误发' },
  COMPLETED: { text: '完成', evidenceIds: [] },
};

const EVERY_SECOND = Array.from({ length: LAST_MS / 1000 + 1 }, (_, second) => second * 1000);

describe('what time brings about, in any drill', () => {
  it('is the same acts at the same instants in the same order, however often somebody looks', () => {
    fc.assert(
      fc.property(game, fc.array(atMs, { maxLength: 30 }), (given, looks) => {
        const once = play(given, []);
        expect(play(given, looks)).toEqual(once);
        expect(play(given, EVERY_SECOND)).toEqual(once);
      }),
      { numRuns: 60 },
    );
  });

  it('is told by nextDueAt to the millisecond: before it nothing is due, at it something is', () => {
    fc.assert(
      fc.property(game, fc.array(atMs, { maxLength: 10 }), (given, looks) => {
        const acts = play(given, looks);
        const scene = sceneAt(given, acts, LAST_MS + 1);
        const next = nextDueAt(scene);
        if (next === null) return expect(dueActs(scene, LAST_MS * 100)).toEqual([]);
        expect(dueActs(scene, next - 1)).toEqual([]);
        expect(dueActs(scene, next)[0]?.atMs).toBe(next);
      }),
      { numRuns: 200 },
    );
  });

  it('goes on in the order of time, and stands still in every pause', () => {
    fc.assert(
      fc.property(game, (given) => {
        const acts = play(given, []);
        expect(acts.map((act) => act.atMs)).toEqual(acts.map((act) => act.atMs).sort((a, b) => a - b));
        let isRunning = true;
        for (const { kind } of acts) {
          if (kind === 'PAUSED' || kind === 'RESUMED') isRunning = kind === 'RESUMED';
          const needsTime = kind === 'RELEASED' || kind === 'REMINDED' || kind === 'ESCALATED';
          expect(isRunning || !needsTime).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('releases every inject to a unit once at most, again only by hand after it was taken back', () => {
    fc.assert(
      fc.property(game, (given) => {
        const standing = new Map<string, string>();
        for (const act of play(given, [])) {
          if (act.kind !== 'RELEASED' && act.kind !== 'TAKEN_BACK') continue;
          const key = `${act.code} ${act.unitId}`;
          const before = standing.get(key);
          if (act.kind === 'RELEASED') {
            expect(before).not.toBe('RELEASED');
            expect(before === 'TAKEN_BACK' && act.by === 'TIMER').toBe(false);
          }
          standing.set(key, act.kind);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('never releases an inject before what it needs, and keeps the order of offsets at every unit', () => {
    fc.assert(
      fc.property(game, (given) => {
        const acts = play(given, []);
        const byCode = new Map(given.injects.map((inject) => [inject.code, inject]));
        acts.forEach((act, index) => {
          const inject = act.kind === 'RELEASED' ? byCode.get(act.code) : undefined;
          if (act.kind !== 'RELEASED' || inject === undefined) return;
          const { cells } = foldDrill(sceneAt(given, [], LAST_MS), acts.slice(0, index));
          expect(isOpenFor(inject, cells.get(act.unitId) ?? new Map())).toBe(true);
        });
        for (const { id } of UNITS) {
          const own = acts.flatMap((act) =>
            act.kind === 'RELEASED' && act.by === 'TIMER' && act.unitId === id ? [act] : [],
          );
          const plain = own.flatMap(({ code }) => {
            const inject = byCode.get(code);
            return inject?.trigger.kind === 'TIMED' && inject.requires.length === 0 ? [inject] : [];
          });
          const wanted = [...plain].sort(
            (a, b) => (plannedSeconds(a) ?? 0) - (plannedSeconds(b) ?? 0) || (a.code < b.code ? -1 : 1),
          );
          expect(plain.map(({ code }) => code)).toEqual(wanted.map(({ code }) => code));
        }
      }),
      { numRuns: 200 },
    );
  });
});
