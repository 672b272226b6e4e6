/** `npm run schema`: writes schema.graphql, the contract of page and server, from the server's code. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { buildBackend } from './build.mjs';
import { checkNode, ensureInstalled } from './install.mjs';
import { at, childEnv, complain, node, Plain, root, say } from './runtime.mjs';

try {
  checkNode();
  await ensureInstalled();
  await buildBackend();
  const emitter = at('dist', 'backend', 'src', 'emit-schema.js');
  const options = { cwd: root, env: childEnv(), encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] };
  const { status, stdout } = spawnSync(node(), ['--enable-source-maps', emitter], options);
  if (status !== 0 || !stdout.trim()) throw new Plain('接口定义生成失败  emitting the schema failed');
  fs.writeFileSync(at('schema.graphql'), stdout);
  say('已写入 schema.graphql', 'schema.graphql is written');
} catch (error) {
  complain(error);
  process.exitCode = 1;
}
