import type { Page } from '@playwright/test';
import { BoardPage } from '../pages/board.page.js';
import { IncidentPage } from '../pages/incident.page.js';
import { LoginPage } from '../pages/login.page.js';
import { RubricPage } from '../pages/rubric.page.js';
import { SubmissionPage } from '../pages/submission.page.js';
import { Workbench } from '../pages/workbench.page.js';
import {
  acceptResult,
  fileBonus,
  fileDetection,
  fileResult,
  HIT,
  markIncident,
  PASSWORD,
  SOURCE,
  type OwnExercise,
} from '../support/exercise.js';
import { pngFile } from '../support/files.js';
import { expect, seat, test, type Seat } from '../support/test.js';
import { minutesFromNow } from '../support/time.js';

/*
 * The main job, by five people at five browsers: a result is filed, judged, seen on the public board, answered by a
 * report and marked. It ends at worked example V4 of the protection-value rules: deductions 500 + 1 200 + 300, reports
 * at 72 % and 50 %, a clue of 450 points, hence (768 ÷ 2 000 + 450 ÷ 3 000 × 0.2) × 10 000 = 4 140.00; the untouched
 * unit has 8 000.00 (V1).
 */

const ROLES = ['organizer', 'attacker', 'defender', 'referee'] as const;
type People = Record<(typeof ROLES)[number] | 'spectator', Seat>;

const TITLE = '统一身份平台管理员权限';
const INCIDENT = '统一身份平台异常登录';
/** Row 7 administrator 500, row 9 administrator 200, row 6 administrator 100 of the attackers' table. */
const CONTROL = { categoryKey: 'row-7', privilegeKey: 'admin' };
const DEVICE = { categoryKey: 'row-9', privilegeKey: 'admin' };
const OFFICE = { categoryKey: 'row-6', privilegeKey: 'admin' };
const COST_1200 = [CONTROL, CONTROL, DEVICE];
const COST_300 = [DEVICE, OFFICE];
/**
 * Coverage (9 %) counts nothing before the end and no means were found (8 %), so all judged items make 83 %.
 * Without restoring service (8) and tools of analysis (3) that is 72 %; without restoring service, notification (15)
 * and coordination (10) it is 50 %.
 */
const NOT_SHOWN_72 = ['恢复：业务整改恢复', '研判工具或手段'];
const NOT_SHOWN_50 = [
  'restore-service',
  'notice-accuracy',
  'notice-reach',
  'notice-effect',
  'internal-departments',
  'sector-units',
  'authorities',
  'subordinates',
];

test('a result filed, judged, reported and marked reaches the public board at 4 140.00', async ({
  browser,
  newExercise,
}) => {
  test.setTimeout(120_000);
  const exercise = await newExercise('e2e');
  const people: People = {
    organizer: await seat(browser),
    attacker: await seat(browser),
    defender: await seat(browser),
    referee: await seat(browser),
    spectator: await seat(browser),
  };

  await test.step('everyone signs in at the door', async () => {
    for (const role of ROLES) {
      const door = new LoginPage(people[role].page);
      await door.open();
      await door.signIn(exercise.people[role].username, PASSWORD);
      await expect(people[role].page).toHaveURL(new RegExp(`/x/${exercise.code}/`));
    }
  });
  await test.step('the organizer starts the exercise', () => start(people.organizer.page, exercise));

  const board = new BoardPage(people.spectator.page, exercise.code);
  await test.step('a spectator without an account opens the board', async () => {
    await board.open();
    await expect(board.unit(exercise.quietUnit.name)).toContainText('8 000.00');
    await people.spectator.page.evaluate(() => document.body.setAttribute('data-opened', 'once'));
  });

  await test.step('the attacker files a result', () => fileByHand(people.attacker.page, exercise));
  await test.step('the referee judges it and the spectator sees it within a second', () =>
    judgeByHand(people, exercise, board));
  await test.step('the defender opens an incident and files the detection report', () =>
    reportByHand(people.defender.page, exercise));
  await test.step('the referee links incident and result', () => linkByHand(people.referee.page));
  await test.step('the referee marks the rubric', () => markByHand(people.referee.page, exercise));
  await test.step('the spectator sees what the report won back', () =>
    // 288 of 500: 500 × 72 % × 80 %.
    expect(board.unit(exercise.hitUnit.name)).toContainText('5 760.00'));

  await test.step('the other facts of the example', () => playTheRest(people, exercise));
  await test.step('the board ends at the figures of the example', async () => {
    await expect(board.unit(exercise.hitUnit.name)).toContainText('4 140.00');
    await expect(board.unit(exercise.quietUnit.name)).toContainText('8 000.00');
    await expect(board.team(exercise.team.name)).toContainText('2 000');
    await expect(people.spectator.page.locator('body')).toHaveAttribute('data-opened', 'once');
  });
  await test.step('the figure explains itself', () => explain(people.spectator.page, board, exercise));
});

async function start(page: Page, exercise: OwnExercise): Promise<void> {
  await page.getByRole('link', { name: '开战…' }).click();
  await page.getByLabel(`输入代号 ${exercise.code} 确认`).fill(exercise.code);
  await page.getByRole('button', { name: '开战', exact: true }).click();
  await expect(page.getByRole('banner')).toContainText('实战中');
}

async function fileByHand(page: Page, exercise: OwnExercise): Promise<void> {
  const submissions = new SubmissionPage(page, exercise.code);
  await submissions.begin(exercise.hitUnit.name, exercise.target.name, TITLE);
  await submissions.addNode('办公区', {
    asset: '统一身份平台',
    from: SOURCE,
    to: HIT[0],
    startedAt: minutesFromNow(-120),
    endedAt: minutesFromNow(-100),
    means: '⑧ 弱口令',
    category: '第 7 项 集权系统',
    privilege: '管理员',
    story: '以弱口令登录管理后台，见【证据 1】。',
    evidence: { name: '管理后台截图（一）.png', mimeType: 'image/png', buffer: pngFile() },
  });
  await expect(page.getByText('管理后台截图（一）.png').first()).toBeVisible();
  await submissions.fillOverview(HIT[0], '由弱口令取得统一身份平台管理员权限。');
  await expect(submissions.estimate).toContainText('500');
  await submissions.fileButton.click();
  await expect(page.getByText('A-0001', { exact: true }).first()).toBeVisible();
  await expect(page.getByText(/^回执 #\d+，韩攻/)).toBeVisible();
}

async function judgeByHand(people: People, exercise: OwnExercise, board: BoardPage): Promise<void> {
  const { page } = people.referee;
  const bench = new Workbench(page, exercise.code);
  await bench.queue.getByRole('link', { name: /A-0001/ }).click();
  await expect(page.getByText('由你裁定')).toBeVisible();
  await bench.decision(1).getByText('成立', { exact: true }).click();
  await expect(page.getByTestId('preview-points')).toHaveText('+500');
  const team = board.team(exercise.team.name);
  const [clicked, changed] = [momentOfClick(page), momentOfText(people.spectator.page, exercise.team.name)];
  await bench.recordButton.click();
  // The one promise in seconds that is made to the public: the board changes within a second of the verdict.
  await expect(team).toContainText('500', { timeout: 1000 });
  await expect(board.unit(exercise.hitUnit.name)).toContainText('500');
  await expect(people.spectator.page.locator('body')).toHaveAttribute('data-opened', 'once');
  const description = `${(await changed) - (await clicked)} ms`;
  test.info().annotations.push({ type: 'verdict to public board', description });
}

/** When the page's next click happened, by the clock both browsers share. */
function momentOfClick(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((done) => addEventListener('click', () => done(Date.now()), { capture: true, once: true })),
  );
}

/** When a text first stood on the page. */
function momentOfText(page: Page, text: string): Promise<number> {
  return page.evaluate(
    (wanted) =>
      new Promise<number>((done) => {
        const observer = new MutationObserver(() => {
          if (!document.querySelector('main')?.textContent.includes(wanted)) return;
          observer.disconnect();
          done(Date.now());
        });
        observer.observe(document.body, { subtree: true, childList: true, characterData: true });
      }),
    text,
  );
}

async function reportByHand(page: Page, exercise: OwnExercise): Promise<void> {
  const incidents = new IncidentPage(page, exercise.code);
  await incidents.begin(INCIDENT, minutesFromNow(-90));
  await incidents.writeDetection({
    startedAt: minutesFromNow(-120),
    foundAt: minutesFromNow(-90),
    part: '及时性',
    found: HIT[0],
    words: '异地登录告警后十分钟内核实，见【证据 1】。',
    evidence: { name: '登录告警记录.txt', mimeType: 'text/plain', buffer: Buffer.from('异地登录 198.51.100.21') },
  });
  await incidents.fileButton.click();
  await expect(page.getByText(/魏守 提交/)).toBeVisible();
}

async function linkByHand(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '关联' }).click();
  const pair = page.getByRole('listitem').filter({ hasText: INCIDENT });
  await expect(pair).toContainText('地址一致 1 处');
  await pair.getByRole('button', { name: '关联', expanded: false }).click();
  await pair.getByLabel('理由').fill('同一系统、同一时段。');
  await pair.getByRole('button', { name: '关联', exact: true }).last().click();
  await expect(page.getByRole('radio', { name: '已关联 1' })).toBeAttached();
}

async function markByHand(page: Page, exercise: OwnExercise): Promise<void> {
  const rubric = new RubricPage(page, exercise.code);
  await rubric.take('E-0001');
  await expect(rubric.items).toHaveCount(23);
  await rubric.markAll(NOT_SHOWN_72);
  // The referee alone sees what coverage would add at settlement (one address found of one known, 9 %): 500 × 81 % × 80 %.
  await expect(page.getByTestId('preview-recovered')).toHaveText('324.00');
  await rubric.recordButton.click();
  await expect(page.getByRole('button', { name: '重新评分，旧评分保留' })).toBeVisible();
}

/** Results of 1 200 and 300, the report on the first at 50 %, the clue of 450: by the sessions of the same people. */
async function playTheRest(people: People, exercise: OwnExercise): Promise<void> {
  const [attacker, defender, referee] = [people.attacker.api, people.defender.api, people.referee.api];
  const second = await fileResult(attacker, exercise, '运维网', COST_1200);
  await acceptResult(referee, second, COST_1200);
  const third = await fileResult(attacker, exercise, '办公网', COST_300);
  await acceptResult(referee, third, COST_300);
  const incidentId = await fileDetection(defender, exercise, '运维网异常操作');
  const link = { incidentId, submissionId: second.id, reason: '同一系统。' };
  await referee.command('linkIncident', 'LinkIncidentInput', link);
  await markIncident(referee, exercise, incidentId, NOT_SHOWN_50);
  const bonusClaimId = await fileBonus(defender, exercise, 'illegal-attack-clue');
  const verdict = { bonusClaimId, isAccepted: true, points: '450', reason: '画像完整。' };
  await referee.command('recordBonusVerdict', 'BonusVerdictInput', verdict);
}

async function explain(page: Page, board: BoardPage, exercise: OwnExercise): Promise<void> {
  await board
    .unit(exercise.hitUnit.name)
    .getByRole('link', { name: /4 140\.00/ })
    .click();
  await expect(page.getByRole('heading', { level: 1, name: `${exercise.hitUnit.name}的防护值怎么来的` })).toBeVisible();
  const main = page.getByRole('main');
  const { name } = exercise.hitUnit;
  await expect(main).toContainText(
    `攻击成果使${name}失分 2 000。报告挽回 768，占失分的 38.4%。附加分 450，折合防护值 300。`,
  );
  await expect(main).toContainText('（取小（768，0.8×2 000）÷2 000+450÷3 000×0.2）×10 000');
  await expect(main).toContainText('4 140.00');
  // Spectators get totals; single entries would tell who hit whom.
  await expect(main).toContainText('公开了就能推出谁打了谁');
  for (const [lines, total] of [
    ['失分', '−2 000'],
    ['挽回', '+768'],
    ['附加分', '+450'],
  ] as const) {
    await expect(main.getByRole('row', { name: new RegExp(`^${lines}`) })).toContainText(total);
  }
}
