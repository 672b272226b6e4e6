/**
 * What every script shares: where the project is, which Node runs the children, how we speak, how we run a command.
 * These scripts also run before anything is installed, on Node 20, so they may import Node's own modules only;
 * packages come later by dynamic import.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/** Absolute path of the project. */
export const root = path.dirname(import.meta.dirname);

/** A path inside the project. */
export const at = (...parts) => path.join(root, ...parts);

// `npm start | head` closes our stdout early; that must not become a crash that leaves PostgreSQL behind.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

/** One progress line: Chinese first, English after. */
export function say(zh, en = '') {
  console.log(`[演武] ${zh}${en ? `  ${en}` : ''}`);
}

/** A failure the user can act on: printed as one line, without a stack. */
export class Plain extends Error {}

/** Prints a failure: a Plain one as its line, anything else with its stack. */
export function complain(error) {
  console.error(error instanceof Plain ? `[演武] ✗ ${error.message}` : error);
}

/** The Node for children: the project's own (24) when it is installed, else the one running now. */
export function node() {
  const own = at('node_modules', '.bin', 'node');
  return fs.existsSync(own) ? fs.realpathSync(own) : process.execPath;
}

/** The script behind a package's command, e.g. bin('typescript', 'bin/tsc'). */
export const bin = (pkg, file) => at('node_modules', pkg, file);

/** Environment of children: tools that look for `node` in PATH find the project's own. */
export function childEnv(more = {}) {
  return { ...process.env, PATH: `${at('node_modules', '.bin')}${path.delimiter}${process.env.PATH ?? ''}`, ...more };
}

const running = new Set();
let stopping = false;

/** Ends the commands still under way (an installation, a build) when we are told to stop, and lets no new one begin. */
export function killRunning() {
  stopping = true;
  for (const child of running) child.kill('SIGTERM');
}

/**
 * Runs a command to its end and keeps what it printed.
 * @returns {Promise<{code: number, output: string}>} code -1 when it could not be started
 */
export function run(command, args, { cwd = root, env = {}, onLine, inherit = false, user = {} } = {}) {
  if (stopping) return Promise.resolve({ code: -1, output: 'interrupted\n' });
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      ...user,
      cwd,
      env: childEnv(env),
      stdio: inherit ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    let output = '';
    const take = (chunk) => {
      output += chunk;
      if (onLine) for (const line of String(chunk).split('\n')) if (line.trim()) onLine(line);
    };
    child.stdout?.setEncoding('utf8').on('data', take);
    child.stderr?.setEncoding('utf8').on('data', take);
    child.on('error', (error) => {
      running.delete(child);
      resolve({ code: -1, output: `${output}${error.message}\n` });
    });
    child.on('close', (code) => {
      running.delete(child);
      resolve({ code: code ?? 1, output });
    });
  });
}

/** Runs a JavaScript file with the project's Node. */
export const runNode = (args, options) => run(node(), args, options);

/** Like `run`, but a failure throws a Plain error that carries the output. */
export async function must(what, promise) {
  const { code, output } = await promise;
  if (code !== 0) throw new Plain(`${what}\n${output.trimEnd()}`);
  return output;
}

/** Reads JSON; undefined when the file is missing or damaged. */
export function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Writes JSON so that a crash leaves either the old file or the new one. */
export function writeJson(file, value, mode = 0o644) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.tmp`;
  fs.writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { mode });
  fs.renameSync(draft, file);
}

const LOG_LIMIT_BYTES = 20 * 1024 * 1024;

/** Opens a log for appending, private to us; one that has grown too large begins anew. Answers the file descriptor. */
export function openLog(file) {
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const tooLong = (fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT_BYTES;
  return fs.openSync(file, tooLong ? 'w' : 'a', 0o600);
}

/** A pause in milliseconds. */
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Calls `check` until it answers truthy; undefined when the time (ms) is over. */
export async function until(check, ms, step = 50) {
  const end = Date.now() + ms;
  for (;;) {
    const answer = await check();
    if (answer) return answer;
    if (Date.now() > end) return undefined;
    await pause(step);
  }
}
