/** Runs a built program of the server that answers with an exit status, building it first where that is possible. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { buildBackend } from './build.mjs';
import { checkNode, ensureInstalled } from './install.mjs';
import { at, bin, childEnv, complain, node, Plain } from './runtime.mjs';

/** In a container the server comes built, without a compiler. */
async function ensureBuilt(program) {
  if (!fs.existsSync(bin('typescript', 'bin/tsc')) && fs.existsSync(program)) return;
  await ensureInstalled();
  await buildBackend();
}

function exitStatusOf(program, args, env) {
  return new Promise((resolve) => {
    // npm runs us in the project's folder; the files are named from where the user stands.
    const options = { stdio: 'inherit', env: childEnv(env), cwd: process.env.INIT_CWD || process.cwd() };
    const child = spawn(node(), ['--enable-source-maps', program, ...args], options);
    child.once('error', (error) => {
      console.error(error.message);
      resolve(2);
    });
    child.once('close', (code) => resolve(code ?? 2));
  });
}

/**
 * Runs dist/backend/src/<name>.js with our own arguments and exits as it does; 2 when it could not be run.
 * @param {(work: (url: string) => Promise<number>) => Promise<number>} withDatabase called when it needs a database
 */
export async function runProgram(name, withDatabase) {
  const args = process.argv.slice(2);
  // The answer alone belongs on the standard output.
  if (args.includes('--json')) console.log = console.error;
  try {
    checkNode();
    const program = at('dist', 'backend', 'src', `${name}.js`);
    await ensureBuilt(program);
    const run = (url) => exitStatusOf(program, args, url ? { DATABASE_URL: url } : {});
    process.exitCode = withDatabase ? await withDatabase(run) : await run();
  } catch (error) {
    complain(error instanceof Plain ? error : new Plain(error.message));
    process.exitCode = 2;
  }
}
