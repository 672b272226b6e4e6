/**
 * Builds the server (tsc → dist/) and the web page (codegen, vite → frontend/dist/), each only when its sources changed.
 * `npm run build` also checks the types of the page.
 */
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { checkNode, ensureInstalled } from './install.mjs';
import { at, bin, complain, must, root, runNode, say } from './runtime.mjs';

const FRONTEND = at('frontend');
const SKIP = new Set(['node_modules', 'dist', 'gql', '.git']);

/** Server sources → dist/. */
export async function buildBackend() {
  const inputs = ['backend/src', 'backend/bench', 'seed', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'];
  await onChange('server', inputs, at('dist', 'backend', 'src', 'main.js'), async () => {
    say('编译服务端', 'building the server');
    // From scratch: a file that lost its source must not stay behind.
    for (const part of ['backend', 'seed', '.tsbuildinfo'])
      fs.rmSync(at('dist', part), { recursive: true, force: true });
    const tsc = [bin('typescript', 'bin/tsc'), '-p', 'tsconfig.build.json'];
    await must('服务端编译失败  the server does not compile', runNode(tsc));
  });
}

let generated;

/** GraphQL documents of the page → frontend/src/gql (typed); once per run, the build and the type check share it. */
export function generateTypes() {
  generated ??= runCodegen();
  return generated;
}

async function runCodegen() {
  const output = at('frontend', 'src', 'gql', 'graphql.ts');
  await onChange(
    'codegen',
    ['frontend/src', 'frontend/codegen.ts', 'schema.graphql', 'package-lock.json'],
    output,
    async () => {
      say('生成前端接口类型', 'generating the GraphQL types');
      const codegen = [bin('@graphql-codegen/cli', 'esm/bin.js'), '--config', 'codegen.ts'];
      await must('接口类型生成失败  GraphQL codegen failed', runNode(codegen, { cwd: FRONTEND }));
    },
  );
}

/** Page sources → frontend/dist. */
export async function buildFrontend() {
  const output = at('frontend', 'dist', 'index.html');
  await onChange('page', ['frontend', 'schema.graphql', 'package-lock.json'], output, async () => {
    await generateTypes();
    say('编译网页', 'building the web page');
    const vite = [bin('vite', 'bin/vite.js'), 'build', '--logLevel', 'warn'];
    await must('网页编译失败  the web page does not build', runNode(vite, { cwd: FRONTEND }));
  });
}

/** Types of the page, templates included. */
export async function checkFrontendTypes() {
  await generateTypes();
  const vueTsc = [bin('vue-tsc', 'bin/vue-tsc.js'), '--noEmit'];
  await must('网页类型错误  the web page has type errors', runNode(vueTsc, { cwd: FRONTEND }));
}

/** Server and page side by side. */
export async function buildAll() {
  const results = await Promise.allSettled([buildBackend(), buildFrontend()]);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

/** Runs `work` when the inputs' content differs from the last success, or its output is gone. */
async function onChange(name, inputs, output, work) {
  const stamp = at('dist', `.stamp-${name}`);
  const wanted = hashOf(inputs);
  if (fs.existsSync(output) && fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted) return;
  fs.rmSync(stamp, { force: true });
  await work();
  fs.mkdirSync(path.dirname(stamp), { recursive: true });
  fs.writeFileSync(stamp, wanted);
}

function hashOf(inputs) {
  const hash = crypto.createHash('sha256');
  for (const file of inputs.flatMap((input) => filesOf(at(input)))) {
    hash.update(path.relative(root, file)).update('\0').update(fs.readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function filesOf(target) {
  const stat = fs.statSync(target, { throwIfNoEntry: false });
  if (!stat) return [];
  if (stat.isFile()) return target.endsWith('.spec.ts') ? [] : [target];
  const names = fs.readdirSync(target).filter((name) => !SKIP.has(name));
  return names.sort().flatMap((name) => filesOf(path.join(target, name)));
}

if (import.meta.filename === process.argv[1]) {
  try {
    checkNode();
    await ensureInstalled();
    await buildAll();
    await checkFrontendTypes();
    say('完成', 'built: dist/ and frontend/dist/');
  } catch (error) {
    complain(error);
    process.exitCode = 1;
  }
}
