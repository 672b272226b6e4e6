import { defineConfig } from '@playwright/test';

/** The journeys' own server: a fresh database with the demo exercise, made and removed by scripts/e2e-server.mjs. */
const port = process.env['YANWU_E2E_PORT'] ?? '4173';
const origin = `http://127.0.0.1:${port}`;

export default defineConfig({
  testDir: './journeys',
  testMatch: '**/*.spec.ts',
  outputDir: './out/results',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  // One live exercise is shared: journeys run one after another.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: './out/results.json' }]],
  use: {
    baseURL: origin,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 1440, height: 900 },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
      // Chromium's sandbox refuses root, and containers lack what it needs.
      chromiumSandbox: false,
      args: [
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  webServer: {
    command: 'node scripts/e2e-server.mjs',
    cwd: '..',
    url: `${origin}/ready`,
    env: { YANWU_E2E_PORT: port },
    timeout: 240_000,
    reuseExistingServer: false,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
    stdout: 'pipe',
    stderr: 'pipe',
  },
});
