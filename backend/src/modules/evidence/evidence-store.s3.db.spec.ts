import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { jest } from '@jest/globals';
import S3rver from 's3rver';
import { TestClient } from '../../../test/client.js';
import { contentOf, previewOf } from '../../../test/contents.js';
import { opened, sendPiece, sha256 } from '../../../test/pieces.js';
import { tinyPng, upload } from '../../../test/play.js';
import { startTestServer, type TestServer } from '../../../test/server.js';
import { buildWorldWith, PASSWORD, type World } from '../../../test/world.js';
import { FRAME_BYTES } from '../../core/evidence/sealed-frames.js';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import { createServer } from '../../server.js';
import { IdentityService } from '../identity/identity.service.js';
import { S3Store } from './evidence-store.s3.js';
import { EvidenceFiles } from './evidence-files.service.js';

jest.setTimeout(120_000);

const BUCKET = 'yanwu-evidence';
const folder = mkdtempSync(join(tmpdir(), 'yanwu-s3-'));
const s3 = new S3rver({
  ...{ port: 0, address: '127.0.0.1', silent: true, directory: join(folder, 'objects') },
  configureBuckets: [{ name: BUCKET }],
});
let address: string;

beforeAll(async () => {
  const { port } = await s3.run();
  address = `http://S3RVER:S3RVER@127.0.0.1:${port}/${BUCKET}`;
});
afterAll(async () => {
  await s3.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the S3 store, over the real protocol', () => {
  it('keeps, opens ranges, replaces and removes', async () => {
    const store = new S3Store(`${address}/some/folder`);
    await store.check();
    // More than one part.
    const bytes = randomBytes(17 * 1024 ** 2);
    const path = join(folder, 'staged');
    writeFileSync(path, bytes);
    await store.put('name', { path, sizeBytes: bytes.length });
    expect(sha256(await buffer(await store.open('name', { start: 0, end: bytes.length - 1 })))).toBe(sha256(bytes));
    const part = await buffer(await store.open('name', { start: 5_000_000, end: 5_000_099 }));
    expect(part.equals(bytes.subarray(5_000_000, 5_000_100))).toBe(true);
    writeFileSync(path, 'small');
    await store.put('name', { path, sizeBytes: 5 });
    expect((await buffer(await store.open('name'))).toString()).toBe('small');
    await store.remove('name');
    await store.remove('name');
    await expect(store.open('name', { start: 0, end: 0 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('says in one line that a bucket cannot be used', async () => {
    const wrong = new S3Store(address.replace(BUCKET, 'no-such-bucket'));
    await expect(wrong.check()).rejects.toThrow(/^YANWU_S3: bucket no-such-bucket at 127\.0\.0\.1:\d+ cannot be used/);
    const nobody = new S3Store('http://a:b@127.0.0.1:1/yanwu');
    await expect(nobody.check()).rejects.toThrow(/^YANWU_S3: bucket yanwu at 127\.0\.0\.1:1 cannot be used/);
  });
});

describe('a server whose evidence lies in S3', () => {
  let server: TestServer;
  let world: World;

  beforeAll(async () => {
    server = await startTestServer({ YANWU_S3: address });
    const account = { commandId: randomUUID(), username: 'admin', displayName: '管理员', password: PASSWORD };
    await server.app.get(IdentityService).createUser(account, null, true);
    world = await buildWorldWith(await new TestClient(server.url).login('admin', PASSWORD));
  });
  afterAll(async () => {
    await server?.stop();
  });

  const local = (): string[] => readdirSync(join(server.app.get<Config>(CONFIG).dataDir, 'evidence', 'incoming'));

  it('takes files at once and in pieces, serves them, their ranges and previews, and keeps nothing here', async () => {
    const text = Buffer.from('堡垒机会话记录\n'.repeat(60_000));
    const pieces = await opened(world.as.north, {
      exerciseId: world.exerciseId,
      name: '会话.log',
      sizeBytes: text.length,
    });
    await sendPiece(world.as.north, pieces, 0, text.subarray(0, 300_000));
    const last = await sendPiece(world.as.north, pieces, 300_000, text.subarray(300_000));
    const { id } = (await last.json()) as { id: string };
    expect((await contentOf(server.app, id)).equals(text)).toBe(true);
    const range = { start: FRAME_BYTES - 2, end: FRAME_BYTES + 2 };
    const part = await contentOf(server.app, id, range);
    expect(part.equals(text.subarray(range.start, range.end + 1))).toBe(true);
    const png = tinyPng(32);
    const stored = await upload(world.as.north, world.exerciseId, { name: '图.png', bytes: png });
    const picture = (await stored.json()) as { id: string };
    expect((await contentOf(server.app, picture.id)).equals(png)).toBe(true);
    expect((await previewOf(server.app, picture.id)).subarray(8, 12).toString()).toBe('WEBP');
    expect(local()).toEqual([]);
  });

  it('keeps nothing readable there', async () => {
    const text = Buffer.from('bastion-password '.repeat(1000));
    await upload(world.as.north, world.exerciseId, { name: '口令.txt', bytes: text });
    const objects = readdirSync(join(folder, 'objects', BUCKET), { recursive: true, withFileTypes: true });
    const files = objects.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter((file) => readFileSync(file).includes('bastion-password'))).toEqual([]);
  });

  it('destroys a content and its key', async () => {
    const text = Buffer.from('to be destroyed');
    const stored = await upload(world.as.north, world.exerciseId, { name: '毁.txt', bytes: text });
    const { id } = (await stored.json()) as { id: string };
    await server.app.get(EvidenceFiles).destroy(id);
    await expect(contentOf(server.app, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('does not start without the store that evidence lies in', async () => {
    const config = { ...server.app.get<Config>(CONFIG), s3: undefined };
    await expect(createServer(config, server.clock)).rejects.toThrow(/^YANWU_S3: missing/);
  });
});
