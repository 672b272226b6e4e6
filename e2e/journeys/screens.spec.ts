import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { ConsoleMessage, Page } from '@playwright/test';
import { Api } from '../support/api.js';
import { DEMO, demoId } from '../support/demo.js';
import { expect, test } from '../support/test.js';

/** Where the pictures go, for looking at by hand. */
const SHOTS = fileURLToPath(new URL('../out/screens', import.meta.url));

/** Every main screen at the width of a desk and of a phone; the wall at its own. */
const DESK = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const WALL = { width: 1920, height: 1080 };

/** Things of the demo story whose addresses some screens need. */
interface Places {
  readonly teamId: string;
  readonly unitId: string;
  readonly draftId: string;
  readonly filedId: string;
  readonly incidentId: string;
  readonly judgedId: string;
  readonly markedId: string;
  readonly setId: string;
  readonly planId: string;
  readonly drillId: string;
}

interface Screen {
  readonly name: string;
  /** Demo account; without one the screen is public. */
  readonly who?: string;
  readonly path: string | ((places: Places) => string);
  /** Words that stand there once the screen has its content. */
  readonly shows: string;
  /** What a wide screen shows besides, when it opens something of itself. */
  readonly showsWide?: string;
  readonly sizes?: readonly { readonly width: number; readonly height: number }[];
}

const [ATTACKER, DEFENDER, REFEREE, ORGANIZER] = ['qin.yue', 'jiang.yingchuan', 'gu.qinghe', 'jiang.xubai'] as const;
/** A defender whose unit takes part in the drill. */
const PLAYER = 'he.mu';

const SCREENS: readonly Screen[] = [
  { name: 'board', path: 'board', shows: '云泽银行' },
  { name: 'explain-attack', path: ({ teamId }) => `explain/ATTACK/${teamId}`, shows: '得分怎么来的' },
  { name: 'explain-defense', path: ({ unitId }) => `explain/DEFENSE/${unitId}`, shows: '防护值怎么来的' },
  { name: 'wall', path: 'wall', shows: '已认定节点', sizes: [WALL] },
  { name: 'rules', path: 'rules', shows: '域名控制权限' },
  { name: 'login', path: '/login', shows: '账号由指挥部发放' },
  { name: 'login-next', path: `/login?next=/x/${DEMO}/queue`, shows: '先登录，再到所要的页面。' },
  { name: 'not-found', path: '/nowhere', shows: '没有这个页面' },
  { name: 'attacker-home', who: ATTACKER, path: 'submissions', shows: 'A-0036' },
  { name: 'attacker-new', who: ATTACKER, path: 'submissions/new', shows: '填报攻击成果' },
  { name: 'attacker-editor', who: ATTACKER, path: ({ draftId }) => `submissions/${draftId}`, shows: '攻击成果草稿' },
  { name: 'attacker-submission', who: ATTACKER, path: ({ filedId }) => `submissions/${filedId}`, shows: '成果概要' },
  { name: 'attacker-targets', who: ATTACKER, path: 'targets', shows: '变电站监控' },
  { name: 'defender-home', who: DEFENDER, path: 'incidents', shows: 'E-0028' },
  { name: 'defender-open', who: DEFENDER, path: 'incidents?open', shows: 'E-0028' },
  { name: 'defender-incident', who: DEFENDER, path: ({ incidentId }) => `incidents/${incidentId}`, shows: '时间线' },
  {
    name: 'defender-report',
    who: DEFENDER,
    path: ({ incidentId }) => `incidents/${incidentId}?report=ATTRIBUTION`,
    shows: '报告内容',
  },
  { name: 'defender-losses', who: DEFENDER, path: 'losses', shows: '办公自动化、业务生产' },
  { name: 'defender-bonuses', who: DEFENDER, path: 'bonuses', shows: '零日漏洞的发现和处置' },
  { name: 'referee-queue', who: REFEREE, path: 'queue', shows: 'A-0029', showsWide: '裁定后本成果小计' },
  {
    name: 'referee-judging',
    who: REFEREE,
    path: ({ judgedId }) => `queue/${judgedId}`,
    shows: '攻击路径',
    showsWide: '裁定后本成果小计',
  },
  { name: 'referee-marking', who: REFEREE, path: 'marking', shows: 'E-0022' },
  { name: 'referee-rubric', who: REFEREE, path: ({ markedId }) => `marking/${markedId}`, shows: '基础得分' },
  { name: 'referee-links', who: REFEREE, path: 'links', shows: 'E-0028' },
  { name: 'rescorings', who: REFEREE, path: 'rescorings', shows: 'R-0002' },
  { name: 'rescoring', who: ORGANIZER, path: ({ setId }) => `rescorings/${setId}`, shows: '验证身份并生效' },
  { name: 'rescoring-new', who: ORGANIZER, path: 'rescorings/new/adjustment', shows: '告知各方的理由' },
  { name: 'control', who: ORGANIZER, path: 'control', shows: 'A-0029' },
  { name: 'control-end', who: ORGANIZER, path: 'control/end', shows: '会发生什么' },
  { name: 'control-settings', who: ORGANIZER, path: 'control/settings', shows: '开战后不能换规则集' },
  { name: 'units', who: ORGANIZER, path: 'units', shows: '澜江水务三厂' },
  { name: 'teams', who: ORGANIZER, path: 'teams', shows: '203.0.113.80/28' },
  { name: 'targets', who: ORGANIZER, path: 'targets-admin', shows: '变电站监控' },
  { name: 'people', who: ORGANIZER, path: 'people', shows: '秦越' },
  { name: 'abnormal-attacker', who: ATTACKER, path: 'abnormal', shows: '非正常防守' },
  { name: 'abnormal-referee', who: REFEREE, path: 'abnormal', shows: '非正常防守' },
  { name: 'rating', who: REFEREE, path: 'rating', shows: '演习评级' },
  { name: 'rule-versions', who: ORGANIZER, path: 'rules/versions', shows: '红蓝对抗评分' },
  { name: 'rule-new', who: ORGANIZER, path: 'rules/new', shows: '规则文件' },
  { name: 'journal', who: ORGANIZER, path: 'journal', shows: '提交附加分申请' },
  { name: 'appeals-attacker', who: ATTACKER, path: 'appeals', shows: '申诉与仲裁' },
  { name: 'appeals-defender', who: DEFENDER, path: 'appeals', shows: '申诉与仲裁' },
  { name: 'appeals-referee', who: REFEREE, path: 'appeals', shows: '申诉受理' },
  { name: 'groups', who: REFEREE, path: 'groups', shows: '归组' },
  { name: 'relations', who: REFEREE, path: 'relations', shows: '利害关系' },
  { name: 'policy', who: ORGANIZER, path: 'policy', shows: '历次版本' },
  { name: 'statistics', who: ORGANIZER, path: 'statistics', shows: '裁判统计' },
  { name: 'finalization', who: ORGANIZER, path: 'finalization', shows: '公示与定榜' },
  { name: 'custody', who: ORGANIZER, path: 'custody', shows: '保管链' },
  { name: 'custody-mark', who: ORGANIZER, path: 'custody/mark', shows: '读水印' },
  { name: 'retention', who: ORGANIZER, path: 'custody/retention', shows: '留存与销毁' },
  { name: 'protection', who: ORGANIZER, path: 'protection', shows: '今日零报告' },
  { name: 'protection-unit', who: DEFENDER, path: 'protection', shows: '7×24' },
  { name: 'protection-calendar', who: ORGANIZER, path: 'protection/calendar', shows: '省级重大活动网络安全保障' },
  { name: 'protection-new', who: ORGANIZER, path: 'protection/new', shows: '保障时段' },
  { name: 'reports', who: ORGANIZER, path: 'reports', shows: '每日报告' },
  { name: 'reports-unit', who: DEFENDER, path: 'reports', shows: '报平安' },
  { name: 'blocks', who: DEFENDER, path: 'blocks', shows: '封禁' },
  { name: 'remediations', who: ORGANIZER, path: 'remediations', shows: '整改' },
  { name: 'duty', who: DEFENDER, path: 'duty', shows: '此刻在岗' },
  { name: 'duty-log', who: DEFENDER, path: 'duty/log', shows: '接班后核对封禁列表' },
  { name: 'duty-setup', who: DEFENDER, path: 'duty/setup', shows: '顾秋白' },
  { name: 'plans', who: ORGANIZER, path: 'plans', shows: '加密附件与链接钓鱼' },
  { name: 'plan', who: ORGANIZER, path: ({ planId }) => `plans/${planId}`, shows: 'I-01' },
  { name: 'plan-import', who: ORGANIZER, path: 'plans/import', shows: 'XLSX' },
  { name: 'drills', who: ORGANIZER, path: 'drills', shows: '加密附件与链接钓鱼' },
  { name: 'drill', who: ORGANIZER, path: ({ drillId }) => `drills/${drillId}`, shows: '云泽理工大学' },
  { name: 'drill-review', who: ORGANIZER, path: ({ drillId }) => `drills/${drillId}/review`, shows: '云泽银行' },
  { name: 'my-drills', who: PLAYER, path: 'my-drills', shows: 'I-01' },
  { name: 'exercises', who: ORGANIZER, path: '/exercises', shows: DEMO },
];

let places: Places;

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test.beforeAll(async ({ playwright, sessionOf }, info) => {
  const { baseURL } = info.project.use;
  const as = async (username: string) =>
    new Api(await playwright.request.newContext({ baseURL, storageState: await sessionOf(username) }));
  const [attacker, defender, referee] = [await as(ATTACKER), await as(DEFENDER), await as(REFEREE)];
  const id = await demoId(referee);
  places = { ...(await placesOfReferee(referee, id)), ...(await placesOfParties(attacker, defender, id)) };
});

async function placesOfReferee(referee: Api, id: string) {
  const found = await referee.ask<{
    board: { attack: { partyId: string }[]; defense: { partyId: string; name: string }[] };
    refereeQueue: { nodes: { subjectId: string; claim: { isMine: boolean } | null }[] };
    markingQueue: { incidentId: string; linkedDeduction: string }[];
    rescorings: { id: string; state: string }[];
    drillPlans: { id: string }[];
    drills: { id: string }[];
  }>(
    `query ($id: ID!) {
      board(exerciseId: $id) { attack { partyId } defense { partyId name } }
      refereeQueue(exerciseId: $id, filter: { subjectKind: SUBMISSION }) { nodes { subjectId claim { isMine } } }
      markingQueue(exerciseId: $id) { incidentId linkedDeduction }
      rescorings(exerciseId: $id) { id state }
      drillPlans(exerciseId: $id) { id }
      drills(exerciseId: $id) { id }
    }`,
    { id },
  );
  const queue = found.refereeQueue.nodes;
  return {
    teamId: the(found.board.attack[0]).partyId,
    unitId: the(found.board.defense.find(({ name }) => name === '云泽银行')).partyId,
    judgedId: the(queue.find(({ claim }) => claim?.isMine) ?? queue.find(({ claim }) => !claim)).subjectId,
    markedId: the(found.markingQueue.find(({ linkedDeduction }) => linkedDeduction !== '0')).incidentId,
    setId: the(found.rescorings.find(({ state }) => state === 'PROPOSED')).id,
    planId: the(found.drillPlans[0]).id,
    drillId: the(found.drills[0]).id,
  };
}

async function placesOfParties(attacker: Api, defender: Api, id: string) {
  const { submissions } = await attacker.ask<{ submissions: { nodes: { id: string; state: string }[] } }>(
    'query ($id: ID!) { submissions(exerciseId: $id) { nodes { id state } } }',
    { id },
  );
  const { incidents } = await defender.ask<{ incidents: { nodes: { id: string }[] } }>(
    'query ($id: ID!) { incidents(exerciseId: $id) { nodes { id } } }',
    { id },
  );
  return {
    draftId: the(submissions.nodes.find(({ state }) => state === 'DRAFT')).id,
    filedId: the(submissions.nodes.find(({ state }) => state === 'JUDGED')).id,
    incidentId: the(incidents.nodes[0]).id,
  };
}

/** What the demo story must have left. */
function the<T>(found: T | undefined): T {
  if (found === undefined) throw new Error('the demo story no longer has what this screen shows');
  return found;
}

for (const screen of SCREENS) {
  for (const size of screen.sizes ?? [DESK, PHONE]) {
    test(`${screen.name} at ${size.width}`, async ({ page, context, sessionOf }) => {
      const complaints = listen(page);
      if (screen.who) await context.addCookies((await sessionOf(screen.who)).cookies);
      await page.setViewportSize(size);
      const path = typeof screen.path === 'string' ? screen.path : screen.path(places);
      await page.goto(path.startsWith('/') ? path : `/x/${DEMO}/${path}`);
      const wanted = size === DESK && screen.showsWide ? [screen.shows, screen.showsWide] : [screen.shows];
      for (const words of wanted) await expect(page.getByText(words).filter({ visible: true }).first()).toBeVisible();
      await expect(page.getByRole('status').filter({ hasText: '正在取' })).toHaveCount(0);
      await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
      await expect(page.getByText('没有取到')).toHaveCount(0);

      await page.screenshot({ path: `${SHOTS}/${screen.name}-${size.width}.png` });
      const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect.soft(tooWide, 'pixels that hang over the right edge').toBeLessThanOrEqual(0);
      expect.soft(await violations(page), 'serious or critical accessibility violations').toEqual([]);
      expect(complaints, 'errors in the console').toEqual([]);
    });
  }
}

/** Collects what the page throws or complains of. */
function listen(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message: ConsoleMessage) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  return complaints;
}

/** The name of who looks, laid faintly over evidence on purpose and hidden from screen readers. */
const WATERMARK = '.shot > .marks[aria-hidden=true]';

/**
 * Rules broken, each with the first places where. There are no frames of other origins, so axe needs no second page (its
 * "legacy mode"), which would cost as much as the check itself.
 */
async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).setLegacyMode().exclude(WATERMARK).analyze();
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 4)
          .map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ''}`)
          .join(' | ')}`,
    );
}
