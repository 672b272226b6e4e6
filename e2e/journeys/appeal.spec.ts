import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { account } from '../support/demo.js';
import {
  acceptResult,
  fileDetection,
  fileResult,
  markIncident,
  PASSWORD,
  type OwnExercise,
} from '../support/exercise.js';
import { pngFile } from '../support/files.js';
import { expect, seat, signedInSeat, test, type Seat } from '../support/test.js';
import { minutesFromNow } from '../support/time.js';

/*
 * An appeal by five people. Two teams used the same vulnerability, so the second finder counts 70 % (XC-2022 rule 6).
 * The unit appeals the loss the first one caused; another referee upholds it and proposes that the result is none; the
 * organizer sees what follows for everybody and puts it into effect: the second finder counts whole, and the unit lost
 * less and so has a higher protection value. All concerned are told, each of his own.
 */

const WEB = { categoryKey: 'path-web', privilegeKey: 'admin' };
const ONE_VULNERABILITY = 'CVE-2026-1234';
const GROUNDS = '所称权限在日志中没有任何登录记录，系统当时已下线。';
const RULING = '新日志表明当时系统已下线，未取得权限。';

interface People {
  readonly admin: Seat;
  readonly organizer: Seat;
  readonly referee: Seat;
  readonly second: Seat;
  readonly team: Seat;
  readonly rival: Seat;
  readonly defender: Seat;
}

test('a unit appeals a loss: upheld, applied by a second person, it moves a third party and the unit', async ({
  browser,
  newExercise,
}) => {
  test.setTimeout(240_000);
  const exercise = await newExercise('appeal', 'xc-2022');
  const people = await gather(browser, exercise);
  const nodeId = await play(people, exercise);
  const before = await figures(people.organizer, exercise);

  await test.step('the unit files its appeal from the loss, within the time shown', async () => {
    const { page } = people.defender;
    await page.goto(`/x/${exercise.code}/losses`);
    await page.locator(`a[href$="/appeals/new/LOSS/${nodeId}"]`).click();
    await expect(page.getByRole('heading', { name: '提交申诉' })).toBeVisible();
    await expect(page.locator('.countdown')).toContainText('余');
    await expect(page.getByRole('button', { name: '提交申诉' })).toBeDisabled();
    await page.getByLabel('申诉理由').fill(GROUNDS);
    await page
      .getByLabel('选择文件 新佐证材料')
      .setInputFiles({ name: '下线记录.png', mimeType: 'image/png', buffer: pngFile() });
    await expectClean(page);
    await page.getByRole('button', { name: '提交申诉' }).click();
    await expect(page.getByText('待受理')).toBeVisible();
    await expect(page.getByText('攻击路径与对方材料不在此公开')).toBeVisible();
    await expect(page.getByText('试锋队')).toHaveCount(0);
  });

  const appealId = people.defender.page.url().split('/').at(-1) ?? '';

  await test.step('who judged it cannot rule on it', async () => {
    const { page } = people.referee;
    await page.goto(`/x/${exercise.code}/appeals/${appealId}`);
    await expect(page.getByText('你参与过这项裁定，不能再裁。')).toBeVisible();
    await expect(page.getByRole('button', { name: '受理' })).toHaveCount(0);
  });

  await test.step('another referee takes it, reads both sides and upholds it', async () => {
    const { page } = people.second;
    await page.goto(`/x/${exercise.code}/appeals`);
    await page.getByRole('main').getByRole('link', { name: '受理' }).click();
    await page.getByRole('button', { name: '受理' }).click();
    await expect(page.getByText(GROUNDS)).toBeVisible();
    await page.getByRole('group', { name: '裁决', exact: true }).getByText('成立').click();
    await page.getByLabel('裁决理由').fill(RULING);
    await page.getByLabel('公开理由').fill('复核后更正');
    await page.getByRole('group', { name: '裁定', exact: true }).getByText('不成立').click();
    await page.getByLabel('新裁定的理由').fill('没有登录记录');
    await expectClean(page);
    await page.getByRole('button', { name: '裁决成立并提出重评' }).click();
    await expect(page.getByText('成立，待生效')).toBeVisible();
    expect(await figures(people.organizer, exercise)).toEqual(before);
  });

  await test.step('the organizer sees what follows for everybody and puts it into effect', async () => {
    const { page } = people.organizer;
    await page.goto(`/x/${exercise.code}/appeals/${appealId}`);
    await page.getByRole('link', { name: /^重评 R-/ }).click();
    await expect(page.getByText('重评预览')).toBeVisible();
    for (const name of ['试锋队', '砺剑队', exercise.hitUnit.name]) {
      await expect(page.getByRole('main').getByText(name).filter({ visible: true }).first()).toBeVisible();
    }
    await page.getByRole('button', { name: '验证身份并生效' }).click();
    await page.getByLabel('你的登录密码').fill(PASSWORD);
    await page.getByRole('dialog').getByRole('button', { name: '生效', exact: true }).click();
    await expect(page.getByText('已生效').filter({ visible: true }).first()).toBeVisible();
  });

  await test.step('the third party counts whole, the unit’s value rises, and both are told', async () => {
    const after = await figures(people.organizer, exercise);
    expect([before['砺剑队'], after['砺剑队']]).toEqual(['70.00', '100.00']);
    expect([before['试锋队'], after['试锋队']]).toEqual(['100.00', '0.00']);
    expect(Number(after[exercise.hitUnit.name])).toBeGreaterThan(Number(before[exercise.hitUnit.name]));
    expect(await told(people.defender, exercise)).toEqual(expect.arrayContaining(['APPEAL_EXECUTED', 'RESCORED']));
    expect(await told(people.team, exercise)).toEqual(['RESCORED']);
    expect(await told(people.rival, exercise)).toEqual(['RESCORED']);
    const { page } = people.defender;
    await expect(page.getByText('成立，已生效')).toBeVisible();
    await page.getByRole('link', { name: '裁决书' }).click();
    await expect(page.getByRole('heading', { name: '申诉裁决书' })).toBeVisible();
    await expect(page.getByText(RULING)).toBeVisible();
    await expect(page.locator('.record')).not.toContainText('试锋队');
    await expectClean(page);
    const paper = (await page.pdf({ format: 'A4', preferCSSPageSize: true })).toString('latin1');
    // A4 in points, on every page.
    const sizes = [...paper.matchAll(/\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/g)].map((match) =>
      match.slice(1, 3).map(Number),
    );
    expect(sizes.length).toBeGreaterThan(0);
    for (const [width = 0, height = 0] of sizes) expect([Math.round(width), Math.round(height)]).toEqual([595, 842]);
  });
});

async function gather(browser: Parameters<typeof seat>[0], exercise: OwnExercise): Promise<People> {
  const admin = await seat(browser);
  await admin.api.login('admin', account('admin').password);
  const { id: exerciseId, code } = exercise;
  const teamId = await admin.api.command('addAttackTeam', 'AddAttackTeamInput', { exerciseId, name: '砺剑队' });
  const joined = async (key: string, role: string, displayName: string, place: Record<string, string> = {}) => {
    const username = `${code}.${key}`;
    const user = { username, displayName, password: PASSWORD };
    const userId = await admin.api.command('createUser', 'CreateUserInput', user);
    await admin.api.command('grantMembership', 'GrantMembershipInput', { exerciseId, userId, role, ...place });
    return signedInSeat(browser, username);
  };
  return {
    admin,
    organizer: await signedInSeat(browser, exercise.people.organizer.username),
    referee: await signedInSeat(browser, exercise.people.referee.username),
    second: await joined('second', 'REFEREE', '孟裁'),
    team: await signedInSeat(browser, exercise.people.attacker.username),
    rival: await joined('rival', 'ATTACKER', '钟攻', { teamId }),
    defender: await signedInSeat(browser, exercise.people.defender.username),
  };
}

/** Both results stand on one vulnerability; the unit's report is about the second. Answers the node of the first. */
async function play(people: People, exercise: OwnExercise): Promise<string> {
  const { id: exerciseId } = exercise;
  await people.admin.api.command('registerSourceAddress', 'RegisterSourceAddressInput', {
    teamId: (await teams(people.admin, exercise)).get('砺剑队'),
    exerciseId,
    cidr: '203.0.113.0/28',
    validFrom: minutesFromNow(-24 * 60),
    validTo: minutesFromNow(48 * 60),
  });
  await people.organizer.api.command('startExercise', 'ExerciseCommandInput', { exerciseId, version: 1 });
  const ruled = { ...WEB, vulnerabilityKey: ONE_VULNERABILITY };
  const first = await fileResult(people.team.api, exercise, '门户后台', [WEB]);
  await acceptResult(people.referee.api, first, [ruled]);
  const later = await fileResult(people.rival.api, exercise, '工单系统', [WEB]);
  await acceptResult(people.referee.api, later, [ruled]);
  const incidentId = await fileDetection(people.defender.api, exercise, '工单系统异常登录');
  await people.referee.api.command('linkIncident', 'LinkIncidentInput', {
    incidentId,
    submissionId: later.id,
    reason: '同一系统',
  });
  await markIncident(people.referee.api, exercise, incidentId, []);
  return first.nodes[0]?.id ?? '';
}

async function teams({ api }: Seat, { code }: OwnExercise): Promise<Map<string, string>> {
  const query = `query ($code: String!) { exercise(code: $code) { attackTeams { id name } } }`;
  const { exercise } = await api.ask<{ exercise: { attackTeams: { id: string; name: string }[] } }>(query, { code });
  return new Map(exercise.attackTeams.map(({ id, name }) => [name, id]));
}

interface Figures {
  readonly board: {
    readonly attack: { name: string; points: string }[];
    readonly defense: { name: string; value: string }[];
  };
}

/** Points of the teams and values of the units, by name. */
async function figures({ api }: Seat, { id }: OwnExercise): Promise<Record<string, string>> {
  const query = `query ($id: ID!) { board(exerciseId: $id, audience: PUBLIC) { attack { name points } defense { name value } } }`;
  const { board } = await api.ask<Figures>(query, { id });
  return Object.fromEntries([
    ...board.attack.map(({ name, points }) => [name, points]),
    ...board.defense.map(({ name, value }) => [name, value]),
  ]);
}

/** Codes of what somebody was told, newest first. */
async function told({ api }: Seat, { id }: OwnExercise): Promise<string[]> {
  const query = `query ($id: ID!) { notices(exerciseId: $id) { nodes { code } } }`;
  const { notices } = await api.ask<{ notices: { nodes: { code: string }[] } }>(query, { id });
  return notices.nodes.map(({ code }) => code);
}

async function expectClean(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.target.join(' ')}`)).toEqual([]);
}
