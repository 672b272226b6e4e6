import { makePeriod } from '../periods.js';
import { make } from '../world.js';
import { commandId } from '../client.js';
import type { Scene, ValidInputs } from './valid-scene.js';

/** A period with tasks that wait for each act. */
export async function protectionInputs({ world }: Scene): Promise<ValidInputs> {
  const { as, exerciseId, units } = world;
  const periodId = await makePeriod(world);
  const task = await taskOf(world, periodId);
  const add = (): Promise<string> =>
    make(as.organizer, 'addProtectionTask', 'AddProtectionTaskInput', { periodId, ...task });
  const [fresh, submitted, returned, removed] = [await add(), await add(), await add(), await add()];
  const [started, handedIn, excused] = [await add(), await add(), await add()];
  const at = (taskId: string) => ({ taskId, unitId: units.water, day: null });
  const work = { text: '已完成', evidenceIds: [] };
  const submit = `mutation ($input: SubmitProtectionTaskInput!) { submitProtectionTask(input: $input) { steps } }`;
  for (const taskId of [submitted, returned]) {
    await as.water.ask(submit, { input: { commandId: commandId(), ...at(taskId), ...work } });
  }
  const settings = {
    name: '国庆保障',
    basis: '通知（示例）',
    times: {
      zone: 'Asia/Shanghai',
      windows: [{ startsLocal: '2026-09-30T18:00', endsLocal: '2026-10-08T08:00' }],
      phases: null,
      zeroReportAt: '17:00',
    },
    measures: [{ mode: 'PROTECTION', measures: ['一键关停'] }],
    ownerUnitId: null,
    unitIds: [units.water, units.bank],
    incidentHours: 2,
  };
  const by = (input: Record<string, unknown>) => ({ by: 'organizer' as const, input });
  return {
    createProtectionPeriod: by({ exerciseId, ...settings }),
    changeProtectionPeriod: by({ periodId, version: 1, ...settings }),
    switchProtectionMode: by({ periodId, mode: 'PROTECTION', reason: '保障期开始' }),
    applyTaskTemplates: by({ periodId, templateKeys: ['d1-base'], tagUnits: [] }),
    addProtectionTask: by({ periodId, ...task }),
    changeProtectionTask: by({ taskId: fresh, version: 1, ...task, owner: '安全负责人' }),
    removeProtectionTask: by({ taskId: removed, version: 1, reason: '重复' }),
    startProtectionTask: { by: 'water', input: at(started) },
    submitProtectionTask: { by: 'water', input: { ...at(handedIn), ...work } },
    returnProtectionTask: by({ ...at(returned), reason: '缺清单', dueLocal: null }),
    signProtectionTask: by({ ...at(submitted), comment: '属实' }),
    excuseProtectionTask: by({ ...at(excused), isApplicable: false, reason: '无此系统' }),
  };
}

/** A task due at the end of the period's aftermath, which lies ahead whatever the clock says. */
async function taskOf({ as }: Scene['world'], periodId: string): Promise<Record<string, unknown>> {
  const query = `query ($id: ID!) { protectionPeriod(id: $id) { zone phases { phase endsAt } } }`;
  const { protectionPeriod } = await as.organizer.ask<{
    protectionPeriod: { zone: string; phases: { phase: string; endsAt: string }[] };
  }>(query, { id: periodId });
  const after = protectionPeriod.phases.find(({ phase }) => phase === 'AFTER');
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: protectionPeriod.zone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  const dueLocal = format.format(new Date(after?.endsAt ?? 0)).replace(' ', 'T');
  const words = { name: '总结', measures: ['复盘'], evidence: '报告', owner: '' };
  return { phase: 'AFTER', ...words, dueLocal, daily: false, dueTime: null, requires: [], unitIds: null };
}
