import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import type { Api } from '../support/api.js';
import { account } from '../support/demo.js';
import { type DrillExercise, INJECTS, PLAN_TITLE, prepareDrillExercise, preparePlan } from '../support/drill.js';
import { pngFile } from '../support/files.js';
import { expect, seat, signedInSeat, test, type Seat } from '../support/test.js';

/*
 * A drill of forty injects for three units. The facilitator starts it, releases a wrong inject and takes it back, pauses
 * and jumps; one unit answers at once, one never takes an inject that then goes up to its leader; the evaluator's marks
 * stand on the board. Escalation counts real minutes: the journey does everything else meanwhile.
 */

interface People {
  readonly organizer: Seat;
  readonly referee: Seat;
  readonly units: readonly [Seat, Seat, Seat];
}

const ANSWER = '三个来源地址已封禁，涉事账号停用并改密，暂无登录成功。';
const COMMENT = '研判清楚，先封后查。';

test('a facilitator runs a drill of forty injects with three units', async ({ browser }) => {
  test.setTimeout(600_000);
  const { exercise, people } = await gather(browser);
  const console = people.organizer.page;
  const [gas, water, hospital] = people.units;

  await test.step('a drill is made of the plan, for real, and started', async () => {
    await console.goto(`/x/${exercise.code}/drills`);
    await expect(console.getByText('还没有演练。从一份方案开一场')).toBeVisible();
    await expectClean(console);
    await console.getByRole('button', { name: '开一场演练' }).click();
    await console.getByLabel('方案').selectOption({ index: 1 });
    await console.getByText('正式', { exact: true }).click();
    await expectClean(console);
    await console.getByRole('button', { name: '创建', exact: true }).click();
    await expect(console.getByText('待开演')).toBeVisible();
    await expect(console.getByText(`已下发 0 / ${INJECTS}`)).toBeVisible();
    await console.getByRole('button', { name: '开演' }).click();
    await expect(console.getByText('演练中')).toBeVisible();
    await expect(console.getByText(`已下发 2 / ${INJECTS}`)).toBeVisible();
    await expectClean(console);
  });

  await test.step('a unit takes what came and answers with evidence', async () => {
    for (const one of [gas, hospital]) await one.page.goto(`/x/${exercise.code}/my-drills`);
    await expect(injectOf(gas.page, 'I-02')).toContainText('登录失败激增');
    await expect(gas.page.getByText('只给导调看的提示')).toHaveCount(0);
    await expect(gas.page.getByText(PLAN_TITLE)).toBeVisible();
    for (const one of [gas, hospital]) await acknowledge(one.page, 'I-02');
    await acknowledge(gas.page, 'I-01');
    const mine = injectOf(gas.page, 'I-02');
    await mine.getByLabel('做了什么、结果如何').fill(ANSWER);
    await mine
      .getByLabel('选择文件 证据')
      .setInputFiles({ name: '封禁记录.png', mimeType: 'image/png', buffer: pngFile() });
    await expect(mine.getByText('封禁记录.png')).toBeVisible();
    const send = mine.getByRole('button', { name: '提交完成情况' });
    // Its colour is on the way from disabled to enabled for a moment.
    await expect(send).toHaveCSS('background-color', 'rgb(23, 33, 43)');
    await expectClean(gas.page);
    await send.click();
    await expect(injectOf(gas.page, 'I-02')).toContainText('完成');
    await expect(cellOf(console, 'I-02 登录失败激增', '云泽燃气')).toContainText('完成');
    await expect(cellOf(console, 'I-02 登录失败激增', '澜江水务')).toContainText('未签收');
  });

  await test.step('a wrong release is taken back before anybody has it', async () => {
    const item = console.getByRole('listitem').filter({ hasText: '媒体问询' });
    await item.getByRole('button', { name: '下发…' }).click();
    await expect(console.getByText('只给导调看的提示 3')).toBeVisible();
    await console.getByRole('checkbox', { name: '云泽第一医院' }).uncheck();
    await console.getByRole('checkbox', { name: '云泽燃气' }).uncheck();
    await console.getByRole('button', { name: '下发给 1 家' }).click();
    await expect(cellOf(console, 'I-03 媒体问询', '澜江水务')).toContainText('未签收');
    await cellOf(console, 'I-03 媒体问询', '澜江水务').click();
    await console.getByRole('button', { name: '收回' }).click();
    const ask = console.getByRole('dialog', { name: '收回 澜江水务 的 I-03' });
    await ask.getByLabel('原因').fill('发早了');
    await ask.getByRole('button', { name: '收回' }).click();
    await expect(cellOf(console, 'I-03 媒体问询', '澜江水务')).toContainText('已收回');
    await water.page.goto(`/x/${exercise.code}/my-drills`);
    await expect(injectOf(water.page, 'I-02')).toBeVisible();
    await expect(injectOf(water.page, 'I-03')).toHaveCount(0);
  });

  await test.step('the clock pauses, goes on and jumps; a note bears the drill time', async () => {
    await console.getByRole('button', { name: '暂停' }).click();
    await expect(console.getByText('已暂停')).toBeVisible();
    await expect(gas.page.getByText('演练暂停，时间不走')).toBeVisible();
    const stood = await console.getByRole('timer').textContent();
    await console.getByRole('textbox', { name: '导调笔记' }).fill('第一医院值守换班中');
    await console.getByRole('button', { name: '记下' }).click();
    await expect(console.getByText('温如故：第一医院值守换班中')).toBeVisible();
    expect(await console.getByRole('timer').textContent()).toBe(stood);
    await console.getByRole('button', { name: '继续' }).click();
    await console.getByRole('button', { name: '跳到…' }).click();
    await console.getByLabel('时刻，例如 1:43').fill('0:40');
    await console.getByRole('button', { name: '跳到', exact: true }).click();
    await expect(console.getByText(`已下发 ${INJECTS - 1} / ${INJECTS}`)).toBeVisible({ timeout: 30_000 });
    await expect(injectOf(hospital.page, 'I-40')).toBeVisible();
  });

  await test.step('what nobody took goes up, and the facilitator says that he called', async () => {
    const item = console.getByRole('listitem').filter({ hasText: '澜江水务 没有签收“登录失败激增”' });
    await expect(item).toBeVisible({ timeout: 120_000 });
    await item.getByRole('button', { name: '已电话联系' }).click();
    const ask = console.getByRole('dialog', { name: '已电话联系 澜江水务' });
    await ask.getByLabel('说了什么').fill('值守员已知悉，马上签收');
    await ask.getByRole('button', { name: '记录' }).click();
    await expect(console.getByText('已电话联系 澜江水务：值守员已知悉，马上签收')).toBeVisible();
    await acknowledge(water.page, 'I-02');
    await expect(cellOf(console, 'I-02 登录失败激增', '澜江水务')).toContainText('已签收');
    await console.getByText(/^只看逾期/).click();
    await expectClean(console);
  });

  await test.step('the evaluator marks with one key, corrects to an exact figure, and the board has it', async () => {
    const { page } = people.referee;
    await page.goto(`/x/${exercise.code}/drills`);
    await page.getByRole('link', { name: PLAN_TITLE }).click();
    await page.getByRole('button', { name: '评分 I-02，云泽燃气' }).click();
    const dialog = page.getByRole('dialog', { name: 'I-02 云泽燃气' });
    await expect(dialog.getByText(ANSWER)).toBeVisible();
    await expectClean(page);
    await page.keyboard.press('3');
    await expect(dialog.getByLabel('得分')).toHaveValue('10');
    await dialog.getByLabel('评语').fill(COMMENT);
    await dialog.getByRole('button', { name: /^评分/ }).click();
    await expect(page.getByText('I-02 云泽燃气 评 10')).toBeVisible();
    expect(await board(people.organizer.api, exercise)).toMatchObject({ 云泽燃气: '10.00', 澜江水务: '0.00' });
    await cellOf(page, 'I-02 登录失败激增', '云泽燃气').click();
    await dialog.getByLabel('得分').fill('7.5');
    await dialog.getByRole('button', { name: /^改评/ }).click();
    await expect(page.getByText('I-02 云泽燃气 评 7.50')).toBeVisible();
    expect(await board(people.organizer.api, exercise)).toMatchObject({ 云泽燃气: '7.50' });
    await expect(injectOf(gas.page, 'I-02')).toContainText('得分 7.50 / 10');
    await expect(injectOf(gas.page, 'I-02')).toContainText(COMMENT);
    await expect(hospital.page.getByText(COMMENT)).toHaveCount(0);
  });

  await test.step('it ends, and the review says how everybody did', async () => {
    await console.getByRole('button', { name: '收场' }).click();
    await console.getByRole('dialog').getByRole('button', { name: '收场' }).click();
    await expect(console.getByText('已收场')).toBeVisible();
    await console.getByRole('link', { name: '复盘' }).click();
    await expect(console).toHaveURL(/\/review$/);
    await expect(console.getByRole('button', { name: '导出表格' })).toBeVisible();
    await expect(console.getByText('第一医院值守换班中')).toBeVisible();
    await expectClean(console);
    const download = console.waitForEvent('download');
    await console.getByRole('button', { name: '导出表格' }).click();
    expect((await download).suggestedFilename()).toMatch(/\.csv$/);
  });
});

/** An inject on the page of a unit. */
function injectOf(page: Page, code: string): Locator {
  return page.getByRole('article').filter({ has: page.getByText(code, { exact: true }) });
}

/** One cell of the matrix. */
function cellOf(page: Page, inject: string, unit: string): Locator {
  return page.getByRole('button', { name: `${unit}，${inject}：` });
}

async function acknowledge(page: Page, code: string): Promise<void> {
  await injectOf(page, code).getByRole('button', { name: '签收' }).click();
  await expect(injectOf(page, code).getByRole('button', { name: '签收' })).toHaveCount(0);
}

async function board(api: Api, { id }: DrillExercise): Promise<Record<string, string>> {
  const query = `query ($id: ID!) { board(exerciseId: $id) { defense { name value } } }`;
  const found = await api.ask<{ board: { defense: { name: string; value: string }[] } }>(query, { id });
  return Object.fromEntries(found.board.defense.map(({ name, value }) => [name, value]));
}

async function gather(
  browser: Parameters<typeof seat>[0],
): Promise<{ readonly exercise: DrillExercise; readonly people: People }> {
  const admin = await seat(browser);
  await admin.api.login('admin', account('admin').password);
  const exercise = await prepareDrillExercise(admin.api, `drill-${Date.now().toString(36)}`);
  const organizer = await signedInSeat(browser, exercise.organizer.username);
  const chief = await signedInSeat(browser, exercise.chief.username);
  await preparePlan(organizer.api, chief.api, exercise.id);
  const referee = await signedInSeat(browser, exercise.referee.username);
  const [one, two, three] = exercise.units.map(({ person }) => signedInSeat(browser, person.username));
  if (!one || !two || !three) throw new Error('three units are needed');
  return { exercise, people: { organizer, referee, units: [await one, await two, await three] } };
}

/** Nothing on the page that a reader with another device could not use. */
async function expectClean(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.target.join(' ')}`)).toEqual([]);
}
