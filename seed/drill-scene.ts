import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { PROJECT_ROOT } from '../backend/src/server.js';
import { idOf } from './ids.js';
import { EXERCISE_ID, found, type Stage } from './stage.js';
import { later, type Step } from './step.js';

const PLAN_ID = idOf('drill-plan');
const DRILL_ID = idOf('drill');
const DIRECTOR = 'jiang.xubai';
const CHIEF = 'lu.wenzhou';
const OFFSET = /^T\+(\d\d):(\d\d)$/;

/** What somebody does in a scenario's own story; acts of other kinds are not played here. */
interface Act {
  readonly at: string;
  readonly unit?: string;
  readonly acknowledge?: string;
  readonly complete?: string;
  readonly text?: string;
  readonly release?: string;
}

/** A shipped drill, approved and under way: so far everybody answers as the scenario's story tells. */
export function drillSteps(stage: Stage): Step[] {
  const { key, elapsedMinutes, note } = stage.story.protection.drill;
  const started = later(stage.timeline.now, -elapsedMinutes);
  const story = parse(readFileSync(resolve(PROJECT_ROOT, `scenarios/drills/${key}/story.yaml`), 'utf8')) as {
    acts: Act[];
  };
  const soFar = story.acts.filter((act) => minutesOf(act) < elapsedMinutes && isPlayed(act));
  return [
    { at: later(started, -300), name: 'drill plan', run: () => createPlan(stage, key) },
    { at: later(started, -240), name: 'approval', run: () => approve(stage) },
    { at: later(started, -30), name: 'drill', run: () => createDrill(stage) },
    { at: started, name: 'start of the drill', run: () => start(stage) },
    // Half a minute late, so that whatever they answer has been released.
    ...soFar.map((act, place) => ({
      at: later(started, minutesOf(act) + 0.5),
      name: `act ${place} of the drill`,
      run: () => play(stage, act, place),
    })),
    { at: later(stage.timeline.now, -3), name: 'note on the drill', run: () => takeNote(stage, note) },
    { at: stage.timeline.now, name: 'what time brought', run: () => stage.services.timetable.runDue() },
  ];
}

function minutesOf({ at }: Act): number {
  const [, hours, minutes] = OFFSET.exec(at) ?? [];
  return Number(found(hours, at)) * 60 + Number(minutes);
}

function isPlayed({ acknowledge, complete, release }: Act): boolean {
  return (acknowledge ?? complete ?? release) !== undefined;
}

async function createPlan(stage: Stage, shippedKey: string): Promise<void> {
  const source = { title: null, text: null, shippedKey, copyOfId: null };
  const input = { commandId: PLAN_ID, exerciseId: EXERCISE_ID, ...source };
  await stage.services.plans.create(input, await stage.viewer(DIRECTOR));
}

async function approve(stage: Stage): Promise<void> {
  const viewer = await stage.viewer(CHIEF);
  const { injects } = await stage.services.planViews.byId(PLAN_ID, viewer);
  const judged = injects.map(({ code, hash }) => ({ code, hash }));
  const input = { commandId: idOf('drill-approval'), planId: PLAN_ID, injects: judged, reason: '' };
  await stage.services.planJudging.judge({ ...input, verdict: 'APPROVED' }, viewer);
}

async function createDrill(stage: Stage): Promise<void> {
  const unitIds = Object.values(stage.story.protection.drill.units).map((name) => stage.unitId(name));
  const input = { commandId: DRILL_ID, exerciseId: EXERCISE_ID, planId: PLAN_ID, isRehearsal: false, unitIds };
  await stage.services.drillMaking.make(input, await stage.viewer(DIRECTOR));
}

async function start(stage: Stage): Promise<void> {
  const input = { commandId: idOf('drill-start'), drillId: DRILL_ID };
  await stage.services.drillControl.start(input, await stage.viewer(DIRECTOR));
  await stage.services.timetable.runDue();
}

async function play(stage: Stage, act: Act, place: number): Promise<void> {
  const { drillResponses, drillRelease, timetable } = stage.services;
  await timetable.runDue();
  const command = { commandId: idOf(`drill-act/${place}`), drillId: DRILL_ID };
  if (act.release !== undefined) {
    const input = { ...command, code: act.release, unitIds: null };
    await drillRelease.release(input, await stage.viewer(DIRECTOR));
    return;
  }
  const unit = found(stage.story.protection.drill.units[found(act.unit, `unit of act ${place}`)], act.unit ?? '');
  const viewer = await stage.viewer(stage.filer(unit));
  const common = { ...command, unitId: stage.unitId(unit) };
  if (act.acknowledge !== undefined) await drillResponses.acknowledge({ ...common, code: act.acknowledge }, viewer);
  if (act.complete !== undefined) {
    const input = { ...common, code: act.complete, text: act.text ?? '', evidenceIds: [] };
    await drillResponses.complete(input, viewer);
  }
}

async function takeNote(stage: Stage, text: string): Promise<void> {
  const input = { commandId: idOf('drill-note'), drillId: DRILL_ID, text };
  await stage.services.drillControl.note(input, await stage.viewer(DIRECTOR));
}
