/** Chromium and a Chinese font for the browser journeys; fetched through apt-get when missing and we are root. */
import fs from 'node:fs';
import { Plain, run, say } from './runtime.mjs';

const CHROMIUMS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];
const PACKAGES = { chromium: 'chromium', font: 'fonts-noto-cjk' };

const chromium = () => [process.env.CHROMIUM_PATH, ...CHROMIUMS].find((file) => file && fs.existsSync(file));

async function hasChineseFont() {
  const { code, output } = await run('fc-list', [':lang=zh', 'file']);
  return code === 0 && output.trim() !== '';
}

async function missingPackages() {
  const missing = [];
  if (!chromium()) missing.push(PACKAGES.chromium);
  if (!(await hasChineseFont())) missing.push(PACKAGES.font);
  return missing;
}

/**
 * Makes sure that a browser and a Chinese font are there.
 * @returns {Promise<string>} path of the browser
 * @throws Plain with the command to run, when we may not install
 */
export async function ensureBrowser() {
  const missing = await missingPackages();
  if (missing.length > 0) await install(missing);
  const found = chromium();
  if (!found) throw new Plain('找不到 Chromium  no Chromium found: set CHROMIUM_PATH to a Chromium or Chrome');
  return found;
}

async function install(packages) {
  const command = `apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  if (process.getuid?.() !== 0) {
    throw new Plain(
      `浏览器测试缺少 ${packages.join(', ')}  browser tests need them; run once:  sudo sh -c '${command}'`,
    );
  }
  say(`安装 ${packages.join(', ')}`, 'installing for the browser tests');
  const { code, output } = await run('sh', ['-c', command], { env: { DEBIAN_FRONTEND: 'noninteractive' } });
  if (code !== 0)
    throw new Plain(`apt-get 失败  apt-get failed:\n${output.trimEnd().split('\n').slice(-15).join('\n')}`);
}
