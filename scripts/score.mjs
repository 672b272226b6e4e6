/**
 * `npm run score -- --ruleset FILE [--ruleset FILE2] --facts FILE …`: scores a facts file by any rule-set, without server
 * and database (docs/score.md). Everything of ours goes to standard error, so that standard output holds the results
 * alone.
 */
import { checkNode, ensureInstalled } from './install.mjs';
import { buildBackend } from './build.mjs';
import { at, complain, node, run } from './runtime.mjs';

console.log = console.error;

try {
  checkNode();
  await ensureInstalled();
  await buildBackend();
  const program = ['--enable-source-maps', at('dist', 'backend', 'src', 'score.js'), ...process.argv.slice(2)];
  // npm runs us in the project's folder, but the user means files of the folder he is in.
  const { code } = await run(node(), program, { inherit: true, cwd: process.env.INIT_CWD ?? process.cwd() });
  process.exitCode = code;
} catch (error) {
  complain(error);
  process.exitCode = 3;
}
