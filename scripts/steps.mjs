/** The steps of `npm test`: each answers how many of its tests passed and failed, and what to show on failure. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureBrowser } from './browser.mjs';
import { buildAll, checkFrontendTypes, generateTypes } from './build.mjs';
import { startThrowawayPostgres } from './postgres.mjs';
import { at, bin, Plain, readJson, runNode } from './runtime.mjs';

const WORKERS = Math.max(1, Math.min(4, os.availableParallelism()));
const PRETTIER = bin('prettier', 'bin/prettier.cjs');
const ESLINT = bin('eslint', 'bin/eslint.js');
const TSC = bin('typescript', 'bin/tsc');
const DEPCRUISE = bin('dependency-cruiser', 'bin/dependency-cruiser.mjs');
const PLAYWRIGHT = bin('@playwright/test', 'cli.js');
const JEST = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', bin('jest', 'bin/jest.js')];
const JOURNEYS = at('e2e', 'playwright.config.ts');
const LAW = ['backend', 'seed', 'frontend/src', 'e2e'].filter((dir) => fs.existsSync(at(dir)));

/** A step that is one check: a command that must end with 0. */
const command = (name, label, args) => ({
  name,
  label,
  run: async () => {
    const { code, output } = await runNode(args);
    return code === 0 ? { passed: 1, failed: 0, output } : { passed: 0, failed: 1, output };
  },
});

/** A step that is one check: work that must not throw. */
const work = (name, label, job) => ({
  name,
  label,
  run: async () => {
    await job();
    return { passed: 1, failed: 0, output: '' };
  },
});

/** Jest with some of its projects; the database ones get a throw-away PostgreSQL. */
const jest = (name, label, projects, withDatabase) => ({
  name,
  label,
  run: async () => {
    const results = path.join(os.tmpdir(), `yanwu-jest-${process.pid}-${name}.json`);
    const args = [...JEST, '--ci', `--maxWorkers=${WORKERS}`, '--json', `--outputFile=${results}`];
    const database = withDatabase ? await startThrowawayPostgres() : undefined;
    running.add(database);
    try {
      const env = { NODE_ENV: 'test', ...(database && { TEST_DATABASE_URL: database.superUrl }) };
      const { code, output } = await runNode([...args, '--selectProjects', ...projects], { env });
      return countJest(readJson(results), code, withoutJson(output));
    } finally {
      running.delete(database);
      await database?.stop();
      fs.rmSync(results, { force: true });
    }
  },
});

const running = new Set();

/** Stops the throw-away databases of steps under way. */
export async function stopDatabases() {
  await Promise.all([...running].map((database) => database?.stop()));
}

// With --outputFile Jest still prints the JSON when it is piped; only the report is worth showing.
const withoutJson = (output) =>
  output
    .split('\n')
    .filter((line) => !line.startsWith('{"num'))
    .join('\n');

/** A suite that could not even be loaded counts as one failure, and so does a run that ends badly for any other reason. */
function countJest(results, code, output) {
  if (!results) return { passed: 0, failed: 1, output };
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  return { passed: results.numPassedTests, failed: code !== 0 && failed === 0 ? 1 : failed, output };
}

const journeys = {
  name: 'journeys',
  label: '浏览器流程 browser journeys',
  run: async () => {
    const results = at('e2e', 'out', 'results.json');
    fs.rmSync(results, { force: true });
    const env = { CHROMIUM_PATH: await ensureBrowser() };
    const { code, output } = await runNode([PLAYWRIGHT, 'test', '--config', JOURNEYS], { env });
    const stats = readJson(results)?.stats;
    if (!stats) return { passed: 0, failed: 1, output };
    const failed = stats.unexpected + stats.flaky;
    return { passed: stats.expected, failed: code !== 0 && failed === 0 ? 1 : failed, output };
  },
};

/** Checks that need nothing running; cheap enough for every save. */
const STATIC = [
  work('codegen', '接口类型 GraphQL types', generateTypes),
  command('format', '格式 format', [PRETTIER, '--check', '--log-level', 'warn', '.']),
  command('lint', '规范 lint', [ESLINT, '--max-warnings', '0', '.']),
  command('ratchet', '体量例外 size exceptions', [at('scripts', 'ratchet.mjs')]),
  command('types', '类型 types', [TSC, '-p', 'tsconfig.json']),
  command('types-e2e', '类型 types of the journeys', [TSC, '-p', 'e2e/tsconfig.json']),
  work('types-page', '网页类型 types of the page', checkFrontendTypes),
  command('imports', '依赖规则 import law', [
    DEPCRUISE,
    '--config',
    '.dependency-cruiser.cjs',
    '-T',
    'err-long',
    ...LAW,
  ]),
];

/** `npm run check`. */
export const FAST = [...STATIC, jest('unit', '单元测试 unit tests', ['core', 'frontend'], false)];

/** `npm test`; the story tests of scenarios/ run with the database tests. */
export const FULL = [
  ...STATIC,
  // Before the tests: the crash test kills the server as built.
  work('build', '构建 build', buildAll),
  jest('jest', '单元、数据库、接口与剧本测试 unit, database, API and story tests', ['core', 'frontend', 'db'], true),
  journeys,
];

/** The steps whose names are wanted, all when none is named. */
export function choose(steps, names) {
  const unknown = names.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0) {
    throw new Plain(
      `没有这一步  no step ${unknown.join(', ')}; there are: ${steps.map((step) => step.name).join(', ')}`,
    );
  }
  return names.length === 0 ? steps : steps.filter((step) => names.includes(step.name));
}
