/** `npm run schema`: writes schema.graphql, the contract of page and server, from the server's code. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildBackend } from './build.mjs';
import { checkNode, ensureInstalled } from './install.mjs';
import { startThrowawayPostgres } from './postgres.mjs';
import { at, complain, must, runNode, say } from './runtime.mjs';

/** The schema is taken from the whole server, so that server needs a database for a moment. */
async function emit() {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'yanwu-schema-'));
  const database = await startThrowawayPostgres();
  const env = { DATABASE_URL: database.url, YANWU_DATA_DIR: dataDir, YANWU_DEMO: 'off', YANWU_LOG_LEVEL: 'warn' };
  try {
    const emitter = at('dist', 'backend', 'src', 'emit-schema.js');
    await must('接口定义生成失败  emitting the schema failed', runNode(['--enable-source-maps', emitter], { env }));
  } finally {
    await database.stop();
    fs.rmSync(dataDir, { recursive: true, force: true });
  }
}

try {
  checkNode();
  await ensureInstalled();
  await buildBackend();
  await emit();
  say('已写入 schema.graphql', 'schema.graphql is written');
} catch (error) {
  complain(error);
  process.exitCode = 1;
}
