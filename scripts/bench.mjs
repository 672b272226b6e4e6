/**
 * `npm run bench [-- --json FILE] [-- --only=NAME]`: runs every case of backend/bench beside its bare limit on this
 * machine, prints a table and says which targets hold. A case is a file that exports
 *
 *   run(ctx) → one result or several: { name, ours, bare, unit, target, higherIsBetter }
 *
 * `bare` is the same job with nothing of ours in the way, measured in the same run, or null when there is none.
 * `target` is the ratio ours / bare to reach (at least when higherIsBetter, else at most); without `bare` it is a value of
 * `ours`. ctx: { databaseUrl, superUrl, dataDir, startApp(env) → {url, child}, say }.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { playDemo, startApp, stopApp } from './app.mjs';
import { buildBackend } from './build.mjs';
import { checkNode, ensureInstalled } from './install.mjs';
import { startThrowawayPostgres } from './postgres.mjs';
import { freePort } from './processes.mjs';
import { at, complain, Plain, say, writeJson } from './runtime.mjs';

const CASE = /\.bench\.(mjs|js)$/;

function argument(name) {
  const args = process.argv.slice(2);
  const joined = args.find((arg) => arg.startsWith(`--${name}=`));
  if (joined) return joined.slice(name.length + 3);
  const place = args.indexOf(`--${name}`);
  return place < 0 ? undefined : args[place + 1];
}

/** Cases written in JavaScript, and those in TypeScript as built. */
function cases(only) {
  const found = [at('backend', 'bench'), at('dist', 'backend', 'bench')].flatMap((dir) =>
    fs.existsSync(dir) ? fs.readdirSync(dir).map((name) => path.join(dir, name)) : [],
  );
  return found.filter((file) => CASE.test(file) && (!only || path.basename(file).startsWith(only))).sort();
}

/** Adds ratio and verdict to what a case measured. */
function judge({ name, ours, bare = null, unit, target, higherIsBetter }) {
  const ratio = bare === null ? null : ours / bare;
  const value = ratio ?? ours;
  return { name, ours, bare, unit, ratio, target, holds: higherIsBetter ? value >= target : value <= target };
}

const number = (value) => (value === null ? '-' : Number(value.toPrecision(4)).toLocaleString('en-US'));

function print(results) {
  const head = ['name', 'ours', 'bare', 'unit', 'ratio', 'target', 'holds'];
  const rows = results.map(({ name, ours, bare, unit, ratio, target, holds }) => [
    name,
    number(ours),
    number(bare),
    unit,
    number(ratio),
    String(target),
    holds ? 'yes' : 'NO',
  ]);
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column].length)));
  for (const row of [head, ...rows]) console.log(row.map((cell, column) => cell.padEnd(widths[column])).join('  '));
}

/** What a case may use; a durable-enough real server on a fresh database with the demo exercise. */
function contextOf(database, dataDir, closers) {
  const env = { HOST: '127.0.0.1', DATABASE_URL: database.url, YANWU_DATA_DIR: dataDir, YANWU_LOG_LEVEL: 'warn' };
  return {
    databaseUrl: database.url,
    superUrl: database.superUrl,
    dataDir,
    say,
    playDemo: () => playDemo(env, { quiet: true }),
    startApp: async (more = {}) => {
      const PORT = String(await freePort());
      const onSpawn = (child) => closers.push(() => stopApp(child));
      return startApp({ ...env, PORT, ...more }, { quiet: true, onSpawn });
    },
  };
}

async function bench(closers) {
  checkNode();
  await ensureInstalled();
  await buildBackend();
  const files = cases(argument('only'));
  if (files.length === 0) throw new Plain('没有性能用例  no bench cases in backend/bench (*.bench.ts or *.bench.mjs)');
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'yanwu-bench-'));
  closers.push(() => fs.rmSync(dataDir, { recursive: true, force: true }));
  const database = await startThrowawayPostgres({ durable: true });
  closers.push(database.stop);
  const results = [];
  for (const file of files) {
    say(path.basename(file), '');
    const { run } = await import(pathToFileURL(file).href);
    results.push(...[await run(contextOf(database, dataDir, closers))].flat().map(judge));
  }
  print(results);
  const json = argument('json');
  if (json) writeJson(path.resolve(json), results);
}

const closers = [];
let ending;
const close = () => (ending ??= closers.reverse().reduce((before, closer) => before.then(closer), Promise.resolve()));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void close().then(() => process.exit(130)));

try {
  await bench(closers);
} catch (error) {
  complain(error);
  process.exitCode = 1;
}
await close();
