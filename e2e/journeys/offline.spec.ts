import { BoardPage } from '../pages/board.page.js';
import { acceptResult, fileResult, type OwnExercise } from '../support/exercise.js';
import { expect, signedInSeat, test } from '../support/test.js';

const CONTROL = [{ categoryKey: 'row-7', privilegeKey: 'admin' }];

test('a board that loses its connection says so and catches up by itself', async ({ browser, page, newExercise }) => {
  const exercise: OwnExercise = await newExercise('e2e-off');
  const organizer = await signedInSeat(browser, exercise.people.organizer.username);
  const attacker = await signedInSeat(browser, exercise.people.attacker.username);
  const referee = await signedInSeat(browser, exercise.people.referee.username);
  await organizer.api.command('startExercise', 'ExerciseCommandInput', { exerciseId: exercise.id, version: 1 });

  // A wall between the page and the live channel that the journey can raise and take away.
  let isCut = false;
  const open = new Set<{ close: () => Promise<void> }>();
  await page.routeWebSocket(/\/graphql$/, (socket) => {
    if (isCut) {
      void socket.close({ code: 1001 });
      return;
    }
    socket.connectToServer();
    open.add(socket);
  });
  const board = new BoardPage(page, exercise.code);
  await board.open();
  await expect(board.unit(exercise.hitUnit.name)).toContainText('8 000.00');
  await expect(page.getByRole('banner').getByRole('status')).toHaveText('实时');
  await page.evaluate(() => document.body.setAttribute('data-opened', 'once'));

  isCut = true;
  for (const socket of open) await socket.close();
  const strip = page.getByRole('status').filter({ hasText: '连接已断开' });
  await expect(strip).toContainText(/以下内容停在 \d\d:\d\d/);

  const filed = await fileResult(attacker.api, exercise, '运维网', CONTROL);
  await acceptResult(referee.api, filed, CONTROL);
  await strip.getByRole('button', { name: '现在重试' }).click();
  await expect(strip).toBeVisible();
  await expect(board.unit(exercise.hitUnit.name)).toContainText('8 000.00');

  isCut = false;
  await expect(board.team(exercise.team.name)).toContainText('500', { timeout: 30_000 });
  await expect(board.unit(exercise.hitUnit.name)).toContainText('0.00');
  await expect(strip).toBeHidden();
  await expect(page.getByRole('banner').getByRole('status')).toHaveText('实时');
  await expect(page.locator('body')).toHaveAttribute('data-opened', 'once');
});
