/** The server of the browser journeys: throw-away database, demo exercise, port YANWU_E2E_PORT; leaves nothing behind. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { MAIN, playDemo, startApp, stopApp } from './app.mjs';
import { buildAll } from './build.mjs';
import { startThrowawayPostgres } from './postgres.mjs';
import { at, complain, killRunning, node, writeJson } from './runtime.mjs';

const closers = [];
let ending;

/** Stops what was started, last first, and exits. */
function end(code) {
  ending ??= (async () => {
    killRunning();
    for (const close of closers.reverse()) await close();
    process.exit(code);
  })();
  return ending;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void end(0));

try {
  await buildAll();
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'yanwu-e2e-'));
  closers.push(() => fs.rmSync(dataDir, { recursive: true, force: true }));
  const database = await startThrowawayPostgres();
  closers.push(database.stop);
  const env = {
    HOST: '127.0.0.1',
    PORT: process.env.YANWU_E2E_PORT ?? '4173',
    DATABASE_URL: database.url,
    YANWU_DATA_DIR: dataDir,
    YANWU_DEMO: 'on',
  };
  // For the journey whose server runs on a clock of its own.
  const other = await startThrowawayPostgres();
  closers.push(other.stop);
  fs.mkdirSync(at('e2e', 'out'), { recursive: true });
  writeJson(at('e2e', 'out', 'rehearsal.json'), { databaseUrl: other.url, node: node(), main: MAIN });
  await playDemo(env, { quiet: true });
  const app = await startApp(env, { onSpawn: (child) => closers.push(() => stopApp(child)) });
  app.child.once('exit', () => void end(1));
  console.log(`serving ${app.url}`);
} catch (error) {
  complain(error);
  await end(1);
}
