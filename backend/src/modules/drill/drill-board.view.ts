import type { CellState, CellView, DrillView } from '../../core/drill/view.js';
import { exactText, points, sum } from '../../core/kernel/points.js';
import { type Inject, plannedSeconds } from '../../core/plan/plan.js';
import type { Drill, DrillActRow } from './drill.entity.js';
import type { DrillClockView, DrillExpectation, DrillMarks, DrillReply } from './drill-parts.types.js';
import type { DrillActView, DrillCell, DrillInject, DrillMarksOf } from './drill.types.js';

/** Everything a view of a drill is put together from. */
export interface ShownDrill {
  readonly drill: Drill;
  readonly rows: readonly DrillActRow[];
  readonly view: DrillView;
  readonly now: Date;
  /** Of people by id. */
  readonly names: ReadonlyMap<string, string>;
}

/** Seconds as they are shown: whole ones that have passed. */
export function secondsOf(ms: number): number {
  return Math.floor(ms / 1000);
}

/** The instant of milliseconds; null of null. */
export function instantOf(ms: number | null | undefined): Date | null {
  return ms == null ? null : new Date(ms);
}

/** The clock at the moment of asking; after the end as it stood then. */
export function clockView({ view, now }: ShownDrill): DrillClockView {
  const { clock, fold } = view;
  return {
    drillSeconds: secondsOf(clock.positionMs),
    elapsedSeconds: secondsOf(clock.elapsedMs),
    isRunning: clock.isRunning,
    speed: clock.speed,
    asOf: now,
    startedAt: instantOf(fold.clock.startedAtMs),
    endedAt: instantOf(fold.clock.endedAtMs),
  };
}

/** What is expected, as types of the API have it. */
export function expectationView({ expectation }: Inject): DrillExpectation | null {
  return expectation === null ? null : { ...expectation, escalateTo: [...expectation.escalateTo] };
}

/** The injects with what became of them at every unit. */
export function injectViews(shown: ShownDrill): DrillInject[] {
  const byCode = Map.groupBy(shown.view.cells, ({ code }) => code);
  const answers = answersOf(shown);
  return shown.view.injects.map((inject) => {
    const cells = (byCode.get(inject.code) ?? []).map((cell) => cellView(shown, inject, cell, answers));
    return {
      ...{ code: inject.code, title: inject.title, text: inject.body, note: inject.note, moveKey: inject.moveKey },
      ...{ cell: inject.cell, channel: inject.channel, otherwise: inject.otherwise, color: inject.color },
      trigger: inject.trigger.kind,
      offsetSeconds: plannedSeconds(inject),
      condition: inject.trigger.kind === 'CONDITION' ? JSON.stringify(inject.trigger.when) : null,
      requires: [...inject.requires],
      attachments: [...inject.attachments],
      expectation: expectationView(inject),
      state: mostUrgent(cells.map(({ state }) => state)),
      cells,
    };
  });
}

/** The acts in force that say who answered and marked: of a release that was taken back none is left. */
export function answersOf({ rows }: ShownDrill): ReadonlyMap<string, DrillActRow> {
  return new Map(rows.map((row) => [answerKey(row.kind, row.code, row.unitId), row]));
}

function answerKey(kind: string, code: string | null, unitId: string | null): string {
  return `${kind}/${code}/${unitId}`;
}

/** One inject at one unit. */
export function cellView(
  shown: ShownDrill,
  inject: Inject,
  { cell, unitId, state, ...used }: CellView,
  answers: ReadonlyMap<string, DrillActRow>,
): DrillCell {
  const { released, acknowledged, completed } = cell;
  const byName = (kind: string): string => nameOf(shown, answers.get(answerKey(kind, inject.code, unitId)));
  const completedMs = inject.expectation?.kind === 'ACKNOWLEDGE' ? acknowledged?.atMs : completed?.atMs;
  return {
    ...{ unitId, state, usedSeconds: used.usedSeconds, limitSeconds: used.limitSeconds },
    deadlineAt: instantOf(used.deadlineMs),
    ...releaseOf(shown, released),
    acknowledgedAt: instantOf(acknowledged?.atMs),
    acknowledgedByName: acknowledged && byName('ACKNOWLEDGED'),
    completedAt: instantOf(completedMs),
    ...{ level: cell.level, reminders: cell.reminded + Number(cell.isLateTold), calls: cell.called },
    reply: completed && replyOf(completed, byName('COMPLETED')),
    marks: cell.marks && marksOf(inject, cell.marks, byName('MARKED')),
  };
}

function releaseOf(
  { view }: ShownDrill,
  released: CellView['cell']['released'],
): Pick<DrillCell, 'releasedAt' | 'isByHand' | 'releasedAtSeconds'> {
  if (released === null) return { releasedAt: null, isByHand: null, releasedAtSeconds: null };
  const releasedAtSeconds = secondsOf(view.fold.clock.read(released.atMs).positionMs);
  return { releasedAt: new Date(released.atMs), isByHand: released.by === 'HAND', releasedAtSeconds };
}

function replyOf(completed: NonNullable<CellView['cell']['completed']>, byName: string): DrillReply {
  const { text, evidenceIds, atMs } = completed;
  return { text, evidenceIds: [...evidenceIds], at: new Date(atMs), byName };
}

function marksOf(inject: Inject, marks: NonNullable<CellView['cell']['marks']>, byName: string): DrillMarks {
  const of = exactText(points(inject.expectation?.points ?? '0'));
  return { points: marks.points, of, comment: marks.comment, at: new Date(marks.atMs), byName };
}

function nameOf({ names }: ShownDrill, row: DrillActRow | undefined): string {
  return names.get(row?.actorId ?? '') ?? '';
}

/** Most urgent first. */
const URGENCY: readonly CellState[] = [
  'OVERDUE',
  'DUE',
  'RELEASED',
  'ACKNOWLEDGED',
  'COMPLETED_LATE',
  'COMPLETED',
  'WAITING',
  'TAKEN_BACK',
  'NOT_TRIGGERED',
];

function mostUrgent(states: readonly CellState[]): CellState {
  return URGENCY.find((state) => states.includes(state)) ?? 'NOT_TRIGGERED';
}

/** The log, latest first. */
export function actViews(shown: ShownDrill): DrillActView[] {
  const { drill, rows, view } = shown;
  const units = new Map(drill.units.map(({ id, name }) => [id, name]));
  return rows
    .map((row): DrillActView => {
      const { id, seq, kind, code, unitId, content, happenedAt: at, recordedAt } = row;
      const said = content as Partial<Record<string, unknown>>;
      const text = said.text ?? said.reason ?? said.comment;
      return {
        ...{ id, seq, kind, at, recordedAt, code, unitId },
        drillSeconds: secondsOf(view.fold.clock.read(at.getTime()).positionMs),
        unitName: units.get(unitId ?? '') ?? null,
        actorName: row.actorId === null ? null : nameOf(shown, row),
        text: typeof text === 'string' ? text : null,
        ...{ level: numberOr(said.level), toSeconds: numberOr(said.toSeconds), factor: numberOr(said.factor) },
        to: typeof said.to === 'string' ? said.to : null,
        points: typeof said.points === 'string' ? said.points : null,
      };
    })
    .reverse();
}

function numberOr(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

/** Marks of every unit so far. */
export function marksOfUnits({ drill, view }: ShownDrill): DrillMarksOf[] {
  const injects = new Map(view.injects.map((inject) => [inject.code, inject]));
  return drill.units.map(({ id: unitId }) => {
    const expected = view.cells.filter(
      ({ unitId: own, code, cell }) =>
        own === unitId && cell.released !== null && injects.get(code)?.expectation != null,
    );
    const marks = expected.flatMap(({ cell }) => cell.marks ?? []);
    const most = expected.map(({ code }) => points(injects.get(code)?.expectation?.points ?? '0'));
    return {
      unitId,
      points: exactText(sum(marks.map(({ points: given }) => points(given)))),
      of: exactText(sum(most)),
      marked: marks.length,
      expected: expected.length,
    };
  });
}

/** Ids of people who acted. */
export function actorIds(rows: readonly DrillActRow[]): string[] {
  return [...new Set(rows.flatMap(({ actorId }) => actorId ?? []))];
}
