import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { Workbench } from '../pages/workbench.page.js';
import { fileResult } from '../support/exercise.js';
import { expect, signedInSeat, test } from '../support/test.js';

const CONTROL = { categoryKey: 'row-7', privilegeKey: 'admin' };

async function hasNoAxeViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations.map(({ id, nodes }) => `${id} ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`)).toEqual(
    [],
  );
}

test('a result is returned with reasons, mended, filed again, compared and accepted', async ({
  browser,
  newExercise,
}) => {
  test.setTimeout(180_000);
  const exercise = await newExercise('e2e-return');
  const organizer = await signedInSeat(browser, exercise.people.organizer.username);
  await organizer.api.command('startExercise', 'ExerciseCommandInput', { exerciseId: exercise.id, version: 1 });
  const attacker = await signedInSeat(browser, exercise.people.attacker.username);
  const { id } = await fileResult(attacker.api, exercise, '统一身份平台', [CONTROL]);
  const referee = await signedInSeat(browser, exercise.people.referee.username);
  const bench = new Workbench(referee.page, exercise.code);

  await test.step('the referee returns it with reasons', async () => {
    const { page } = referee;
    await bench.open(id);
    await expect(page.getByText('由你裁定')).toBeVisible();
    await page.getByRole('button', { name: '退回补正' }).click();
    const dialog = page.getByRole('dialog', { name: '退回补正 A-0001' });
    await expect(dialog.getByRole('button', { name: '退回', exact: true })).toBeDisabled();
    await dialog.getByRole('checkbox', { name: '缺最后一步的截图' }).check();
    await dialog.getByLabel('针对').selectOption({ label: '1 统一身份平台1' });
    await dialog.getByLabel('要补什么').fill('补登录后的管理页');
    await hasNoAxeViolations(page);
    await dialog.getByRole('button', { name: '退回', exact: true }).click();
    await expect(page.getByRole('region', { name: '已退回补正' })).toContainText('缺最后一步的截图');
  });

  await test.step('the team sees why and until when, and mends it', async () => {
    const { page } = attacker;
    await page.goto(`/x/${exercise.code}/submissions`);
    await page.getByRole('listitem').filter({ hasText: '退回补正 A-0001' }).getByRole('link', { name: '补正' }).click();
    const note = page.getByRole('region', { name: '已退回补正' });
    await expect(note).toContainText('补登录后的管理页');
    await expect(note).toContainText(/余 \d+ 时/);
    await expect(page.getByLabel('系统标识')).toBeDisabled();
    await expect(page.getByLabel('申报类别')).toBeDisabled();
    await page.getByLabel('过程').fill('以弱口令登录，进入管理页。');
    await expect(page.getByText(/已保存/).first()).toBeVisible();
    await hasNoAxeViolations(page);
    await page.getByRole('button', { name: '重报' }).click();
    await expect(page.getByText(/^回执 #\d+，韩攻/)).toBeVisible();
  });

  await test.step('the referee sees what changed and accepts', async () => {
    const { page } = referee;
    await bench.open(id);
    await expect(page.getByText('第 2 版').first()).toBeVisible();
    await page.getByRole('link', { name: '与上一版比较' }).click();
    await expect(page.getByRole('heading', { name: 'A-0001 版本比较' })).toBeVisible();
    await expect(page.locator('ins')).toContainText('，进入管理页');
    await hasNoAxeViolations(page);
    await page.setViewportSize({ width: 390, height: 844 });
    await expect(page.locator('ins')).toBeVisible();
    await page.setViewportSize({ width: 1440, height: 900 });
    await bench.open(id);
    await bench.decision(1).getByText('成立', { exact: true }).click();
    await bench.recordButton.click();
    await expect(page.getByText('已裁定').first()).toBeVisible();
  });

  await test.step('it counts for the team', async () => {
    await attacker.page.goto(`/x/${exercise.code}/submissions/${id}`);
    await expect(attacker.page.getByRole('banner').first()).toBeVisible();
    await expect(
      attacker.page
        .getByText('+500')
        .or(attacker.page.getByText('500', { exact: true }))
        .first(),
    ).toBeVisible();
  });
});
