import type { DutyBoard } from '../backend/src/modules/duty/duty.types.js';
import { idOf } from './ids.js';
import { local } from './protection-scene.js';
import { EXERCISE_ID, found, type Stage } from './stage.js';
import { later, type Step } from './step.js';

const DAY_MIN = 24 * 60;
/** Days of the roster around the present. */
const DAYS_BACK = 3;
const DAYS_AHEAD = 24;
/** Who leads besides the unit's planner. */
const LEADER = '季怀瑾';
/** How long before the story's end those on duty signed in. */
const SIGNED_IN_MIN = 20;

/** One unit's duty roster: filled by rotation, with a gap and a double shift to see, and people who are there. */
export function dutySteps(stage: Stage): Step[] {
  const { now } = stage.timeline;
  const set = later(stage.timeline.startsAt, -12 * 60);
  return [
    { at: set, name: 'duty roster', run: () => setRoster(stage) },
    { at: later(set, 1), name: 'people on duty', run: () => addPeople(stage) },
    { at: later(set, 2), name: 'rotation', run: () => rotate(stage) },
    { at: later(set, 3), name: 'gaps in the roster', run: () => unsettle(stage) },
    { at: later(now, -SIGNED_IN_MIN), name: 'signing in', run: () => signIn(stage) },
    ...stage.story.protection.duty.log.map((text, place) => ({
      at: later(now, place * 6 - 15),
      name: `duty log ${place}`,
      run: () => writeLog(stage, place, text),
    })),
  ];
}

const ROSTER_ID = idOf('duty-roster');

const KINDS = [
  { key: 'lead', name: '带班', role: 'LEADER' as const, startsAt: '08:00', endsAt: '08:00', needed: 1 },
  { key: 'day', name: '白班', role: 'SHIFT' as const, startsAt: '08:00', endsAt: '20:00', needed: 2 },
  { key: 'night', name: '夜班', role: 'SHIFT' as const, startsAt: '20:00', endsAt: '08:00', needed: 2 },
  { key: 'standby', name: '备班', role: 'STANDBY' as const, startsAt: '08:00', endsAt: '08:00', needed: 1 },
];

async function planner(stage: Stage) {
  return stage.viewer(stage.filer(stage.story.protection.duty.unit));
}

async function setRoster(stage: Stage): Promise<void> {
  const rootId = stage.unitId(stage.story.protection.duty.unit);
  const input = { commandId: ROSTER_ID, exerciseId: EXERCISE_ID, rootId, version: 0, zone: 'Asia/Shanghai' };
  const figures = { minRestHours: 12, lateMinutes: 10 };
  await stage.services.rosters.set({ ...input, ...figures, kinds: KINDS }, await planner(stage));
}

async function addPeople(stage: Stage): Promise<void> {
  const named = stage.story.protection.duty.named.map((person) => ({ ...person }));
  const input = { commandId: idOf('duty-people'), rosterId: ROSTER_ID, userIds: [], named };
  await stage.services.rosters.addPeople(input, await planner(stage));
}

async function boardOf(stage: Stage): Promise<DutyBoard> {
  const { from, to } = span(stage);
  return stage.services.dutyBoards.board(ROSTER_ID, { from, to }, await planner(stage));
}

function span(stage: Stage): { from: string; to: string } {
  const day = (minutes: number): string => local(later(stage.timeline.now, minutes)).slice(0, 10);
  return { from: day(-DAYS_BACK * DAY_MIN), to: day(DAYS_AHEAD * DAY_MIN) };
}

async function rotate(stage: Stage): Promise<void> {
  const { people, basedOn, slots } = await boardOf(stage);
  // What is asked for depends on what stands there: an earlier play has got beyond this already.
  if (slots.some(({ assignedIds }) => assignedIds.length > 0)) return;
  const leaderNames = [stage.person(stage.filer(stage.story.protection.duty.unit)).name, LEADER];
  const leaders = people.filter(({ name }) => leaderNames.includes(name)).map(({ id }) => id);
  const others = people.map(({ id }) => id).filter((id) => !leaders.includes(id));
  const turn = (kindKey: string, personIds: string[], offset: number) => {
    return { kindKey, personIds, offset, daysEach: 1 };
  };
  const half = others.length / 2;
  const turns = [
    turn('lead', leaders, 0),
    turn('day', others.slice(0, half), 0),
    turn('night', others.slice(half), 0),
    turn('standby', leaders, 1),
  ];
  const input = {
    commandId: idOf('duty-rotation'),
    rosterId: ROSTER_ID,
    ...span(stage),
    turns,
    replaces: false,
    basedOn,
  };
  await stage.services.rosterFilling.fill(input, await planner(stage));
}

/** Somebody falls ill, somebody stands twice. */
async function unsettle(stage: Stage): Promise<void> {
  const { slots } = await boardOf(stage);
  const slotOf = (kindKey: string, days: number) => {
    const date = local(later(stage.timeline.now, days * DAY_MIN)).slice(0, 10);
    return found(
      slots.find((slot) => slot.kindKey === kindKey && slot.date === date),
      `${kindKey} in ${days} days`,
    );
  };
  const [ill, day, night] = [slotOf('night', 2), slotOf('day', 4), slotOf('night', 4)];
  if (ill.assignedIds.length < 2) return;
  const change = (slot: { kindKey: string; date: string }, personId: string, isOn: boolean) => {
    return { kindKey: slot.kindKey, date: slot.date, personId, isOn };
  };
  const [first] = ill.assignedIds;
  const [twice] = day.assignedIds;
  const [relieved] = night.assignedIds;
  const changes = [
    change(ill, found(first, 'somebody ill'), false),
    change(night, found(relieved, 'somebody relieved'), false),
    change(night, found(twice, 'somebody twice'), true),
  ];
  const input = { commandId: idOf('duty-changes'), rosterId: ROSTER_ID, changes, reason: '请假，未找到替班' };
  await stage.services.rosterFilling.assign(input, await planner(stage));
}

/** Each signs in himself; those without an account are signed in by the planner. */
async function signIn(stage: Stage): Promise<void> {
  for (const user of [stage.filer(stage.story.protection.duty.unit), 'shao.yiwei', 'wei.qing']) {
    const viewer = await stage.viewer(user);
    const { slots } = await stage.services.dutyBoards.board(ROSTER_ID, span(stage), viewer);
    for (const { kindKey, date, mayCheckInIds } of slots) {
      if (kindKey === 'standby') continue;
      for (const personId of mayCheckInIds) {
        const commandId = idOf(`duty-sign-in/${kindKey}/${date}/${personId}`);
        await stage.services.standing.checkIn(
          { commandId, rosterId: ROSTER_ID, slot: { kindKey, date }, personId },
          viewer,
        );
      }
    }
  }
}

async function writeLog(stage: Stage, place: number, text: string): Promise<void> {
  const input = { commandId: idOf(`duty-log/${place}`), rosterId: ROSTER_ID, text, personId: null, correctsId: null };
  await stage.services.standing.log(input, await planner(stage));
}
