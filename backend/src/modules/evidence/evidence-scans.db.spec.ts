import { randomUUID } from 'node:crypto';
import { rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { jest } from '@jest/globals';
import { DataSource } from 'typeorm';
import { CLAMD, EICAR, TestClamd } from '../../../test/clamd.js';
import { TestClient } from '../../../test/client.js';
import { contentOf } from '../../../test/contents.js';
import { upload } from '../../../test/play.js';
import { startTestServer, type TestServer } from '../../../test/server.js';
import { buildWorldWith, PASSWORD, type World } from '../../../test/world.js';
import { FRAME_BYTES, sealedBytes } from '../../core/evidence/sealed-frames.js';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import { IdentityService } from '../identity/identity.service.js';
import { scanStream } from './evidence-clamd.js';

jest.setTimeout(120_000);

let server: TestServer;
let world: World;

async function serve(clamd?: string): Promise<void> {
  server = await startTestServer(clamd === undefined ? {} : { YANWU_CLAMD: clamd });
  const account = { commandId: randomUUID(), username: 'admin', displayName: '管理员', password: PASSWORD };
  await server.app.get(IdentityService).createUser(account, null, true);
  world = await buildWorldWith(await new TestClient(server.url).login('admin', PASSWORD));
}

async function stored(name: string, bytes: Buffer): Promise<string> {
  const answer = await upload(world.as.north, world.exerciseId, { name, bytes });
  return ((await answer.json()) as { id: string }).id;
}

interface Mine {
  readonly myEvidence: { readonly id: string; readonly scanState: string }[];
}

async function stateOf(id: string): Promise<string | undefined> {
  const { myEvidence } = await world.as.north.ask<Mine>(
    `query ($id: ID!) { myEvidence(exerciseId: $id, first: 100) { id scanState } }`,
    { id: world.exerciseId },
  );
  return myEvidence.find((one) => one.id === id)?.scanState;
}

async function settledState(id: string): Promise<string | undefined> {
  for (;;) {
    const state = await stateOf(id);
    if (state !== 'PENDING') return state;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('without a scanner', () => {
  beforeAll(() => serve());
  afterAll(() => server?.stop());

  it('says that nothing was scanned', async () => {
    expect(await stateOf(await stored('a.txt', Buffer.from('harmless')))).toBe('NOT_CONFIGURED');
  });
});

describe('with a scanner that is not there', () => {
  beforeAll(() => serve('127.0.0.1:1'));
  afterAll(() => server?.stop());

  it('takes files all the same and leaves them to be scanned', async () => {
    const id = await stored('a.txt', Buffer.from('harmless'));
    expect(await stateOf(id)).toBe('PENDING');
    await expect(scanStream('127.0.0.1:1', Readable.from([Buffer.from('x')]))).rejects.toThrow();
  });
});

// On a machine without clamd these are skipped by name; `npm test` as root installs it (scripts/scanner.mjs).
const describeWithClamd = CLAMD === null ? describe.skip : describe;

describeWithClamd('with the real clamd of this machine', () => {
  const clamd = new TestClamd('1M');

  beforeAll(async () => {
    await clamd.start();
    await serve(clamd.socket);
  });
  afterAll(async () => {
    await server?.stop();
    await clamd.stop();
  });

  it('finds malware, keeps the file and says what it is called', async () => {
    const infected = await stored('样本.txt', EICAR);
    const clean = await stored('日志.txt', Buffer.from('harmless'));
    expect([await settledState(infected), await settledState(clean)]).toEqual(['INFECTED', 'CLEAN']);
    const [row] = await server.app
      .get(DataSource)
      .query<{ scan_finding: string }[]>('SELECT scan_finding FROM evidence_content WHERE evidence_id = $1', [
        infected,
      ]);
    expect(row?.scan_finding).toContain('Yanwu.Test.EICAR');
    expect((await contentOf(server.app, infected)).equals(EICAR)).toBe(true);
  });

  it('says that a file was too large for it', async () => {
    const id = await stored('大.log', Buffer.from('harmless\n'.repeat(400_000)));
    expect(await settledState(id)).toBe('FAILED');
  });

  it('gives up on a file that cannot be read, and goes on with those behind it', async () => {
    const dataSource = server.app.get(DataSource);
    const folder = join(server.app.get<Config>(CONFIG).dataDir, 'evidence');
    const gone = await stored('没.txt', Buffer.from('harmless'));
    const cut = await stored('断.log', Buffer.from('harmless\n'.repeat(100_000)));
    await settledState(gone);
    await settledState(cut);
    rmSync(join(folder, gone));
    // Not in the first frame: what is wrong shows while the scanner is already listening.
    truncateSync(join(folder, cut), sealedBytes(FRAME_BYTES) + 100);
    await dataSource.query(`UPDATE evidence_content SET scan_state = 'PENDING' WHERE evidence_id = ANY($1)`, [
      [gone, cut],
    ]);
    const next = await stored('后来.txt', Buffer.from('harmless'));
    expect(await settledState(next)).toBe('CLEAN');
    const rows = await dataSource.query<{ id: string; scan_state: string; scan_finding: string }[]>(
      'SELECT evidence_id AS id, scan_state, scan_finding FROM evidence_content WHERE evidence_id = ANY($1)',
      [[gone, cut]],
    );
    expect(rows).toHaveLength(2);
    const failed = { scan_state: 'FAILED' };
    expect(rows).toContainEqual({ ...failed, id: gone, scan_finding: 'NOT_FOUND' });
    expect(rows).toContainEqual({ ...failed, id: cut, scan_finding: expect.stringContaining('frame 1') });
  });

  it('scans what waited once it can be reached', async () => {
    const dataSource = server.app.get(DataSource);
    const id = await stored('等.txt', EICAR);
    await settledState(id);
    await dataSource.query(`UPDATE evidence_content SET scan_state = 'PENDING' WHERE evidence_id = $1`, [id]);
    const next = await stored('后.txt', Buffer.from('harmless'));
    expect([await settledState(next), await settledState(id)]).toEqual(['CLEAN', 'INFECTED']);
  });
});
