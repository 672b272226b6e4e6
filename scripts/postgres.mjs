/**
 * The embedded PostgreSQL 18: started, watched and stopped by our scripts (start, dev, test, bench, e2e).
 * Loopback only, password (scram) only, no Unix socket, on a free port that is kept between starts.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import {
  databaseHome,
  keepPort,
  makeOwned,
  postgresPrograms,
  postgresUser,
  reachable,
  takeOwnership,
} from './postgres-home.mjs';
import {
  commandLine,
  freePort,
  identify,
  portIsFree,
  recall,
  remember,
  stillRuns,
  stop,
  stopChild,
} from './processes.mjs';
import { at, openLog, Plain, run, say, until } from './runtime.mjs';

const MAJOR = '18';
const START_MS = 120_000;

// Builtin C.UTF-8: trigram search works on Chinese, and sorting does not depend on the machine's locales.
const INITDB_FLAGS = [
  '-E',
  'UTF8',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--locale=C',
  '--lc-ctype=C.UTF-8',
];
const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'timezone=UTC',
  'log_timezone=UTC',
  'jit=off',
];
const THROWAWAY = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'max_connections=200',
  'autovacuum=off',
];

/**
 * Starts the database of a data directory, creating it on the first start.
 * @param {string} dataDir absolute path, existing
 * @param {{onSpawn?: (child: object) => void}} options called as soon as there is something to stop
 * @returns {Promise<{url: string, superUrl: string, port: number, child: object, stop: () => Promise<void>}>}
 */
export async function startPostgres(dataDir, { onSpawn } = {}) {
  const user = postgresUser();
  const home = databaseHome(dataDir, user);
  const logFile = path.join(dataDir, 'logs', 'postgres.log');
  const cluster = await startCluster({ home, user, logFile, settings: [], onSpawn });
  keepPort(dataDir, cluster.port);
  await ensureDatabase(cluster, home);
  return { ...cluster, url: urlOf('yanwu', home.password, cluster.port, 'yanwu'), home: home.home };
}

/**
 * Starts an empty throw-away PostgreSQL in the temp folder; `stop` also removes it.
 * @param {{durable?: boolean}} options durable: with fsync, as in service, for measuring
 */
export async function startThrowawayPostgres({ durable = false } = {}) {
  const user = postgresUser();
  const base = [os.tmpdir(), '/var/tmp', '/dev/shm'].find((dir) => fs.existsSync(dir) && reachable(dir, user));
  if (!base) throw new Plain('找不到可用的临时目录  no temp folder that the database user can reach');
  await sweep(base);
  const dir = fs.mkdtempSync(path.join(base, 'yanwu-pg-'));
  fs.chmodSync(dir, 0o711);
  remember(path.join(dir, 'owner.json'), process.pid);
  const home = { home: dir, superPassword: 'throwaway', password: 'throwaway' };
  const cluster = await startCluster({
    home,
    user,
    logFile: path.join(dir, 'postgres.log'),
    settings: durable ? [] : THROWAWAY,
  });
  const stopAndRemove = async () => {
    await cluster.stop('SIGQUIT');
    fs.rmSync(dir, { recursive: true, force: true });
  };
  await ensureDatabase(cluster, home);
  return { ...cluster, url: urlOf('yanwu', home.password, cluster.port, 'yanwu'), dir, stop: stopAndRemove };
}

/** Removes throw-away databases whose owner was killed without a chance to clean up. */
async function sweep(base) {
  for (const name of fs.readdirSync(base).filter((entry) => entry.startsWith('yanwu-pg-'))) {
    const dir = path.join(base, name);
    const owner = recall(path.join(dir, 'owner.json'));
    if (!owner || stillRuns(owner) || fs.statSync(dir).uid !== process.getuid()) continue;
    await stopOrphan(path.join(dir, 'postgres'));
    fs.rmSync(dir, { recursive: true, force: true });
  }
}

async function startCluster({ home, user, logFile, settings, onSpawn = () => {} }) {
  const programs = postgresPrograms(user);
  const data = path.join(home.home, 'postgres');
  if (fs.existsSync(data)) await stopOrphan(data);
  else await initialise({ programs, data, user, password: home.superPassword });
  checkMajor(data);
  takeOwnership(data, user);
  const port = home.port && (await portIsFree(home.port)) ? home.port : await freePort();
  const child = launch({ programs, data, user, port, logFile, settings });
  onSpawn(child);
  const ready = await until(
    () => child.exitCode !== null || child.signalCode !== null || isReady(data, child.pid),
    START_MS,
  );
  if (!ready || child.exitCode !== null || child.signalCode !== null) {
    child.kill('SIGQUIT');
    throw new Plain(`PostgreSQL 启动失败  PostgreSQL did not start; its log (${logFile}) ends:\n${tail(logFile)}`);
  }
  return {
    port,
    child,
    superUrl: urlOf('postgres', home.superPassword, port, 'postgres'),
    stop: (how) => stopPostgres(child, how),
  };
}

/** Creates the database under a draft name, so that one broken off half-way is simply made again. */
async function initialise({ programs, data, user, password }) {
  say('初始化数据库', 'creating the database');
  const draft = `${data}.new`;
  fs.rmSync(draft, { recursive: true, force: true });
  makeOwned(draft, user);
  const passwordFile = path.join(draft, '..', 'initdb.password');
  fs.writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user.uid !== undefined) fs.chownSync(passwordFile, user.uid, user.gid);
  const args = ['-D', draft, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, ...INITDB_FLAGS];
  try {
    const { code, output } = await run(path.join(programs, 'bin', 'initdb'), args, {
      cwd: '/',
      env: { LC_ALL: 'C' },
      user,
    });
    if (code !== 0) throw new Plain(`初始化数据库失败  initdb failed:\n${output.trim()}`);
  } finally {
    fs.rmSync(passwordFile, { force: true });
  }
  fs.renameSync(draft, data);
}

function checkMajor(data) {
  const found = fs.readFileSync(path.join(data, 'PG_VERSION'), 'utf8').trim();
  if (found === MAJOR) return;
  throw new Plain(
    `数据目录属于 PostgreSQL ${found}  ${data} was made by PostgreSQL ${found}; this version brings ${MAJOR}`,
  );
}

function launch({ programs, data, user, port, logFile, settings }) {
  const log = openLog(logFile);
  const options = [...SETTINGS, ...settings].flatMap((setting) => ['-c', setting]);
  // detached: Ctrl-C reaches the whole foreground group, and the database must outlive the server that uses it.
  const child = spawn(path.join(programs, 'bin', 'postgres'), ['-D', data, '-p', String(port), ...options], {
    ...user,
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
    env: { PATH: process.env.PATH, LC_ALL: 'C' },
  });
  child.on('error', () => {});
  fs.closeSync(log);
  return child;
}

/** The first line of postmaster.pid is the pid, the eighth its state. */
function postmaster(data) {
  try {
    const lines = fs.readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), state: lines[7]?.trim() };
  } catch {
    return undefined;
  }
}

function isReady(data, pid) {
  const now = postmaster(data);
  return now?.pid === pid && now.state === 'ready';
}

/** A PostgreSQL left over from a killed start: stopped cleanly, after making sure that it is the one of this folder. */
async function stopOrphan(data) {
  const pid = postmaster(data)?.pid;
  if (!pid) return;
  const orphan = identify(pid);
  if (stillRuns(orphan) && commandLine(pid).includes(`-D ${data} `)) {
    say('接管上次遗留的数据库', `stopping the PostgreSQL left over from last time (pid ${pid})`);
    await stop(orphan, ['SIGINT', 'SIGQUIT', 'SIGKILL'], 15_000);
  }
  // The number may belong to a stranger by now; PostgreSQL would then refuse to start.
  fs.rmSync(path.join(data, 'postmaster.pid'), { force: true });
}

/** SIGINT is PostgreSQL's fast shutdown, SIGQUIT the immediate one (recovery at the next start). */
export async function stopPostgres(child, how = 'SIGINT') {
  await stopChild(child, [how, 'SIGQUIT', 'SIGKILL'], 20_000);
}

async function ensureDatabase(cluster, home) {
  const { default: pg } = await import(createRequire(at('backend', 'package.json')).resolve('pg'));
  const client = new pg.Client({ connectionString: cluster.superUrl });
  await client.connect();
  try {
    const { rows } = await client.query(
      "select (select count(*) from pg_roles where rolname = 'yanwu')::int as roles, (select count(*) from pg_database where datname = 'yanwu')::int as databases",
    );
    if (!rows[0].roles) await client.query(`create role yanwu login password '${home.password}'`);
    if (!rows[0].databases) await client.query('create database yanwu owner yanwu');
  } finally {
    await client.end();
  }
}

const urlOf = (role, password, port, database) => `postgres://${role}:${password}@127.0.0.1:${port}/${database}`;

function tail(file, lines = 15) {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n') : '';
}
