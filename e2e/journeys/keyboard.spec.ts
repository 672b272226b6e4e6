import type { Page } from '@playwright/test';
import { Workbench } from '../pages/workbench.page.js';
import { fileResult, type OwnExercise } from '../support/exercise.js';
import { expect, signedInSeat, test } from '../support/test.js';

const STEPS = [
  { categoryKey: 'row-7', privilegeKey: 'admin' },
  { categoryKey: 'row-9', privilegeKey: 'admin' },
];
/** More stops than the page has: the walk ends or the control cannot be reached. */
const MOST_STOPS = 80;

test('a referee judges a result with the keyboard alone', async ({ browser, newExercise }) => {
  const exercise: OwnExercise = await newExercise('e2e-keys');
  const organizer = await signedInSeat(browser, exercise.people.organizer.username);
  const attacker = await signedInSeat(browser, exercise.people.attacker.username);
  await organizer.api.command('startExercise', 'ExerciseCommandInput', { exerciseId: exercise.id, version: 1 });
  const filed = await fileResult(attacker.api, exercise, '运维网', STEPS);

  const { page } = await signedInSeat(browser, exercise.people.referee.username);
  const bench = new Workbench(page, exercise.code);
  const keys = page.keyboard;
  await bench.open();
  await expect(bench.queue.getByRole('link', { name: new RegExp(filed.code) })).toBeVisible();

  await test.step('N takes the oldest result, J and K walk its steps', async () => {
    await keys.press('n');
    await expect(page.getByText('由你裁定')).toBeVisible();
    await expect(bench.decision(1)).toBeVisible();
    await keys.press('j');
    await expect(bench.decision(2)).toBeVisible();
    await keys.press('k');
    await expect(bench.decision(1)).toBeVisible();
  });

  await test.step('1 accepts, P goes round the privileges, Ctrl+Enter records and goes on', async () => {
    await keys.press('1');
    await expect(bench.decision(1).getByRole('radio', { name: /^成立/ })).toBeChecked();
    await expect(page.getByTestId('preview-points')).toHaveText('+500');
    await keys.press('p');
    await expect(page.getByTestId('preview-points')).toHaveText('+50');
    await keys.press('p');
    await expect(page.getByTestId('preview-points')).toHaveText('+500');
    await keys.press('Control+Enter');
    await expect(bench.decision(2)).toBeVisible();
    await expect(page.getByText('1 / 2 已裁')).toBeVisible();
  });

  await test.step('3 rejects; the reason is reached by Tab, and every stop on the way shows where it is', async () => {
    await keys.press('3');
    await expect(bench.decision(2).getByRole('radio', { name: /^不成立/ })).toBeChecked();
    await keys.press('Control+Enter');
    await expect(bench.decision(2)).toContainText('不成立须写说明');
    const unseen = await tabTo(page, /^裁定说明/);
    expect(unseen).toEqual([]);
    await keys.type('现有证据不能证明取得所申报的权限。3j');
    await expect(bench.decision(2).getByRole('textbox', { name: /^裁定说明/ })).toHaveValue(/3j$/);
    await keys.press('Control+Enter');
    await expect(page.getByText('2 / 2 已裁')).toBeVisible();
    await expect(page.getByText('本成果已裁完').first()).toBeVisible();
  });

  await test.step('? shows the keys, Esc closes them again', async () => {
    await keys.press('Escape');
    await keys.press('?');
    await expect(page.getByRole('dialog', { name: '全部快捷键' })).toBeVisible();
    await keys.press('Escape');
    await expect(page.getByRole('dialog', { name: '全部快捷键' })).toBeHidden();
  });
});

/** Walks with Tab from the top of the page to a control; returns the stops on the way that show no focus. */
async function tabTo(page: Page, label: RegExp): Promise<string[]> {
  const unseen: string[] = [];
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press('Tab');
    const { name, isSeen } = await focusedControl(page);
    if (!isSeen) unseen.push(name);
    if (label.test(name)) return unseen;
  }
  throw new Error(`${label} was not reached by Tab`);
}

/** What has focus, by its label or words, and whether an outline, ring or border change shows it. */
function focusedControl(page: Page): Promise<{ name: string; isSeen: boolean }> {
  return page.evaluate(() => {
    const focused = document.activeElement as HTMLInputElement;
    const label = focused.labels?.[0];
    const name = (label ?? focused).textContent.trim().slice(0, 40) || (focused.getAttribute('aria-label') ?? '');
    // A radio that is drawn by its label shows focus on the label.
    const shows = [focused, ...(label ? [label] : [])].some((element) => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      const isThere = box.width > 4 && box.height > 4;
      return isThere && ((outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) || boxShadow !== 'none');
    });
    return { name, isSeen: shows };
  });
}
