/** The built server and the demo player as child processes; used by start, e2e and bench. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { stopChild } from './processes.mjs';
import { at, childEnv, node, openLog, Plain, readJson, root, run, say } from './runtime.mjs';

const READY_MS = 120_000;
const STOP_MS = 15_000;
const KEPT_LINES = 40;

/** Main program of the server, as built. */
export const MAIN = at('dist', 'backend', 'src', 'main.js');
const PLAY = at('dist', 'seed', 'play.js');

/**
 * Starts the server and waits until it listens.
 * @param {object} env variables of docs/operator.md
 * @param {{quiet?: boolean, logFile?: string, onSpawn?: (child: object) => void}} options quiet: its log is shown only
 * when it fails; logFile: everything goes there, and to the terminal only errors
 * @returns {Promise<{url: string, child: object}>}
 */
export async function startApp(env, { quiet = false, logFile, onSpawn = () => {} } = {}) {
  // detached: on Ctrl-C we stop it ourselves, in order, before the database.
  const child = spawn(node(), ['--enable-source-maps', MAIN], {
    cwd: root,
    env: childEnv({ NODE_ENV: 'production', NO_COLOR: '1', ...env }),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.on('error', () => {});
  onSpawn(child);
  const url = await ready(child, writer(quiet, logFile), quiet);
  return { url, child };
}

/** Stops the server politely, then firmly. */
export const stopApp = (child) => stopChild(child, ['SIGTERM', 'SIGKILL'], STOP_MS);

/** Where the server's lines go. */
function writer(quiet, logFile) {
  const log = logFile && openLog(logFile);
  return (line, out) => {
    if (log) fs.writeSync(log, `${line}\n`);
    if (!quiet && (!log || out === process.stderr)) out.write(`${line}\n`);
  };
}

function ready(child, write, quiet) {
  return new Promise((resolve, reject) => {
    const kept = [];
    const fail = (why) => {
      clearTimeout(timer);
      reject(new Plain(quiet ? `${why}\n${kept.join('\n')}` : why));
    };
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      fail('服务器启动超时  the server did not become ready in time');
    }, READY_MS);
    const onLine = (line, out) => {
      const match = /^YANWU_READY (\S+)/.exec(line);
      if (match) {
        clearTimeout(timer);
        resolve(match[1]);
        return;
      }
      write(line, out);
      kept.push(line);
      if (kept.length > KEPT_LINES) kept.shift();
    };
    eachLine(child.stdout, (line) => onLine(line, process.stdout));
    eachLine(child.stderr, (line) => onLine(line, process.stderr));
    child.once('close', (code, signal) => fail(`服务器已退出  the server ended (${signal ?? `code ${code}`})`));
  });
}

/** Calls back for every whole line of a stream. */
function eachLine(stream, onLine) {
  let rest = '';
  stream.setEncoding('utf8').on('data', (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop();
    for (const line of lines) onLine(line);
  });
  stream.on('end', () => rest && onLine(rest));
}

/**
 * Plays the demo exercise through the services; the player itself does nothing when it is there already.
 * @throws Plain with what it printed
 */
export async function playDemo(env, { quiet = false } = {}) {
  if (!fs.existsSync(PLAY)) return;
  if (!quiet) say('检查演示数据', 'demo data: playing the demo exercise if the database is empty');
  const onLine = quiet ? undefined : (line) => console.log(`  ${line}`);
  const { code, output } = await run(node(), ['--enable-source-maps', PLAY], { env, onLine });
  if (code === 0) return;
  throw new Plain(`演示数据写入失败  playing the demo data failed${quiet ? `\n${output.trimEnd()}` : ''}`);
}

/** The demo accounts, as lines to print. */
export function demoAccounts() {
  const accounts = readJson(at('seed', 'accounts.json')) ?? [];
  const list = Array.isArray(accounts) ? accounts : [];
  const width = Math.max(0, ...list.map(({ username }) => username.length));
  return list.map(({ username, password, role, note }) =>
    `  ${username.padEnd(width)}  ${password}  ${role}  ${note ?? ''}`.trimEnd(),
  );
}
