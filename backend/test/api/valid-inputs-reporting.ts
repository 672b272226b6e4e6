import { commandId } from '../client.js';
import { makePeriod } from '../periods.js';
import { make } from '../world.js';
import type { Scene, ValidInputs } from './valid-scene.js';

const IN_TIME = '2026-09-15T01:00:00Z';
const LATER = '2026-09-17T01:00:00Z';
const DAY = '2026-09-15';

/** Reports of a period, blocks, and what must be put right: one of each in the state some mutation wants. */
export async function reportingInputs(scene: Scene): Promise<ValidInputs> {
  const { world } = scene;
  const periodId = await makePeriod(world);
  return {
    ...(await noticeInputs(scene, periodId)),
    ...(await blockInputs(scene)),
    ...(await remediationInputs(scene, periodId)),
    fileZeroReport: {
      by: 'water',
      input: {
        ...{ periodId, unitId: world.units.water, day: DAY, kind: 'SITUATION', situations: 1, text: '一起扫描' },
        ...{ incidentIds: [scene.incidentId], expectedVersion: 0 },
      },
    },
    urgeZeroReport: { by: 'organizer', input: { periodId, day: DAY, unitIds: [world.units.bank] } },
  };
}

/** A discovery nobody reported on, and one that must be passed on. */
async function noticeInputs({ world, incidentId }: Scene, periodId: string): Promise<ValidInputs> {
  const { as, units } = world;
  const grave = { level: 'MAJOR', reporterKind: 'CRITICAL' };
  const opening = { periodId, unitId: units.water, title: '核心系统被勒索', discoveredAt: IN_TIME, ...grave };
  const open = (): Promise<string> => make(as.water, 'openIncidentNotice', 'OpenIncidentNoticeInput', opening);
  const [waiting, reported] = [await open(), await open()];
  const report = { stage: 'INITIAL', ...grave, text: '已隔离' };
  await make(as.water, 'fileIncidentNotice', 'FileIncidentNoticeInput', { noticeId: reported, ...report });
  return {
    openIncidentNotice: { by: 'water', input: { ...opening, incidentId } },
    fileIncidentNotice: { by: 'water', input: { noticeId: waiting, ...report } },
    passOnIncidentNotice: { by: 'organizer', input: { noticeId: reported, text: '已电话报公安机关' } },
  };
}

/** A block in force, and a lead the unit has been told of. */
async function blockInputs({ world, evidence }: Scene): Promise<ValidInputs> {
  const { as, exerciseId, units } = world;
  const block = {
    ...{ exerciseId, unitId: units.water, kind: 'ADDRESS', target: '203.0.113.5', scope: '互联网边界' },
    ...{ reason: '扫描', device: '边界防火墙', placedBy: '值班员', startsAt: IN_TIME, untilAt: LATER },
  };
  const blockId = await make(as.water, 'recordBlock', 'RecordBlockInput', block);
  const abnormalId = await make(as.north, 'reportAbnormalDefense', 'AbnormalReportInput', {
    ...{ exerciseId, unitId: units.water, form: 'RANGE_BLOCKED', systemName: '门户网站', narrative: '整段封禁' },
    ...{ evidenceAt: IN_TIME, evidenceIds: [evidence.north] },
  });
  await as.referee.ask(`mutation ($input: AbnormalActInput!) { noticeAbnormalDefense(input: $input) { id } }`, {
    input: { commandId: commandId(), episodeId: abnormalId, expectedActId: null, reason: '核验属实' },
  });
  return {
    recordBlock: { by: 'water', input: block },
    extendBlock: { by: 'water', input: { blockId, untilAt: '2026-09-18T01:00:00Z', note: '仍在扫描' } },
    liftBlock: { by: 'water', input: { blockId, note: '误封' } },
    retestBlock: { by: 'water', input: { blockId, holds: true, note: '' } },
    answerWithBlocks: { by: 'water', input: { abnormalId, blockIds: [blockId], note: '限时封禁' } },
  };
}

/** Items that wait for each act, and one of another exercise that may be carried over. */
async function remediationInputs({ world }: Scene, periodId: string): Promise<ValidInputs> {
  const { as, exerciseId, units } = world;
  const item = {
    ...{ exerciseId, unitId: units.water, title: '弱口令', detail: '', severity: 'HIGH', source: 'PERIOD' },
    ...{ sourceId: periodId, ownerName: '沈工', deadlineAt: LATER },
  };
  const open = (): Promise<string> => make(as.organizer, 'openRemediation', 'OpenRemediationInput', item);
  const [fresh, submitted, passed] = [await open(), await open(), await open()];
  for (const itemId of [submitted, passed]) {
    await make(as.water, 'submitRemediation', 'SubmitRemediationInput', { itemId, text: '已改' });
  }
  const verdict = { itemId: passed, text: '复测通过', hasPassed: true };
  await make(as.organizer, 'retestRemediation', 'RetestRemediationInput', verdict);
  const until = { text: '设备到货晚', deadlineAt: '2026-09-20T01:00:00Z' };
  return {
    openRemediation: { by: 'organizer', input: item },
    startRemediation: { by: 'water', input: { itemId: fresh, text: '' } },
    submitRemediation: { by: 'water', input: { itemId: fresh, text: '已改' } },
    retestRemediation: { by: 'organizer', input: { ...verdict, itemId: submitted } },
    closeRemediation: { by: 'organizer', input: { itemId: passed, text: '' } },
    reopenRemediation: { by: 'organizer', input: { itemId: passed, ...until } },
    extendRemediation: { by: 'organizer', input: { itemId: fresh, ...until } },
    carryOverRemediation: {
      by: 'organizer',
      input: { exerciseId, itemId: await itemElsewhere(world), deadlineAt: LATER },
    },
    recordLesson: { by: 'water', input: { periodId, unitId: units.water, wentWell: '', wentWrong: '交接不清' } },
  };
}

/** An item of a unit that bears the waterworks' name in another exercise. */
async function itemElsewhere({ as, code }: Scene['world']): Promise<string> {
  const { exercise, me } = await as.organizer.ask<{
    exercise: { attackRuleSet: { hash: string }; defenseRuleSet: { hash: string } };
    me: { user: { id: string } };
  }>(
    `query ($code: String!) { me { user { id } }
       exercise(code: $code) { attackRuleSet { hash } defenseRuleSet { hash } } }`,
    { code },
  );
  const exerciseId = await make(as.admin, 'createExercise', 'CreateExerciseInput', {
    ...{ code: 'earlier-2025', name: '往年演习', host: '指挥部', timeZone: 'Asia/Shanghai' },
    ...{ startsAt: '2025-09-15T01:00:00Z', endsAt: '2025-09-17T01:00:00Z' },
    ...{ attackRuleSetHash: exercise.attackRuleSet.hash, defenseRuleSetHash: exercise.defenseRuleSet.hash },
  });
  const grant = { exerciseId, userId: me.user.id, role: 'ORGANIZER' };
  await make(as.admin, 'grantMembership', 'GrantMembershipInput', grant);
  const unit = { exerciseId, name: '澜江水务', industry: '水利', isKeyUnit: false };
  const unitId = await make(as.organizer, 'addUnit', 'AddUnitInput', unit);
  return make(as.organizer, 'openRemediation', 'OpenRemediationInput', {
    ...{ exerciseId, unitId, title: '弱口令', detail: '', severity: 'HIGH', source: 'PERIOD', sourceId: null },
    ...{ ownerName: '沈工', deadlineAt: LATER },
  });
}
