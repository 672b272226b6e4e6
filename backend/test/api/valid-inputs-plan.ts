import { commandId } from '../client.js';
import type { ServedWorld } from '../world.js';
import type { ValidInputs } from './valid-scene.js';

/** A plan of two injects, as a file. */
export const PLAN_TEXT = `title: 邮件演练
durationMinutes: 120
cells: [{ key: watch, name: 监测 }]
moves: [{ key: m1, name: 发现, situation: 登录异常 }]
columns: [{ key: k1, name: 负责人 }]
injects:
  - code: I-01
    title: MARKPLAN 开场
    body: MARKPLAN 正文
    note: MARKPLAN 备注
    moveKey: m1
    trigger: { kind: TIMED, at: T+00:05 }
    cell: watch
    expectation: { kind: DETECT, text: 发现, withinMinutes: 10, points: 10 }
  - code: I-02
    title: MARKPLAN 提示
    requires: [I-01]
    trigger: { kind: CONDITION, when: { inject: I-01, is: NOT_COMPLETED, afterMinutes: 30 }, notBefore: T+00:40 }
    values: { k1: 甲 }
`;

const INJECT = {
  ...{ code: 'I-09', title: '新注入', body: '正文', note: '备注', moveKey: 'm1', cell: 'watch', channel: 'ALERT' },
  ...{ trigger: 'TIMED', offsetSeconds: 600, condition: null, units: null, requires: ['I-01'], otherwise: '' },
  attachments: [{ name: '日志', text: '一行', evidenceId: null }],
  expectation: {
    kind: 'REPORT',
    text: '报告',
    withinMinutes: 20,
    points: '5',
    escalateTo: ['值班领导'],
    remindMinutes: 5,
  },
  color: '#fff1b8',
  values: [{ key: 'k1', value: '乙' }],
};

/** Makes a plan; answers with its id and the hash of its first inject. */
export async function makePlan(world: ServedWorld, text = PLAN_TEXT): Promise<{ id: string; hash: string }> {
  const mutation = `mutation ($input: CreateDrillPlanInput!) { createDrillPlan(input: $input) { id injects { code hash } } }`;
  const { createDrillPlan: made } = await world.as.organizer.ask<{
    createDrillPlan: { id: string; injects: { hash: string }[] };
  }>(mutation, { input: { commandId: commandId(), exerciseId: world.exerciseId, text } });
  return { id: made.id, hash: made.injects[0]?.hash ?? '' };
}

/** A valid input for every mutation of drill plans. */
export async function planInputs(world: ServedWorld): Promise<ValidInputs> {
  const { id: planId, hash } = await makePlan(world);
  const at = { planId, version: 1 };
  const by = 'organizer' as const;
  const settings = { title: '新名', summary: '说明', durationMinutes: 90 };
  const lists = {
    cells: [{ key: 'watch', name: '监测' }],
    moves: [{ key: 'm1', name: '发现', situation: '情况' }],
    columns: [{ key: 'k1', name: '负责人', kind: 'CHOICE', choices: ['甲', '乙'] }],
  };
  return {
    createDrillPlan: { by, input: { exerciseId: world.exerciseId, title: '空白方案' } },
    saveInject: { by, input: { ...at, before: null, inject: INJECT } },
    removeInjects: { by, input: { ...at, codes: ['I-02'] } },
    copyInject: { by, input: { ...at, code: 'I-01' } },
    moveInject: { by, input: { ...at, code: 'I-01', direction: 'DOWN' } },
    retimeInjects: { by, input: { ...at, times: [{ code: 'I-01', seconds: 900 }] } },
    colorInjects: { by, input: { ...at, codes: ['I-01'], color: '#fff1b8' } },
    renumberInjects: { by, input: at },
    savePlanSettings: { by, input: { ...at, ...settings, ...lists } },
    shiftPlan: {
      by,
      input: { ...at, shift: { part: 'CELL', key: 'watch', minutes: 5 }, allowOutside: false, lengthen: false },
    },
    archivePlan: { by, input: { ...at, archived: true } },
    judgeInjects: {
      by: 'chief',
      input: { planId, injects: [{ code: 'I-01', hash }], verdict: 'RETURNED', reason: '理由' },
    },
  };
}
