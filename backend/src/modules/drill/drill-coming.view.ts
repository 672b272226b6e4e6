import { type DrillScene, stepAfter, upcomingActs } from '../../core/drill/due.js';
import type { CellView } from '../../core/drill/view.js';
import type { TimedAct } from '../../core/drill/acts.js';
import { type Inject, plannedSeconds } from '../../core/plan/plan.js';
import { instantOf, secondsOf, type ShownDrill } from './drill-board.view.js';
import type { DrillComing } from './drill.types.js';

/** Overdue work first, then what waits for a hand, then what time will bring, soonest first. */
export function comingViews(shown: ShownDrill, scene: DrillScene): DrillComing[] {
  const { clock } = shown.view;
  if (clock.state === 'ENDED') return [];
  const timed = merged(upcomingActs(scene).map((act) => timedView(shown, act)));
  const open = shown.view.cells.flatMap((cell) => openViews(shown, cell));
  const waiting = merged(open.filter(({ kind }) => kind !== 'OVERDUE' && kind !== 'CALL'));
  const urgent = open.filter(({ kind }) => kind === 'OVERDUE' || kind === 'CALL');
  const soonest = [...timed, ...waiting.filter(({ needsHand }) => !needsHand)].sort((a, b) => timeOf(a) - timeOf(b));
  return [...urgent, ...waiting.filter(({ needsHand }) => needsHand), ...soonest];
}

function timeOf({ at, atSeconds }: DrillComing): number {
  return at?.getTime() ?? (atSeconds === null ? Number.MAX_SAFE_INTEGER : atSeconds + Number.MAX_SAFE_INTEGER / 2);
}

const PLAIN = { at: null, atSeconds: null, needsHand: false, level: 0, to: null, overdueSeconds: null };

function timedView({ view, drill }: ShownDrill, act: TimedAct): DrillComing {
  const { code, unitId, atMs } = act;
  const title = drill.content.injects.find((inject) => inject.code === code)?.title ?? '';
  const atSeconds = secondsOf(view.fold.clock.read(atMs).positionMs);
  const base = { ...PLAIN, code, title, unitIds: [unitId], at: new Date(atMs), atSeconds };
  if (act.kind === 'ESCALATED') return { ...base, kind: 'ESCALATION', level: act.level, to: act.to };
  return { ...base, kind: act.kind === 'REMINDED' ? 'REMINDER' : 'RELEASE' };
}

/** What of one inject at one unit waits for somebody. */
function openViews(shown: ShownDrill, view: CellView): DrillComing[] {
  const inject = shown.view.injects.find(({ code }) => code === view.code);
  if (inject === undefined) return [];
  const { cell, state, unitId } = view;
  const base = { ...PLAIN, code: inject.code, title: inject.title, unitIds: [unitId] };
  if (cell.released !== null) return urgentOf(inject, view).map((more) => ({ ...base, ...more }) as DrillComing);
  const atSeconds = plannedSeconds(inject);
  if (state === 'TAKEN_BACK' || (inject.trigger.kind === 'MANUAL' && state !== 'NOT_TRIGGERED'))
    return [{ ...base, kind: 'MANUAL', atSeconds, needsHand: true }];
  const isOpen = inject.trigger.kind === 'CONDITION' && state === 'WAITING';
  return isOpen ? [{ ...base, kind: 'CONDITION', atSeconds }] : [];
}

/** Overdue answers, and units that the whole chain did not reach. */
function urgentOf(
  inject: Inject,
  { state, cell, usedSeconds, limitSeconds, deadlineMs }: CellView,
): Partial<DrillComing>[] {
  const { expectation } = inject;
  if (expectation === null) return [];
  if (state === 'OVERDUE') {
    const overdueSeconds = (usedSeconds ?? 0) - (limitSeconds ?? 0);
    return [{ kind: 'OVERDUE', at: instantOf(deadlineMs), needsHand: true, overdueSeconds, level: cell.level }];
  }
  const isChased = state === 'RELEASED' && cell.level > 0 && stepAfter(expectation, cell) === null && cell.called === 0;
  return isChased
    ? [{ kind: 'CALL', needsHand: true, level: cell.level, to: expectation.escalateTo.at(-1) ?? null }]
    : [];
}

/** The same of several units at the same time is one line. */
function merged(lines: readonly DrillComing[]): DrillComing[] {
  const byWhat = Map.groupBy(lines, ({ kind, code, at, level }) => `${kind}/${code}/${at?.getTime()}/${level}`);
  return [...byWhat.values()].flatMap((same) => {
    const [first] = same;
    return first === undefined ? [] : [{ ...first, unitIds: same.flatMap(({ unitIds }) => unitIds) }];
  });
}
