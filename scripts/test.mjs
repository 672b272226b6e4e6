/**
 * `npm test`: sets itself up, runs every step and ends with exactly `N passed, N failed`.
 * `--fast` (npm run check): format, lint, types, import law and unit tests only. `--only=lint,types` picks steps.
 */
import { ensureBrowser } from './browser.mjs';
import { checkNode, ensureInstalled } from './install.mjs';
import { complain, killRunning, Plain, say } from './runtime.mjs';
import { ensureScanner } from './scanner.mjs';
import { choose, FAST, FULL, stopDatabases } from './steps.mjs';

const HEARTBEAT_MS = 30_000;
const total = { passed: 0, failed: 0 };

async function perform(step) {
  const began = Date.now();
  const seconds = () => `${((Date.now() - began) / 1000).toFixed(1)} s`;
  const heartbeat = setInterval(() => console.log(`  … ${step.label} (${seconds()})`), HEARTBEAT_MS);
  const result = await step.run().catch((error) => ({
    passed: 0,
    failed: 1,
    output: error instanceof Plain ? error.message : String(error?.stack ?? error),
  }));
  clearInterval(heartbeat);
  total.passed += result.passed;
  total.failed += result.failed;
  const bad = result.failed > 0;
  console.log(`  ${bad ? '✗' : '✓'} ${step.label}: ${result.passed} passed, ${result.failed} failed (${seconds()})`);
  if (bad) console.log(result.output.trimEnd().replaceAll(/^/gm, '    '));
}

async function test() {
  const only =
    process.argv
      .find((arg) => arg.startsWith('--only='))
      ?.slice('--only='.length)
      .split(',') ?? [];
  const fast = process.argv.includes('--fast');
  checkNode();
  await ensureInstalled();
  const steps = choose(fast ? FAST : FULL, only);
  const wants = (name) => steps.some((step) => step.name === name);
  // Downloads run beside the first steps, one after the other since apt-get does not share; who needs them waits.
  const scanner = wants('jest') ? ensureScanner().catch(() => {}) : Promise.resolve();
  // The journeys report if the browser cannot be had.
  const browser = wants('journeys') ? scanner.then(ensureBrowser).catch(() => {}) : undefined;
  for (const step of steps) {
    if (step.name === 'jest') await scanner;
    if (step.name === 'journeys') await browser;
    await perform(step);
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => {
    say('中断', 'interrupted');
    killRunning();
    void stopDatabases().finally(() => process.exit(130));
  });
}

try {
  await test();
} catch (error) {
  complain(error);
  total.failed += 1;
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;
