import { randomUUID } from 'node:crypto';
import type { Browser, Page } from '@playwright/test';
import { Api } from '../support/api.js';
import { PASSWORD } from '../support/exercise.js';
import { Rehearsal } from '../support/rehearsal.js';
import { expect as soonExpect, test } from '../support/test.js';

/*
 * Two days of a protection period, on a server whose clock jumps: a shift that nobody took, a zero report that never
 * came, an incident reported ten minutes late. Each jump is a restart; nothing that falls due in between is lost.
 */

const expect = soonExpect.configure({ timeout: 30_000 });
const DAY_MS = 24 * 3_600_000;
const ZONE_MS = 8 * 3_600_000;

/** The period's first day, some days ahead: a rehearsal's clock only shows what is to come. */
const firstDay = new Date(Math.ceil((Date.now() + ZONE_MS) / DAY_MS) * DAY_MS + 2 * DAY_MS - ZONE_MS);
const dateOf = (day: number): string =>
  new Date(firstDay.getTime() + day * DAY_MS + ZONE_MS).toISOString().slice(0, 10);
/** A local moment of day 0, 1, … of the period. */
const at = (day: number, time: string): Date => new Date(`${dateOf(day)}T${time}+08:00`);

interface Seat {
  readonly page: Page;
  readonly api: Api;
}

interface Cast {
  readonly exerciseId: string;
  readonly code: string;
  readonly units: readonly { readonly id: string; readonly name: string }[];
  readonly organizer: Seat;
  readonly standby: Seat;
  readonly bank: Seat;
}

test('a unit lives through two days of a protection period', async ({ browser }) => {
  test.setTimeout(600_000);
  const server = await Rehearsal.at(at(-1, '09:00:00'));
  try {
    const cast = await gather(browser, server);
    const periodId = await test.step('control plans the period, the unit its duty', () => plan(cast));

    await test.step('a task is handed in and signed off', async () => {
      const { page } = cast.organizer;
      await page.goto(`${server.url}/x/${cast.code}/protection/${periodId}`);
      await expect(page.getByText('互联网暴露面收敛').first()).toBeVisible();
      await expect(page.getByText('1/2').first()).toBeVisible();
    });

    await test.step('nobody signs in: the standby is told, and steps in', async () => {
      await server.jumpTo(at(0, '08:10:30'));
      const { page } = cast.standby;
      await page.goto(`${server.url}/x/${cast.code}/duty`);
      await expect(page.getByText(/08:10 已通知备班/)).toBeVisible();
      await page.getByRole('button', { name: '我来顶班' }).click();
      await expect(page.getByText(/顶班/).first()).toBeVisible();
      await expect(page.getByRole('button', { name: '我来顶班' })).toHaveCount(0);
    });

    await test.step('one unit files its zero report, the other never does', async () => {
      await server.jumpTo(at(0, '16:40:00'));
      const { page } = cast.standby;
      await page.goto(`${server.url}/x/${cast.code}/reports`);
      await page.getByRole('button', { name: '报平安' }).click();
      await expect(page.getByText(/^第 1 版 ·/)).toBeVisible();
      await server.jumpTo(at(0, '17:05:00'));
      const control = cast.organizer.page;
      await control.goto(`${server.url}/x/${cast.code}/reports/${periodId}`);
      await expect(control.getByText('还没报')).toBeVisible();
      await expect(control.getByRole('listitem').filter({ hasText: '静川供水' }).first()).toBeVisible();
      await cast.bank.page.goto(`${server.url}/x/${cast.code}/reports`);
      await expect(cast.bank.page.getByText(/现在报记迟报/)).toBeVisible();
    });

    await test.step('the next day it counts as missed', async () => {
      await server.jumpTo(at(1, '09:00:00'));
      const { page } = cast.organizer;
      await page.goto(`${server.url}/x/${cast.code}/reports/${periodId}`);
      await expect(page.getByText('昨日漏报').first()).toBeVisible();
    });

    await test.step('an incident is reported ten minutes late', async () => {
      const noticeId = await cast.standby.api.command('openIncidentNotice', 'OpenIncidentNoticeInput', {
        periodId,
        unitId: cast.units[0]?.id,
        title: '门户网站被篡改',
        level: 'GENERAL',
        reporterKind: 'OTHER',
        discoveredAt: at(1, '08:30:00').toISOString(),
        incidentId: null,
      });
      // Two hours by the period.
      await server.jumpTo(at(1, '10:39:45'));
      const { page } = cast.standby;
      await page.goto(`${server.url}/x/${cast.code}/incident-notices/${noticeId}`);
      await page.getByLabel('报告内容').fill('首页被替换，已下线并恢复备份，正在排查上传点。');
      await expect
        .poll(async () => (await cast.standby.api.now()).getTime())
        .toBeGreaterThan(at(1, '10:40:00').getTime());
      await page.getByRole('button', { name: '报送' }).click();
      await expect(page.getByText('迟 10 分').first()).toBeVisible();
    });

    await test.step('control sees in the summary how it went', async () => {
      await server.jumpTo(at(2, '09:00:00'));
      const { page } = cast.organizer;
      await page.goto(`${server.url}/x/${cast.code}/summary/${periodId}`);
      const row = (unit: string) => page.getByRole('row').filter({ hasText: unit }).first();
      await expect(row('临溪热力')).toBeVisible();
      await expect(row('静川供水')).toBeVisible();
    });
  } finally {
    await server.close();
  }
});

async function gather(browser: Browser, server: Rehearsal): Promise<Cast> {
  const seat = async (username: string, password = PASSWORD): Promise<Seat> => {
    const context = await browser.newContext({ baseURL: server.url });
    const page = await context.newPage();
    return { page, api: await new Api(context.request).login(username, password) };
  };
  const admin = await seat('admin', server.adminPassword());
  const { ruleSets } = await admin.api.ask<{ ruleSets: { key: string; hash: string }[] }>('{ ruleSets { key hash } }');
  const hashOf = (key: string) => ruleSets.find((one) => one.key === key)?.hash;
  const code = 'guard';
  const exerciseId = await admin.api.command('createExercise', 'CreateExerciseInput', {
    code,
    name: '重保流程',
    host: '流程测试指挥部',
    timeZone: 'Asia/Shanghai',
    startsAt: at(0, '08:00:00').toISOString(),
    endsAt: at(5, '08:00:00').toISOString(),
    attackRuleSetHash: hashOf('depth-simple'),
    defenseRuleSetHash: hashOf('depth-simple'),
  });
  const units = [];
  for (const name of ['临溪热力', '静川供水']) {
    const unit = { exerciseId, name, industry: '能源', isKeyUnit: false };
    units.push({ id: await admin.api.command('addUnit', 'AddUnitInput', unit), name });
  }
  const join = async (username: string, role: string, place: Record<string, unknown> = {}) => {
    const user = { username, displayName: `${username}某`, password: PASSWORD };
    const userId = await admin.api.command('createUser', 'CreateUserInput', user);
    await admin.api.command('grantMembership', 'GrantMembershipInput', { exerciseId, userId, role, ...place });
  };
  await join('organizer', 'ORGANIZER');
  await join('standby', 'DEFENDER', { unitId: units[0]?.id });
  await join('absent', 'DUTY_OFFICER', { unitId: units[0]?.id });
  await join('bank', 'DEFENDER', { unitId: units[1]?.id });
  return {
    ...{ exerciseId, code, units },
    organizer: await seat('organizer'),
    standby: await seat('standby'),
    bank: await seat('bank'),
  };
}

async function plan(cast: Cast): Promise<string> {
  const { exerciseId, organizer, standby, units } = cast;
  const periodId = await organizer.api.command('createProtectionPeriod', 'CreateProtectionPeriodInput', {
    exerciseId,
    name: '两日保障（示例）',
    basis: '',
    times: {
      zone: 'Asia/Shanghai',
      windows: [{ startsLocal: `${dateOf(0)}T08:00`, endsLocal: `${dateOf(2)}T08:00` }],
      phases: null,
      zeroReportAt: '17:00',
    },
    measures: [],
    ownerUnitId: null,
    unitIds: units.map(({ id }) => id),
    incidentHours: 2,
  });
  const taskId = await organizer.api.command('addProtectionTask', 'AddProtectionTaskInput', {
    periodId,
    phase: 'EVE',
    name: '互联网暴露面收敛',
    measures: ['非必要系统关停'],
    evidence: '收敛前后端口清单',
    owner: '安全责任人',
    dueLocal: `${dateOf(0)}T07:00`,
    daily: false,
    dueTime: null,
    requires: [],
    unitIds: null,
  });
  const place = { taskId, unitId: units[0]?.id, day: null };
  const work = (who: Api, name: string, type: string, input: Record<string, unknown>) =>
    who.ask(`mutation ($input: ${type}!) { ${name}(input: $input) { task { id } } }`, {
      input: { commandId: randomUUID(), ...place, ...input },
    });
  await work(standby.api, 'submitProtectionTask', 'SubmitProtectionTaskInput', {
    text: '已关停 6 个',
    evidenceIds: [],
  });
  await work(organizer.api, 'signProtectionTask', 'SignProtectionTaskInput', { comment: '' });
  await roster(cast);
  return periodId;
}

async function roster({ exerciseId, standby, units }: Cast): Promise<void> {
  const shift = { startsAt: '08:00', needed: 1 };
  const rosterId = await standby.api.command('setDutyRoster', 'SetDutyRosterInput', {
    exerciseId,
    rootId: units[0]?.id,
    version: 0,
    zone: 'Asia/Shanghai',
    kinds: [
      { ...shift, key: 'day', name: '白班', role: 'SHIFT', endsAt: '20:00' },
      { ...shift, key: 'standby', name: '备班', role: 'STANDBY', endsAt: '08:00' },
    ],
    minRestHours: 12,
    lateMinutes: 10,
  });
  const query =
    'query ($id: ID!, $from: String!, $to: String!) { dutyBoard(rosterId: $id, from: $from, to: $to) { people { id name } } }';
  const { dutyBoard } = await standby.api.ask<{ dutyBoard: { people: { id: string; name: string }[] } }>(query, {
    id: rosterId,
    from: dateOf(0),
    to: dateOf(1),
  });
  const person = (username: string) => dutyBoard.people.find(({ name }) => name === `${username}某`)?.id;
  const change = (kindKey: string, username: string) => {
    return { kindKey, date: dateOf(0), personId: person(username), isOn: true };
  };
  await standby.api.command('assignDuty', 'AssignDutyInput', {
    rosterId,
    changes: [change('day', 'absent'), change('standby', 'standby')],
    reason: '',
  });
}
