/**
 * `npm run dev`: the same database as `npm start`; the server is compiled and restarted on every save, and the page is
 * served by vite on http://127.0.0.1:5173 with the API proxied to the server.
 */
import { spawn } from 'node:child_process';
import { demoAccounts, MAIN, playDemo } from './app.mjs';
import { buildBackend, generateTypes } from './build.mjs';
import { checkNode, ensureInstalled } from './install.mjs';
import { startPostgres, stopPostgres } from './postgres.mjs';
import { stopChild } from './processes.mjs';
import { at, bin, childEnv, complain, node, root, say } from './runtime.mjs';
import { dataDirectory, Session } from './session.mjs';

const PORT = process.env.PORT || '3000';
const API = `http://127.0.0.1:${PORT}`;
const FRONTEND = at('frontend');

/** A tool that runs as long as the session, its lines marked with its name. */
function keepRunning(session, name, args, { cwd = root, env = {} } = {}) {
  const child = spawn(node(), args, { cwd, env: childEnv(env), detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const mark = (chunk) => process.stdout.write(chunk.replaceAll(/^(?=.)/gm, `${name.padEnd(7)}| `));
  child.stdout.setEncoding('utf8').on('data', mark);
  child.stderr.setEncoding('utf8').on('data', mark);
  session.onEnd(() => stopChild(child, ['SIGTERM', 'SIGKILL'], 5000));
  session.watch(child, `${name} 意外退出`, `${name} ended unexpectedly`);
  return child;
}

async function dev(session, dataDir) {
  await ensureInstalled();
  await Promise.all([buildBackend(), generateTypes()]);
  let databaseUrl = process.env.DATABASE_URL;
  if (!databaseUrl) {
    const database = await startPostgres(dataDir, { onSpawn: (child) => session.onEnd(() => stopPostgres(child)) });
    session.watch(database.child, '数据库意外退出', 'the database ended unexpectedly');
    databaseUrl = database.url;
  }
  const env = { HOST: '127.0.0.1', PORT, DATABASE_URL: databaseUrl, YANWU_DATA_DIR: dataDir };
  if (process.env.YANWU_DEMO !== 'off') await playDemo(env);
  const tsc = [bin('typescript', 'bin/tsc'), '-p', 'tsconfig.build.json', '--watch', '--preserveWatchOutput'];
  keepRunning(session, 'tsc', tsc);
  const server = keepRunning(session, 'server', ['--watch', '--enable-source-maps', MAIN], { env });
  session.rememberServer(server.pid);
  keepRunning(session, 'codegen', [bin('@graphql-codegen/cli', 'esm/bin.js'), '--config', 'codegen.ts', '--watch'], {
    cwd: FRONTEND,
  });
  keepRunning(session, 'vite', [bin('vite', 'bin/vite.js'), '--host', '127.0.0.1'], {
    cwd: FRONTEND,
    env: { YANWU_API: API },
  });
  session.announce('http://127.0.0.1:5173');
  say('开发模式  http://127.0.0.1:5173', `API ${API}`);
  for (const line of demoAccounts()) console.log(line);
}

try {
  checkNode();
  const dataDir = dataDirectory();
  const session = await Session.open(dataDir);
  await dev(session, dataDir).catch(async (error) => {
    if (!session.ending) complain(error);
    await session.end(1);
  });
} catch (error) {
  complain(error);
  process.exitCode = 1;
}
