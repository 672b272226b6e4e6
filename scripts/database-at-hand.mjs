/**
 * The database a tool works on: DATABASE_URL, else the embedded one of the data directory — the running one when
 * Yanwu is running, else started for as long as the tool needs it.
 */
import fs from 'node:fs';
import path from 'node:path';
import { databaseHome, postgresUser } from './postgres-home.mjs';
import { startPostgres, stopPostgres } from './postgres.mjs';
import { commandLine } from './processes.mjs';
import { at, Plain } from './runtime.mjs';
import { dataDirectory, Session } from './session.mjs';

/** Address of the embedded database when it is running; undefined otherwise. */
function runningDatabase(dataDir) {
  const { home, password } = databaseHome(dataDir, postgresUser());
  const data = path.join(home, 'postgres');
  const file = path.join(data, 'postmaster.pid');
  if (!fs.existsSync(file)) return undefined;
  const lines = fs.readFileSync(file, 'utf8').split('\n');
  const [pid, port, state] = [Number(lines[0]), Number(lines[3]), lines[7]?.trim()];
  const runs = state === 'ready' && commandLine(pid).includes(`-D ${data} `);
  return runs ? `postgres://yanwu:${password}@127.0.0.1:${port}/yanwu` : undefined;
}

/**
 * Calls `work` with a database address and answers what it answers.
 * @throws Plain when there is no database yet, or its data directory is just being started
 */
export async function withDatabase(work) {
  if (process.env.DATABASE_URL) return work(process.env.DATABASE_URL);
  const dir = path.resolve(at(), process.env.YANWU_DATA_DIR || '.yanwu');
  if (!fs.existsSync(path.join(dir, 'postgres.json'))) {
    throw new Plain(`${dir} 中没有数据库  no database in ${dir}: set DATABASE_URL or YANWU_DATA_DIR`);
  }
  const dataDir = dataDirectory();
  const running = runningDatabase(dataDir);
  if (running) return work(running);
  const session = await Session.open(dataDir);
  const database = await startPostgres(dataDir, { onSpawn: (child) => session.onEnd(() => stopPostgres(child)) });
  let code = 2;
  try {
    code = await work(database.url);
  } finally {
    await session.end(code);
  }
  return code;
}
