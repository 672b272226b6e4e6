import type { Expectation, Inject, PlanContent } from '../src/core/plan/plan.js';
import { emptyPlan } from '../src/core/plan/plan.js';
import { writePlan } from '../src/core/plan/write-plan.js';
import { Timetable } from '../src/platform/timetable/timetable.service.js';
import { type Answer, commandId, type TestClient } from './client.js';
import { make, type World } from './world.js';
import type { TestServer } from './server.js';

/** An inject released to everybody at the start, unless said otherwise. */
export function injectOf(code: string, more: Partial<Inject> = {}): Inject {
  return {
    ...{ code, title: `注入 ${code}`, body: `${code} 的正文`, note: `${code} 导调可见`, moveKey: null, cell: 'ALL' },
    ...{ units: null, channel: 'NOTICE', attachments: [], expectation: null, requires: [], otherwise: '不触发' },
    ...{ color: null, values: {}, trigger: { kind: 'TIMED', offsetSeconds: 0 } },
    ...more,
  };
}

/** Reminder after 5 minutes, then two of the chain; 20 minutes to do it. */
export const EXPECTED: Expectation = {
  ...{ kind: 'DISPOSE', text: '处置并回执', withinMinutes: 20, points: '10', escalateTo: ['值守员', '带班'] },
  remindMinutes: 5,
};

/** Released at a minute of the plan. */
export function timed(minutes: number): Pick<Inject, 'trigger'> {
  return { trigger: { kind: 'TIMED', offsetSeconds: minutes * 60 } };
}

/** A plan of four hours. */
export function planOf(injects: readonly Inject[], more: Partial<PlanContent> = {}): PlanContent {
  return { ...emptyPlan('邮件系统应急演练', 240), ...more, injects };
}

interface MadePlan {
  readonly plan: { readonly id: string; readonly injects: { readonly code: string; readonly hash: string }[] };
}

/** Stores a plan through the API; answers its id. */
export async function makePlan(world: World, content: PlanContent): Promise<string> {
  const input = { exerciseId: world.exerciseId, text: writePlan(content) };
  return make(world.as.organizer, 'createDrillPlan', 'CreateDrillPlanInput', input);
}

/** Has the chief referee approve every inject. */
export async function approvePlan(world: World, planId: string): Promise<void> {
  const { plan } = await world.as.chief.ask<MadePlan>(
    `query ($id: ID!) { plan: drillPlan(id: $id) { id injects { code hash } } }`,
    { id: planId },
  );
  await world.as.chief.ask(`mutation ($input: JudgeInjectsInput!) { judgeInjects(input: $input) { id } }`, {
    input: { commandId: commandId(), planId, injects: plan.injects, verdict: 'APPROVED', reason: '' },
  });
}

/** A drill of a plan, approved unless it is a rehearsal. */
export async function makeDrill(
  world: World,
  content: PlanContent,
  more: { readonly isRehearsal?: boolean; readonly unitIds?: string[] } = {},
): Promise<string> {
  const planId = await makePlan(world, content);
  const { isRehearsal = false } = more;
  if (!isRehearsal) await approvePlan(world, planId);
  const input = { exerciseId: world.exerciseId, planId, ...more, isRehearsal };
  return make(world.as.organizer, 'createDrill', 'CreateDrillInput', input);
}

const CELL = `unitId state releasedAt isByHand acknowledgedAt acknowledgedByName completedAt usedSeconds limitSeconds level
  reminders calls reply { text evidenceIds byName } marks { points of comment byName }`;
/** Everything of a drill, as those who direct it see it. */
export const BOARD = `id name state isRehearsal contentHash clock { drillSeconds elapsedSeconds isRunning speed startedAt endedAt }
  units { id name } injects { code title text note state cells { ${CELL} } }
  coming { kind code unitIds at atSeconds needsHand level to overdueSeconds }
  acts { id seq kind at recordedAt drillSeconds code unitId unitName actorName text level to toSeconds factor points }
  marksOf { unitId points of marked expected } rights { run evaluate barredUnitIds }`;
const MINE = `id unitId unitName name isRehearsal state clock { drillSeconds elapsedSeconds isRunning speed }
  injects { code title text channel cell cellName state releasedAt acknowledgedAt acknowledgedByName completedAt usedSeconds
    limitSeconds deadlineAt reminders attachments { name text } expectation { kind text withinMinutes points }
    reply { text evidenceIds byName } marks { points of comment } }`;

/** A cell as the tests read it. */
export interface SeenCell {
  readonly unitId: string;
  readonly state: string;
  readonly level: number;
  readonly reminders: number;
  readonly calls: number;
  readonly usedSeconds: number | null;
  readonly isByHand: boolean | null;
  readonly releasedAt: string | null;
  readonly marks: { readonly points: string; readonly comment: string } | null;
  readonly reply: { readonly text: string } | null;
}

export interface SeenAct {
  readonly id: string;
  readonly seq: number;
  readonly kind: string;
  readonly at: string;
  readonly code: string | null;
  readonly unitId: string | null;
}

/** A drill as the tests read it. */
export interface SeenDrill {
  readonly id: string;
  readonly state: string;
  readonly clock: { readonly drillSeconds: number; readonly elapsedSeconds: number; readonly isRunning: boolean };
  readonly injects: { readonly code: string; readonly state: string; readonly cells: SeenCell[] }[];
  readonly coming: {
    readonly kind: string;
    readonly code: string;
    readonly needsHand: boolean;
    readonly unitIds: string[];
  }[];
  readonly acts: SeenAct[];
  readonly marksOf: Record<string, unknown>[];
  readonly rights: { readonly run: boolean; readonly evaluate: boolean; readonly barredUnitIds: string[] };
}

/** A drill as a unit sees it. */
export interface SeenMine {
  readonly id: string;
  readonly state: string;
  readonly injects: {
    readonly code: string;
    readonly state: string;
    readonly marks: unknown;
    readonly reply: unknown;
  }[];
}

const INPUTS: Readonly<Record<string, string>> = {
  jumpDrill: 'JumpDrillInput',
  setDrillSpeed: 'DrillSpeedInput',
  noteDrill: 'NoteDrillInput',
  releaseInject: 'ReleaseInjectInput',
  takeBackInject: 'TakeBackInjectInput',
  acknowledgeInject: 'AcknowledgeInjectInput',
  completeInject: 'CompleteInjectInput',
  recordCall: 'RecordCallInput',
  markResponse: 'MarkResponseInput',
};

/** Any act on a drill; the answer as it came. */
export function tryAct<T = SeenDrill>(
  client: TestClient,
  mutation: string,
  input: Record<string, unknown>,
): Promise<Answer<{ done: T }>> {
  const isMine = mutation === 'acknowledgeInject' || mutation === 'completeInject';
  const query = `mutation ($input: ${INPUTS[mutation] ?? 'DrillCommandInput'}!) {
    done: ${mutation}(input: $input) { ${isMine ? MINE : BOARD} } }`;
  return client.query<{ done: T }>(query, { input: { commandId: commandId(), ...input } });
}

/** An act that must succeed. */
export async function act<T = SeenDrill>(
  client: TestClient,
  mutation: string,
  input: Record<string, unknown>,
): Promise<T> {
  const { data, errors } = await tryAct<T>(client, mutation, input);
  if (errors || data === null) throw new Error(JSON.stringify(errors));
  return data.done;
}

/** The refusal code of an act that must be refused. */
export async function refusalOf(client: TestClient, mutation: string, input: Record<string, unknown>): Promise<string> {
  const { errors } = await tryAct(client, mutation, input);
  if (!errors?.[0]) throw new Error(`${mutation} was not refused`);
  return errors[0].extensions.code;
}

/** How a drill stands. */
export async function seeDrill(client: TestClient, id: string): Promise<SeenDrill> {
  const { drill } = await client.ask<{ drill: SeenDrill }>(`query ($id: ID!) { drill(id: $id) { ${BOARD} } }`, { id });
  return drill;
}

/** What a unit's people see. */
export async function seeMine(client: TestClient, exerciseId: string): Promise<SeenMine[]> {
  const query = `query ($id: ID!) { myDrills(exerciseId: $id) { ${MINE} } }`;
  return (await client.ask<{ myDrills: SeenMine[] }>(query, { id: exerciseId })).myDrills;
}

/** Cell of an inject at a unit. */
export function cellIn(drill: SeenDrill, code: string, unitId: string): SeenCell {
  const cell = drill.injects.find((inject) => inject.code === code)?.cells.find((one) => one.unitId === unitId);
  if (cell === undefined) throw new Error(`no ${code} at ${unitId}`);
  return cell;
}

/** Moves the clock on and lets time do what is due. */
export async function forward({ clock, app }: TestServer, minutes: number): Promise<void> {
  clock.set(new Date(clock.now().getTime() + minutes * 60_000));
  await app.get(Timetable).runDue();
}
