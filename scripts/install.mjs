/**
 * Installs the packages when they are missing or do not match package-lock.json, so that `npm start` and `npm test`
 * are enough on a bare machine. Uses Node's own modules only.
 */
import crypto from 'node:crypto';
import fs from 'node:fs';
import { at, must, Plain, readJson, run, say } from './runtime.mjs';

const STAMP = at('node_modules', '.yanwu-lock');
const HEARTBEAT_MS = 15_000;

/** Runs `npm ci` unless node_modules already is what package-lock.json says. */
export async function ensureInstalled() {
  const wanted = lockHash();
  if (fs.existsSync(STAMP) && fs.readFileSync(STAMP, 'utf8') === wanted) return;
  if (!matchesLock()) await install();
  fs.writeFileSync(STAMP, wanted);
}

function lockHash() {
  const lock = fs.readFileSync(at('package-lock.json'));
  return crypto.createHash('sha256').update(lock).update(`${process.platform}-${process.arch}`).digest('hex');
}

/** Whether npm's own record of what it installed agrees with the lock (somebody ran npm by hand). */
function matchesLock() {
  const installed = readJson(at('node_modules', '.package-lock.json'))?.packages;
  const locked = readJson(at('package-lock.json'))?.packages;
  if (!installed || !locked) return false;
  return Object.entries(locked).every(([name, entry]) => {
    if (name === '' || entry.link || !name.startsWith('node_modules/')) return true;
    const found = installed[name];
    return found ? found.version === entry.version : Boolean(entry.optional);
  });
}

async function install() {
  say('安装依赖(仅首次或依赖变化时)', 'installing packages (first start, or the lock file changed)');
  const began = Date.now();
  const heartbeat = setInterval(() => {
    say(`仍在安装 ${Math.round((Date.now() - began) / 1000)} 秒`, 'still installing');
  }, HEARTBEAT_MS);
  try {
    const first = await npmCi();
    if (first.code === 0) return;
    say('安装失败,重试一次', 'npm ci failed, trying once more');
    await must('安装依赖失败,请检查网络  npm ci failed (is the npm registry reachable?)', npmCi());
  } finally {
    clearInterval(heartbeat);
  }
}

function npmCi() {
  const args = ['ci', '--loglevel=error', '--no-audit', '--no-fund'];
  const npm = process.env.npm_execpath;
  // The Node running now may be the very file npm is about to replace; that is safe, an open program keeps its file.
  if (npm && fs.existsSync(npm)) return run(process.execPath, [npm, ...args]);
  return run('npm', args);
}

/** Refuses a Node too old to run even these scripts. */
export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Plain(`需要 Node.js 20.19 以上  Node.js ${process.versions.node} is too old; 20.19 or newer is needed`);
}
