import { randomUUID } from 'node:crypto';
import type { Api } from './api.js';
import { PASSWORD, type Person } from './exercise.js';
import { minutesFromNow } from './time.js';

/** An exercise for a drill: three units with a person each, who direct and who mark, and an approved plan. */
export interface DrillExercise {
  readonly id: string;
  readonly code: string;
  readonly units: readonly { readonly id: string; readonly name: string; readonly person: Person }[];
  readonly organizer: Person;
  readonly chief: Person;
  readonly referee: Person;
}

const UNITS = ['云泽燃气', '澜江水务', '云泽第一医院'] as const;

/** Title of the plan, and so of its drills. */
export const PLAN_TITLE = '邮件系统应急演练（示例）';

/** How many injects the plan has. */
export const INJECTS = 40;

/** Makes the exercise as the administrator would, and starts it. */
export async function prepareDrillExercise(admin: Api, code: string): Promise<DrillExercise> {
  const { ruleSets } = await admin.ask<{ ruleSets: { key: string; hash: string }[] }>('{ ruleSets { key hash } }');
  const hashOf = (key: string) => ruleSets.find((one) => one.key === key)?.hash;
  const id = await admin.command('createExercise', 'CreateExerciseInput', {
    code,
    name: `应急演练 ${code}`,
    host: '流程测试指挥部',
    timeZone: 'Asia/Shanghai',
    startsAt: minutesFromNow(-24 * 60),
    endsAt: minutesFromNow(48 * 60),
    attackRuleSetHash: hashOf('depth-simple'),
    defenseRuleSetHash: hashOf('drill-simple'),
  });
  const person = async (name: string, displayName: string, role: string, place: Record<string, string> = {}) => {
    const username = `${code}.${name}`;
    const userId = await admin.command('createUser', 'CreateUserInput', { username, displayName, password: PASSWORD });
    await admin.command('grantMembership', 'GrantMembershipInput', { exerciseId: id, userId, role, ...place });
    return { username, displayName };
  };
  const units = [];
  for (const [index, name] of UNITS.entries()) {
    const unit = { exerciseId: id, name, industry: '能源', isKeyUnit: false };
    const unitId = await admin.command('addUnit', 'AddUnitInput', unit);
    const keeper = await person(`unit${index + 1}`, `值守${index + 1}`, 'DEFENDER', { unitId });
    units.push({ id: unitId, name, person: keeper });
  }
  // An exercise starts with a team and a target; the drill itself has no use for either.
  await admin.command('addAttackTeam', 'AddAttackTeamInput', { exerciseId: id, name: '试锋队' });
  await admin.command('addTarget', 'AddTargetInput', {
    exerciseId: id,
    unitId: units[0]?.id,
    name: '邮件系统',
    targetClass: '业务系统',
    address: '198.51.100.0/24',
    description: '示例',
  });
  const organizer = await person('organizer', '温如故', 'ORGANIZER');
  const chief = await person('chief', '卫总裁', 'CHIEF_REFEREE');
  const referee = await person('referee', '褚评估', 'REFEREE');
  await admin.ask('mutation ($input: ExerciseCommandInput!) { startExercise(input: $input) { state } }', {
    input: { commandId: randomUUID(), exerciseId: id, version: 1 },
  });
  return { id, code, units, organizer, chief, referee };
}

interface Planned {
  readonly drillPlan: { readonly injects: readonly { readonly code: string; readonly hash: string }[] };
}

/** The organizer brings the plan in, the chief referee approves every inject. */
export async function preparePlan(organizer: Api, chief: Api, exerciseId: string): Promise<void> {
  const planId = await organizer.command('createDrillPlan', 'CreateDrillPlanInput', { exerciseId, text: planText() });
  const { drillPlan } = await chief.ask<Planned>('query ($id: ID!) { drillPlan(id: $id) { injects { code hash } } }', {
    id: planId,
  });
  const injects = drillPlan.injects.map(({ code, hash }) => ({ code, hash }));
  await chief.command('judgeInjects', 'JudgeInjectsInput', { planId, injects, verdict: 'APPROVED', reason: '' });
}

/**
 * Forty injects: a notice to begin with, one that goes up after a minute, one by hand, then one each minute, of which
 * every fifth asks for something. All figures are 示例.
 */
function planText(): string {
  const injects = Array.from({ length: INJECTS }, (_, index) => injectText(index + 1));
  return [
    `title: ${PLAN_TITLE}`,
    'summary: 单位、人员均为虚构；分值与时限为示例/自拟。',
    'durationMinutes: 60',
    'cells:',
    '  - { key: watch, name: 值守 }',
    'moves: []',
    'columns: []',
    'injects:',
    ...injects,
  ].join('\n');
}

const codeOf = (n: number) => `I-${String(n).padStart(2, '0')}`;
const at = (minutes: number) => `T+00:${String(minutes).padStart(2, '0')}`;

function injectText(n: number): string {
  if (n === 1) return inject(n, '开演通知', at(0), ask({ kind: 'ACKNOWLEDGE', text: '签收', within: 30, points: 5 }));
  if (n === 2) {
    return inject(n, '登录失败激增', at(0), ask({ kind: 'REPORT', text: '上报研判结论', within: 1, points: 10 }));
  }
  if (n === 3) return inject(n, '媒体问询', null, ask({ kind: 'DECIDE', text: '统一口径', within: 30, points: 10 }));
  const asked = n % 5 === 0 ? ask({ kind: 'DISPOSE', text: '处置并写明结果', within: 60, points: 10 }) : '';
  return inject(n, `第 ${n} 条线索`, at(n), asked);
}

function inject(n: number, title: string, time: string | null, asked: string): string {
  const trigger = time === null ? '{ kind: MANUAL }' : `{ kind: TIMED, at: ${time} }`;
  const head = `  - code: ${codeOf(n)}\n    title: ${title}\n    trigger: ${trigger}\n    cell: ALL\n    channel: NOTICE`;
  return `${head}\n    body: ${title}的内容，演练用，均为虚构。\n    note: 只给导调看的提示 ${n}\n${asked}`;
}

function ask(asked: { kind: string; text: string; within: number; points: number }): string {
  const { kind, text, within, points } = asked;
  const terms = `withinMinutes: ${within}, points: '${points}', escalateTo: [带班领导], remindMinutes: 0`;
  return `    expectation: { kind: ${kind}, text: ${text}, ${terms} }`;
}
