import { createHash } from 'node:crypto';
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { SubmissionPage } from '../pages/submission.page.js';
import { expect, signedInSeat, test } from '../support/test.js';

const GIB = 1024 ** 3;
const NAME = '现场抓包.pcap';
const UPLOADS = '**/api/uploads/**';

const folder = mkdtempSync(join(tmpdir(), 'yanwu-upload-'));
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A capture of one gigabyte: its first bytes, different bytes here and there, and holes, so that it is made at once. */
async function gigabyte(): Promise<{ path: string; sha256: string }> {
  const path = join(folder, NAME);
  const file = await open(path, 'w');
  await file.truncate(GIB);
  await file.write(Buffer.from([0xd4, 0xc3, 0xb2, 0xa1]), 0, 4, 0);
  for (let at = 1; at < 64; at += 1) await file.write(Buffer.from(`piece ${at}`), 0, 7, at * 16 * 1024 ** 2 + at);
  await file.close();
  const hash = createHash('sha256');
  for await (const part of createReadStream(path, { highWaterMark: 1024 ** 2 })) hash.update(part as Buffer);
  return { path, sha256: hash.digest('hex') };
}

const row = (page: Page) => page.getByRole('listitem').filter({ hasText: NAME });
const choose = (page: Page, path: string) => page.getByLabel('选择文件 节点 1 证据').setInputFiles(path);

/** Waits until so many per cent have arrived, and answers how many have. */
async function reached(page: Page, share: number): Promise<number> {
  const shown = async () => Number(/(\d+)%/.exec((await row(page).textContent()) ?? '')?.[1] ?? 0);
  await expect.poll(shown, { timeout: 120_000, intervals: [100] }).toBeGreaterThanOrEqual(share);
  return shown();
}

test('one gigabyte arrives whole through three interruptions', async ({ browser, newExercise }) => {
  test.setTimeout(420_000);
  const exercise = await newExercise('e2e-up');
  const organizer = await signedInSeat(browser, exercise.people.organizer.username);
  const { page, api } = await signedInSeat(browser, exercise.people.attacker.username);
  await organizer.api.command('startExercise', 'ExerciseCommandInput', { exerciseId: exercise.id, version: 1 });
  const file = await gigabyte();
  const submission = new SubmissionPage(page, exercise.code);
  await submission.begin(exercise.hitUnit.name, exercise.target.name, '大文件证据');
  await page.getByRole('button', { name: '在办公区加节点' }).click();
  await page.getByLabel('资产名称').fill('堡垒机');
  await expect(page.getByText(/已保存/).first()).toBeVisible();

  await choose(page, file.path);
  await reached(page, 10);
  await page.context().setOffline(true);
  await expect(row(page)).toContainText('断线，恢复后续传', { timeout: 60_000 });
  await page.context().setOffline(false);
  const atServerLoss = await reached(page, 30);

  // As when the server is restarted: for a while nobody answers.
  await page.route(UPLOADS, (route) => route.abort('connectionrefused'));
  await expect(row(page)).toContainText('断线，恢复后续传', { timeout: 60_000 });
  await page.unroute(UPLOADS);
  expect(await reached(page, 45)).toBeGreaterThanOrEqual(atServerLoss);

  await page.getByRole('button', { name: `暂停 ${NAME}` }).click();
  await expect(row(page)).toContainText('已暂停');
  await page.reload();
  await page
    .getByRole('button', { name: /堡垒机/ })
    .first()
    .click();
  await expect(row(page)).toContainText('上次没有传完');
  await choose(page, file.path);
  // It goes on from where it was and does not begin anew.
  await expect(row(page)).toContainText(/(4[4-9]|[5-9]\d|100)%|摘要与本机一致/, { timeout: 60_000 });

  await expect(row(page)).toContainText('已入库，摘要与本机一致', { timeout: 240_000 });
  const { myEvidence } = await api.ask<{ myEvidence: { fileName: string; sizeBytes: number; sha256: string }[] }>(
    'query ($id: ID!) { myEvidence(exerciseId: $id, first: 5) { fileName sizeBytes sha256 } }',
    { id: exercise.id },
  );
  expect(myEvidence).toEqual([{ fileName: NAME, sizeBytes: GIB, sha256: file.sha256 }]);
});
