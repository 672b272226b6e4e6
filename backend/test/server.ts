import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import type { INestApplication } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { FixedClock } from '../src/platform/clock/clock.js';
import { loadConfig } from '../src/platform/config/config.js';
import { insideTransaction } from '../src/platform/database/transaction.js';
import { createServer } from '../src/server.js';
import { freshDatabase } from './database.js';

/** The instant at which test servers start; tests move the clock themselves. */
export const TEST_START = new Date('2026-09-15T01:00:00Z');

/** The whole server on a free port, with a database and a data folder of its own. */
export interface TestServer {
  readonly app: INestApplication;
  readonly url: string;
  readonly databaseUrl: string;
  readonly clock: FixedClock;
  readonly stop: () => Promise<void>;
}

/** Starts a real server over HTTP and WebSocket. */
export async function startTestServer(settings: Record<string, string> = {}): Promise<TestServer> {
  const database = await freshDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'yanwu-test-'));
  const clock = new FixedClock(TEST_START);
  const config = loadConfig({
    PORT: '3999',
    DATABASE_URL: database.url,
    YANWU_DATA_DIR: dataDir,
    YANWU_LOG_LEVEL: 'error',
    ...settings,
  });
  const app = await createServer(config, clock);
  refuseSecondConnections(app.get(DataSource));
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  return {
    app,
    url: `http://127.0.0.1:${port}`,
    databaseUrl: database.url,
    clock,
    stop: async () => {
      await app.close();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Work inside a transaction that asks the pool for another connection can deadlock a busy server: here it fails. */
function refuseSecondConnections(dataSource: DataSource): void {
  const { master: pool } = dataSource.driver as unknown as { master: { connect: (...args: unknown[]) => unknown } };
  const connect = pool.connect.bind(pool);
  pool.connect = (...args) => {
    if (insideTransaction.getStore()) throw new Error('a second connection inside a transaction: pass `tx` on');
    return connect(...args);
  };
}
