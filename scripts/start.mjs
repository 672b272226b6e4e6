/**
 * `npm start`: everything a bare machine needs, in order — packages, build, database, demo data, server.
 * `--prebuilt` (container image) skips the first two.
 */
import fs from 'node:fs';
import path from 'node:path';
import { checkNode, ensureInstalled } from './install.mjs';
import { buildAll } from './build.mjs';
import { demoAccounts, playDemo, startApp, stopApp } from './app.mjs';
import { startPostgres, stopPostgres } from './postgres.mjs';
import { portIsFree } from './processes.mjs';
import { complain, Plain, say, writeJson } from './runtime.mjs';
import { dataDirectory, Session } from './session.mjs';

const HOST = process.env.HOST || '127.0.0.1';
const PREBUILT = process.argv.includes('--prebuilt');
const PORT = process.env.PORT || '3000';

async function checkPort() {
  // Other wrong values are reported by the server's own configuration check, all at once.
  if (!/^\d+$/.test(PORT) || Number(PORT) < 1 || Number(PORT) > 65_535) {
    throw new Plain(`PORT=${PORT} 无效  PORT must be a whole number from 1 to 65535`);
  }
  if (await portIsFree(Number(PORT), HOST)) return;
  throw new Plain(
    `端口 ${PORT} 已被其他程序占用  port ${PORT} on ${HOST} is in use by another program: ` +
      'stop that one, or choose another port: PORT=3001 npm start',
  );
}

/** The database to use: DATABASE_URL when given, else our own. */
async function openDatabase(session, dataDir) {
  if (process.env.DATABASE_URL) {
    say('使用外部数据库', 'using the database of DATABASE_URL');
    return process.env.DATABASE_URL;
  }
  say('启动数据库', 'starting PostgreSQL');
  const database = await startPostgres(dataDir, { onSpawn: (child) => session.onEnd(() => stopPostgres(child)) });
  session.watch(database.child, '数据库意外退出', 'the database ended unexpectedly');
  return database.url;
}

/** The player looks for itself, which takes seconds; our own database is only asked until it has the demo. */
async function playOnce(env) {
  const played = path.join(env.YANWU_DATA_DIR, 'demo.json');
  const isOurs = !process.env.DATABASE_URL;
  if (isOurs && fs.existsSync(played)) return;
  await playDemo(env);
  if (isOurs) writeJson(played, { played: new Date().toISOString() });
}

async function serve(session, env) {
  say('启动服务器', 'starting the server');
  // In a container the log belongs to the container's output.
  const logFile = PREBUILT ? undefined : path.join(env.YANWU_DATA_DIR, 'logs', 'server.log');
  const app = await startApp(env, {
    logFile,
    onSpawn: (child) => {
      session.rememberServer(child.pid);
      session.onEnd(() => stopApp(child));
    },
  });
  session.watch(app.child, '服务器意外退出', 'the server ended unexpectedly');
  session.announce(app.url);
  return app.url;
}

function welcome(url, demo) {
  const accounts = demo ? demoAccounts() : [];
  const lines = ['', `  演武已启动  Yanwu is running:  ${url.replace('//0.0.0.0:', '//127.0.0.1:')}`, ''];
  if (accounts.length > 0)
    lines.push('  演示账号(用户名 口令 角色)  demo accounts (user, password, role):', ...accounts, '');
  lines.push('  按 Ctrl-C 停止  press Ctrl-C to stop', '');
  console.log(lines.join('\n'));
}

async function start() {
  checkNode();
  const dataDir = dataDirectory();
  const session = await Session.open(dataDir);
  try {
    await checkPort();
    if (!PREBUILT) {
      await ensureInstalled();
      await buildAll();
    }
    const demo = (process.env.YANWU_DEMO || 'on') !== 'off';
    const env = { HOST, PORT, YANWU_DATA_DIR: dataDir, DATABASE_URL: await openDatabase(session, dataDir) };
    // What the server writes (evidence above all) is for its own user only.
    process.umask(0o077);
    if (demo) await playOnce(env);
    welcome(await serve(session, env), demo);
  } catch (error) {
    if (!session.ending) complain(error);
    await session.end(1);
  }
}

try {
  await start();
} catch (error) {
  complain(error);
  process.exitCode = 1;
}
