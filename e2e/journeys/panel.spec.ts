import type { Page } from '@playwright/test';
import { Workbench } from '../pages/workbench.page.js';
import { account } from '../support/demo.js';
import { fileResult, PASSWORD, type OwnExercise } from '../support/exercise.js';
import { expect as soonExpect, seat, signedInSeat, test, type Seat } from '../support/test.js';

/*
 * Two referees judge one node blind and do not agree, neither at first nor when they know of each other; the chief
 * referee decides. At every step somebody looks who may not know yet.
 */

/** Six browsers at once on one machine. */
const expect = soonExpect.configure({ timeout: 30_000 });
const CONTROL = { categoryKey: 'row-7', privilegeKey: 'admin' };
const REASONS = { first: '会话截图可见管理员身份。', second: '只证明普通账号，未见管理权限。' };

interface People {
  readonly first: Seat;
  readonly second: Seat;
  readonly outsider: Seat;
  readonly chief: Seat;
  readonly organizer: Seat;
  readonly attacker: Seat;
}

test('two referees differ blind and in reconciliation, the chief referee decides', async ({ browser, newExercise }) => {
  test.setTimeout(240_000);
  const exercise = await newExercise('panel');
  const admin = await seat(browser);
  await admin.api.login('admin', account('admin').password);
  const named = (person: { username: string }) => signedInSeat(browser, person.username);
  const joined = async (key: string, role: string, displayName: string) => {
    const username = `${exercise.code}.${key}`;
    const userId = await admin.api.command('createUser', 'CreateUserInput', {
      username,
      displayName,
      password: PASSWORD,
    });
    await admin.api.command('grantMembership', 'GrantMembershipInput', { exerciseId: exercise.id, userId, role });
    return named({ username });
  };
  const people: People = {
    first: await named(exercise.people.referee),
    second: await joined('second', 'REFEREE', '孟裁'),
    outsider: await joined('third', 'REFEREE', '申裁'),
    chief: await joined('chief', 'CHIEF_REFEREE', '严裁'),
    organizer: await named(exercise.people.organizer),
    attacker: await named(exercise.people.attacker),
  };
  await test.step('two referees are set for everything, and the exercise begins', () => begin(people, exercise));
  const { id } = await fileResult(people.attacker.api, exercise, '运维堡垒机', [CONTROL]);

  await test.step('the first gives an opinion, which is sealed', async () => {
    const { page } = people.first;
    await new Workbench(page, exercise.code).open(id);
    await expect(page.getByText('第 1 轮已交 0 / 2')).toBeVisible();
    await expect(page.getByText('各席互不可见。')).toBeVisible();
    await judge(page, { outcome: '1', reason: REASONS.first, button: /^提交评审意见/ });
    await expect(page.getByText('你的意见已封存')).toBeVisible();
    await expect(page.getByRole('button', { name: /^提交评审意见/ })).toBeDisabled();
  });

  await test.step('the second sees that it is there, not what it says', async () => {
    const { page } = people.second;
    await new Workbench(page, exercise.code).open(id);
    await expect(page.getByText('第 1 轮已交 1 / 2')).toBeVisible();
    await expect(page.getByText(REASONS.first)).toHaveCount(0);
  });

  await test.step('they differ, and both see how', async () => {
    await judge(people.second.page, {
      outcome: '2',
      reason: REASONS.second,
      button: /^提交评审意见/,
      privilege: '普通',
    });
    for (const { page } of [people.first, people.second]) {
      await expect(page.getByText('首轮意见不一致。看过彼此')).toBeVisible();
      const table = page.getByRole('group', { name: '第 1 轮', exact: true });
      await expect(table).toContainText(REASONS.first);
      await expect(table).toContainText(REASONS.second);
      await expect(table.getByRole('row', { name: /^权限/ })).toContainText('普通');
      await expect(table.getByRole('img', { name: '不一致' })).toHaveCount(2);
    }
  });

  await test.step('a referee without a seat and the team see nothing of it', async () => {
    const { page } = people.outsider;
    await new Workbench(page, exercise.code).open(id);
    await expect(page.getByText('参加合议的裁判正在第二轮')).toBeVisible();
    await expect(page.getByText(REASONS.first)).toHaveCount(0);
    await people.attacker.page.goto(`/x/${exercise.code}/submissions/${id}`);
    await expect(people.attacker.page.getByText('运维堡垒机').first()).toBeVisible();
    await expect(people.attacker.page.getByText(REASONS.second)).toHaveCount(0);
  });

  await test.step('the second round differs too', async () => {
    await judge(people.first.page, {
      outcome: '1',
      reason: REASONS.first,
      button: /^提交第二轮意见/,
      privilege: '管理员',
    });
    await expect(people.second.page.getByText('第 2 轮已交 1 / 2')).toBeVisible();
    await expect(people.second.page.getByRole('group', { name: '第 2 轮', exact: true })).toHaveCount(0);
    await judge(people.second.page, {
      outcome: '2',
      reason: REASONS.second,
      button: /^提交第二轮意见/,
      privilege: '普通',
    });
    await expect(people.second.page.getByText('两轮意见均不一致，由裁判长裁定。')).toBeVisible();
  });

  await test.step('the chief referee sees both rounds and decides', async () => {
    const { page } = people.chief;
    await new Workbench(page, exercise.code).open(id);
    await expect(page.getByRole('group', { name: '第 1 轮', exact: true })).toContainText(REASONS.first);
    await expect(page.getByRole('group', { name: '第 2 轮', exact: true })).toContainText(REASONS.second);
    await expect(page.getByText('最后裁定须写理由')).toHaveCount(0);
    await judge(page, { outcome: '2', reason: '按普通权限认定。', button: /^作出最后裁定/, privilege: '普通' });
    await expect(page.getByText('裁判长裁定', { exact: true })).toBeVisible();
  });

  await test.step('the team learns the verdict, the organizer how far the referees agree', async () => {
    await people.attacker.page.reload();
    await expect(people.attacker.page.getByText('按普通权限认定。').first()).toBeVisible();
    const { page } = people.organizer;
    await page.goto(`/x/${exercise.code}/statistics`);
    await expect(page.getByRole('heading', { name: '裁判统计' })).toBeVisible();
    await expect(page.getByText('n = 1 项，2 份意见').first()).toBeVisible();
    const row = page.getByRole('row', { name: /孟裁/ });
    await expect(row).toContainText('0%（0 / 1）');
  });
});

/** Chooses an outcome by key, perhaps a privilege, writes the reason and records. */
async function judge(
  page: Page,
  { outcome, reason, button, privilege }: { outcome: string; reason: string; button: RegExp; privilege?: string },
): Promise<void> {
  await expect(page.getByRole('button', { name: button })).toBeVisible();
  await page.locator('body').press(outcome);
  if (privilege)
    await page
      .getByRole('group', { name: '权限', exact: true })
      .getByText(new RegExp(`^${privilege}`))
      .click();
  await page.getByRole('textbox', { name: /裁定说明/ }).fill(reason);
  await page.getByRole('button', { name: button }).click();
}

async function begin({ organizer }: People, exercise: OwnExercise): Promise<void> {
  interface Read {
    readonly is: { readonly current: Record<string, unknown> };
  }
  const { is } = await organizer.api.ask<Read>(
    `query ($id: ID!) { is: adjudicationPolicy(exerciseId: $id) { current {
       claimMinutes serviceMinutes { HIGH NORMAL LOW } reviews { fromClaimedPoints referees priority } markReferees
       agreementShare settlement groups { key name refereeIds } assignments { side unitId groupKey }
       reasonTemplates { key use text } returnHours maxReturns appealHours arbitrationHours publicNoticeHours
       retentionDays } } }`,
    { id: exercise.id },
  );
  const reviews = [{ fromClaimedPoints: '0', referees: 2, priority: 'HIGH' }];
  const input = {
    commandId: crypto.randomUUID(),
    exerciseId: exercise.id,
    reason: '双人双盲',
    policy: { ...is.current, reviews },
  };
  await organizer.api.ask(
    `mutation ($input: SetAdjudicationPolicyInput!) { setAdjudicationPolicy(input: $input) { exerciseId } }`,
    { input },
  );
  await organizer.api.ask(`mutation ($input: ExerciseCommandInput!) { startExercise(input: $input) { state } }`, {
    input: { commandId: crypto.randomUUID(), exerciseId: exercise.id, version: 1 },
  });
}
