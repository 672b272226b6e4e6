import type { Page } from '@playwright/test';
import { SubmissionPage } from '../pages/submission.page.js';
import type { OwnExercise } from '../support/exercise.js';
import { expect, signedInSeat, test } from '../support/test.js';

const WRITES = /\/graphql$/;

/** The overview of a draft, open for writing. */
async function openDraft(page: Page, exercise: OwnExercise, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByLabel('攻击概要')).toBeVisible();
  await expect(page.getByText(exercise.hitUnit.name).first()).toBeVisible();
}
const saved = (page: Page) => expect(page.getByText(/已保存，本机与服务器一致/)).toBeVisible();

test('two people write one draft: what differs is merged, what collides is chosen', async ({
  browser,
  newExercise,
}) => {
  const exercise = await newExercise('e2e-two');
  const organizer = await signedInSeat(browser, exercise.people.organizer.username);
  await organizer.api.command('startExercise', 'ExerciseCommandInput', { exerciseId: exercise.id, version: 1 });
  const { page: mine } = await signedInSeat(browser, exercise.people.attacker.username);
  const { page: theirs } = await signedInSeat(browser, exercise.people.attacker.username);
  await new SubmissionPage(mine, exercise.code).begin(exercise.hitUnit.name, exercise.target.name, '统一身份平台');
  await mine.waitForURL(/submissions\/[0-9a-f-]{36}/);
  const path = new URL(mine.url()).pathname;
  await openDraft(mine, exercise, path);
  await mine.getByLabel('攻击概要').fill('先打门户。后入平台。');
  await saved(mine);
  await openDraft(theirs, exercise, path);

  await test.step('different places, even of one text, come together by themselves', async () => {
    await theirs.getByLabel('攻击概要').fill('先打门户（弱口令）。后入平台。');
    await saved(theirs);
    await mine.getByLabel('攻击概要').fill('先打门户。后入平台。再取数据。');
    await mine.getByLabel('整改建议').fill('改口令');
    await expect(mine.getByText('已并入本方另一人的 1 处改动')).toBeVisible();
    await saved(mine);
    await expect(mine.getByLabel('攻击概要')).toHaveValue('先打门户（弱口令）。后入平台。再取数据。');
    await expect(mine.getByLabel('整改建议')).toHaveValue('改口令');
  });

  await test.step('the same place waits for a choice, and both words are shown', async () => {
    await theirs.getByLabel('整改建议').fill('停用账号');
    await expect(theirs.getByRole('alert', { name: '两人改了同一处' })).toContainText('同样的 1 处');
    const place = theirs.getByRole('group', { name: '整改建议' });
    await expect(place).toContainText('停用账号');
    await expect(place).toContainText('改口令');
    await expect(theirs.getByRole('button', { name: '还有 1 处未选' })).toBeDisabled();
    await place.getByRole('radio', { name: /对方的/ }).check();
    await theirs.getByRole('button', { name: '合并并保存' }).click();
    await saved(theirs);
    await expect(theirs.getByLabel('整改建议')).toHaveValue('改口令');
    await expect(theirs.getByLabel('攻击概要')).toHaveValue('先打门户（弱口令）。后入平台。再取数据。');
  });
});

test('what is typed without a connection survives a closed page, and signing out leaves nothing behind', async ({
  browser,
  newExercise,
}) => {
  const exercise = await newExercise('e2e-kept');
  const organizer = await signedInSeat(browser, exercise.people.organizer.username);
  await organizer.api.command('startExercise', 'ExerciseCommandInput', { exerciseId: exercise.id, version: 1 });
  const { page, context } = await signedInSeat(browser, exercise.people.attacker.username);
  await new SubmissionPage(page, exercise.code).begin(exercise.hitUnit.name, exercise.target.name, '离线填写');
  await page.waitForURL(/submissions\/[0-9a-f-]{36}/);
  const path = new URL(page.url()).pathname;
  await openDraft(page, exercise, path);

  await page.route(WRITES, (route) => route.abort());
  await page.getByLabel('攻击概要').fill('断网时写的一段');
  await expect(page.getByText(/没有保存/)).toBeVisible();
  await page.close({ runBeforeUnload: false });

  const again = await context.newPage();
  await openDraft(again, exercise, path);
  await expect(again.getByText(/已恢复本机 .* 未保存成功的填写/)).toBeVisible();
  await expect(again.getByLabel('攻击概要')).toHaveValue('断网时写的一段');
  await saved(again);
  const kept = () => again.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('yanwu.draft.')));
  expect(await kept()).toEqual([]);

  await again.route(WRITES, (route) =>
    /saveSubmissionDraft/.test(route.request().postData() ?? '') ? route.abort() : route.continue(),
  );
  await again.getByLabel('攻击概要').fill('又写了一句');
  await expect.poll(async () => (await kept()).length).toBe(1);
  await again.getByRole('button', { name: new RegExp(exercise.people.attacker.displayName) }).click();
  await again.getByRole('menuitem', { name: '退出登录' }).click();
  await again.waitForURL(/login/);
  expect(await kept()).toEqual([]);
});
