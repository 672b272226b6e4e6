import { Frame } from '../pages/frame.page.js';
import { LoginPage } from '../pages/login.page.js';
import { Api } from '../support/api.js';
import { account, DEMO, firstInQueue } from '../support/demo.js';
import { expect, test } from '../support/test.js';

/** Who comes home where, what stands there, and what the rail offers. */
const HOMES = [
  {
    username: 'jiang.xubai',
    name: '江叙白',
    home: 'control',
    shows: ['裁判待办', '裁判负载', '砺石队'],
    rail: [
      '总控',
      '单位',
      '队伍',
      '靶标',
      '人员',
      '重保',
      '值守',
      '整改',
      '方案',
      '演练',
      '裁规',
      '重评',
      '申诉',
      '异常',
      '评级',
      '统计',
      '规则',
      '榜单',
      '留痕',
      '保管',
    ],
  },
  {
    username: 'lu.wenzhou',
    name: '陆闻舟',
    home: 'queue',
    shows: ['待裁定', 'A-0029', '青锋队'],
    rail: [
      '待裁',
      '评分',
      '关联',
      '归组',
      '重评',
      '申诉',
      '异常',
      '评级',
      '方案',
      '演练',
      '回避',
      '统计',
      '留存',
      '规则',
      '榜单',
    ],
  },
  {
    username: 'gu.qinghe',
    name: '顾清和',
    home: 'queue',
    shows: ['待裁定', 'A-0036', '朔风队'],
    rail: ['待裁', '评分', '关联', '归组', '重评', '申诉', '异常', '评级', '方案', '演练', '回避', '规则', '榜单'],
  },
  {
    username: 'qin.yue',
    name: '秦越',
    home: 'submissions',
    shows: ['本队成果', 'A-0039', '各单位上限'],
    rail: ['成果', '靶标', '申诉', '异常', '规程', '榜单'],
  },
  {
    username: 'jiang.yingchuan',
    name: '江映川',
    home: 'incidents',
    shows: ['等你处理', 'E-0028', '防护值'],
    rail: ['事件', '失分', '附加', '重保', '值守', '封禁', '整改', '演练', '申诉', '异常', '规程', '榜单'],
  },
  {
    username: 'shao.yiwei',
    name: '邵一苇',
    home: 'protection',
    shows: ['省级重大活动网络安全保障'],
    rail: ['重保', '值守', '封禁', '整改', '演练', '规则', '榜单'],
  },
  {
    username: 'song.guanlan',
    name: '宋观澜',
    home: 'board',
    shows: ['攻击得分', '砺石队', '云泽银行'],
    rail: ['规则', '榜单'],
  },
] as const;

test.describe('each role comes home', () => {
  for (const who of HOMES) {
    test(`${who.name} (${account(who.username).role})`, async ({ page }) => {
      const door = new LoginPage(page);
      await door.open();
      await door.signIn(who.username, account(who.username).password);
      await expect(page).toHaveURL(new RegExp(`/x/${DEMO}/${who.home}(/|$)`));
      for (const words of who.shows) await expect(page.getByRole('main').getByText(words).first()).toBeVisible();

      const frame = new Frame(page);
      await expect(frame.live).toContainText(/^实时·#\d+$/);
      await expect(frame.entries).toHaveText([...who.rail]);
      for (const entry of who.rail) {
        await frame.rail.getByRole('link', { name: entry, exact: true }).click();
        await expect(frame.rail.getByRole('link', { name: entry, exact: true })).toHaveAttribute(
          'aria-current',
          'page',
        );
        await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible();
        await expect(page.getByText('没有取到')).toBeHidden();
        await expect(page.getByText('找不到，或你无权查看。')).toBeHidden();
      }
    });
  }
});

test('the administrator reaches the list of exercises from the menu', async ({ page }) => {
  const door = new LoginPage(page);
  await door.open();
  await door.signIn('admin', account('admin').password);
  await expect(page).not.toHaveURL(/\/login/);
  // An administrator who made exercises comes home to one of them.
  if (!page.url().endsWith('/exercises')) await new Frame(page).choose('系统管理员', '演习列表');
  await expect(page).toHaveURL(/\/exercises$/);
  await expect(page.getByRole('link', { name: DEMO })).toBeVisible();
});

test('a wrong password is refused in words that do not tell which half was wrong', async ({ page }) => {
  const door = new LoginPage(page);
  await door.open();
  await door.signIn('song.guanlan', 'not-the-password');
  await expect(door.refusal).toContainText('账号或密码不对。');
  await expect(page).toHaveURL(/\/login/);
  await door.signIn('nobody.of.that.name', 'not-the-password');
  await expect(door.refusal).toContainText('账号或密码不对。');
});

test('a page behind the door is reached after signing in', async ({ page }) => {
  await page.goto(`/x/${DEMO}/losses`);
  await expect(page.getByText('先登录，再到所要的页面。')).toBeVisible();
  await new LoginPage(page).signIn('jiang.yingchuan', account('jiang.yingchuan').password);
  await expect(page).toHaveURL(new RegExp(`/x/${DEMO}/losses$`));
  await expect(page.getByRole('heading', { level: 1, name: '失分' })).toBeVisible();
});

test.describe('signed in as a defender', () => {
  test.beforeEach(async ({ context, sessionOf }) => {
    const { cookies } = await sessionOf('jiang.yingchuan');
    await context.addCookies(cookies);
  });

  test('the language switches to English and stays there', async ({ page }) => {
    await page.goto(`/x/${DEMO}/incidents`);
    const frame = new Frame(page);
    await frame.choose('江映川', 'English');
    await expect(page.getByRole('heading', { name: 'Incidents' }).first()).toBeVisible();
    await expect(frame.rail.getByRole('link', { name: 'Board' })).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await page.reload();
    await expect(page.getByRole('heading', { name: 'Incidents' }).first()).toBeVisible();
    await frame.choose('江映川', '简体中文');
    await expect(page.getByRole('heading', { name: '事件', exact: true }).first()).toBeVisible();
  });

  test('the address of an attack result tells a defender nothing', async ({ page, sessionOf, playwright, baseURL }) => {
    const request = await playwright.request.newContext({ baseURL, storageState: await sessionOf('gu.qinghe') });
    const referee = new Api(request);
    const known = await firstInQueue(referee);
    await request.dispose();

    for (const id of [known.submissionId, '00000000-0000-4000-8000-000000000000']) {
      await page.goto(`/x/${DEMO}/submissions/${id}`);
      await expect(page.getByRole('main').getByText('找不到，或你无权查看。')).toBeVisible();
      await expect(page.getByRole('main')).not.toContainText(known.code);
    }
  });
});

test('signing out leads to the door and ends the live channel', async ({ page }) => {
  const sockets: { closed: boolean }[] = [];
  page.on('websocket', (socket) => {
    const seen = { closed: false };
    sockets.push(seen);
    socket.on('close', () => (seen.closed = true));
  });
  const door = new LoginPage(page);
  await door.open(`/x/${DEMO}/incidents`);
  await door.signIn('jiang.yingchuan', account('jiang.yingchuan').password);
  const frame = new Frame(page);
  await expect(frame.live).toContainText(/^实时·#\d+$/);
  await frame.choose('江映川', '退出登录');
  await expect(page).toHaveURL(/\/login$/);
  expect(sockets.length).toBeGreaterThan(0);
  await expect.poll(() => sockets.every(({ closed }) => closed)).toBe(true);

  await page.goto(`/x/${DEMO}/incidents`);
  await expect(page).toHaveURL(/\/login\?next=/);
});
