import { randomBytes, randomUUID } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplication } from '@nestjs/common';
import { jest } from '@jest/globals';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { TestClient } from '../../../test/client.js';
import { contentOf } from '../../../test/contents.js';
import { announce, arrived, ask, breakOff, metadata, opened, sendPiece, sha256 } from '../../../test/pieces.js';
import { tinyPng, upload } from '../../../test/play.js';
import { buildWorld, make, PASSWORD, type ServedWorld } from '../../../test/world.js';
import { FRAME_BYTES } from '../../core/evidence/sealed-frames.js';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import { SECRET_FILE } from '../../platform/signing/signing-keys.service.js';
import { createServer } from '../../server.js';
import { MAX_FILES, MAX_OPEN_UPLOADS } from './evidence-room.service.js';
import { EvidenceUploads } from './evidence-uploads.service.js';
import { type ByteRange, EvidenceFiles } from './evidence-files.service.js';

jest.setTimeout(120_000);

let world: ServedWorld;
let config: Config;
const BYTES = Buffer.concat([Buffer.from('PK\u0003\u0004'), randomBytes(3 * FRAME_BYTES + 777)]);
const TEXT = Buffer.from('堡垒机会话记录\n'.repeat(60_000));

beforeAll(async () => {
  world = await buildWorld();
  config = world.server.app.get<Config>(CONFIG);
});
afterAll(async () => {
  await world?.stop();
});

const folder = (): string => join(config.dataDir, 'evidence');
const waiting = (): string[] => (existsSync(join(folder(), 'incoming')) ? readdirSync(join(folder(), 'incoming')) : []);
const idOf = (address: string): string => address.split('/').pop() ?? '';
const announced = (bytes: Buffer, more: { command?: string; sha256?: string; name?: string } = {}) => ({
  exerciseId: world.exerciseId,
  name: '会话.log',
  sizeBytes: bytes.length,
  ...more,
});
const codeOf = async (response: Response): Promise<string> => ((await response.json()) as { code: string }).code;
const content = (id: string, range?: ByteRange): Promise<Buffer> => contentOf(world.server.app, id, range);

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 10));
}

async function second(settings: Partial<Config>): Promise<{ app: INestApplication; url: string }> {
  const app = await createServer({ ...config, ...settings }, world.server.clock);
  await app.listen(0, '127.0.0.1');
  return { app, url: `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}` };
}

describe('an upload in pieces', () => {
  it('ends with the receipt of the same record as an upload at once', async () => {
    const address = await opened(world.as.north, announced(TEXT, { sha256: sha256(TEXT) }));
    expect(address).toMatch(/^\/api\/uploads\/[0-9a-f-]{36}$/);
    const cuts = [0, 100, FRAME_BYTES, FRAME_BYTES + 1, TEXT.length];
    for (const [index, start] of cuts.slice(0, -1).entries()) {
      const end = cuts[index + 1] ?? 0;
      const answer = await sendPiece(world.as.north, address, start, TEXT.subarray(start, end));
      expect([answer.status, answer.headers.get('upload-offset')]).toEqual([
        end === TEXT.length ? 200 : 204,
        String(end),
      ]);
      if (end < TEXT.length) continue;
      const receipt = (await answer.json()) as { id: string };
      expect(receipt).toEqual({
        id: idOf(address),
        fileName: '会话.log',
        sizeBytes: TEXT.length,
        sha256: sha256(TEXT),
        mediaType: 'text/plain; charset=utf-8',
        isImage: false,
        recordedAt: '2026-09-15T01:00:00.000Z',
        receiptSeq: expect.any(Number),
      });
      expect((await content(receipt.id)).equals(TEXT)).toBe(true);
    }
    expect(waiting()).toEqual([]);
    const kinds = await world.server.app
      .get(DataSource)
      .query<{ kind: string }[]>('SELECT kind FROM journal_record WHERE subject_id = $1', [idOf(address)]);
    expect(kinds).toEqual([{ kind: 'EVIDENCE_STORED' }]);
  });

  it('goes on where the line was cut', async () => {
    const address = await opened(world.as.north, announced(TEXT));
    const cut = FRAME_BYTES + 40_000;
    await breakOff(world.as.north, address, TEXT, cut);
    const offset = await arrived(world.as.north, address);
    // What was still on the line when it was cut is lost; everything before is there.
    expect(offset).toBeGreaterThan(0);
    expect(offset).toBeLessThanOrEqual(cut);
    const wrong = await sendPiece(world.as.north, address, offset - 1, TEXT.subarray(offset - 1));
    expect(wrong.status).toBe(409);
    const last = await sendPiece(world.as.north, address, offset, TEXT.subarray(offset));
    expect(((await last.json()) as { sha256: string }).sha256).toBe(sha256(TEXT));
  });

  it('goes on after a restart of the server', async () => {
    const address = await opened(world.as.north, announced(TEXT));
    await sendPiece(world.as.north, address, 0, TEXT.subarray(0, FRAME_BYTES + 5));
    const { app, url } = await second({});
    try {
      const north = await new TestClient(url).login('north', PASSWORD);
      expect(await arrived(north, address)).toBe(FRAME_BYTES + 5);
      const last = await sendPiece(north, address, FRAME_BYTES + 5, TEXT.subarray(FRAME_BYTES + 5));
      expect(((await last.json()) as { sha256: string }).sha256).toBe(sha256(TEXT));
    } finally {
      await app.close();
    }
    expect((await content(idOf(address))).equals(TEXT)).toBe(true);
  });

  it('tells the receipt again when the last answer was lost', async () => {
    const address = await opened(world.as.north, announced(TEXT));
    expect([(await ask(world.as.north, address, 'GET')).status]).toEqual([409]);
    const first: unknown = await (await sendPiece(world.as.north, address, 0, TEXT)).json();
    expect(await arrived(world.as.north, address)).toBe(TEXT.length);
    expect(await (await ask(world.as.north, address, 'GET')).json()).toEqual(first);
    expect((await sendPiece(world.as.north, address, TEXT.length, Buffer.alloc(0))).status).toBe(409);
  });

  it('answers a repeated command with the first receipt and keeps one file', async () => {
    const command = randomUUID();
    const first = await (
      await upload(world.as.north, world.exerciseId, { name: '会话.log', bytes: TEXT, command })
    ).json();
    const before = readdirSync(folder()).length;
    const address = await opened(world.as.north, announced(TEXT, { command }));
    expect(await (await sendPiece(world.as.north, address, 0, TEXT)).json()).toEqual(first);
    expect(readdirSync(folder())).toHaveLength(before);
    expect(await (await ask(world.as.north, address, 'GET')).json()).toEqual(first);
  });

  it('may bring a small file along with its announcement, and again when the answer was lost', async () => {
    const command = randomUUID();
    const bytes = Buffer.from('一行日志\n');
    const send = () =>
      world.as.north.fetch('/api/uploads', {
        method: 'POST',
        headers: {
          ...{ 'tus-resumable': '1.0.0', 'x-yanwu': '1', 'content-type': 'application/offset+octet-stream' },
          'upload-length': String(bytes.length),
          'upload-metadata': metadata({ exerciseId: world.exerciseId, commandId: command, fileName: '小.log' }),
        },
        body: new Uint8Array(bytes),
      });
    const first = await send();
    expect([first.status, first.headers.get('upload-offset')]).toEqual([201, String(bytes.length)]);
    expect(first.headers.get('location')).toMatch(/^\/api\/uploads\//);
    const again = await send();
    expect([again.status, await again.json()]).toEqual([201, await first.json()]);
  });

  it('is begun anew by the same command without counting twice', async () => {
    const command = randomUUID();
    const first = await opened(world.as.north, announced(TEXT, { command }));
    await sendPiece(world.as.north, first, 0, TEXT.subarray(0, 10));
    const again = await opened(world.as.north, announced(TEXT, { command }));
    expect(await arrived(world.as.north, first)).toBeNaN();
    await ask(world.as.north, again, 'DELETE');
    expect(waiting()).toEqual([]);
  });
});

describe('an upload that is given up while it is being filed', () => {
  it('leaves nothing that belongs to nobody', async () => {
    const command = randomUUID();
    const first = await opened(world.as.north, announced(TEXT, { command }));
    const client = new pg.Client({ connectionString: world.server.databaseUrl });
    await client.connect();
    await client.query('BEGIN');
    await client.query('SELECT 1 FROM journal_stream WHERE stream_id = $1 FOR UPDATE', [world.exerciseId]);
    const filing = sendPiece(world.as.north, first, 0, TEXT);
    // It is kept; its record waits for us.
    await until(() => existsSync(join(folder(), idOf(first))));
    const announcing = announce(world.as.north, announced(TEXT, { command }));
    const rows = () => client.query('SELECT 1 FROM evidence_upload WHERE id = $1', [idOf(first)]);
    await until(async () => (await rows()).rows.length === 0);
    await client.query('ROLLBACK');
    await client.end();
    expect((await filing).status).toBe(404);
    const again = (await announcing).headers.get('location') ?? '';
    expect(readdirSync(folder())).not.toContain(idOf(first));
    expect(waiting().filter((name) => name.startsWith(idOf(first)))).toEqual([]);
    expect((await sendPiece(world.as.north, again, 0, TEXT)).status).toBe(200);
    expect((await content(idOf(again))).equals(TEXT)).toBe(true);
  });
});

describe('what is refused', () => {
  it.each([
    ['a digest that is another', { more: { sha256: sha256(BYTES) }, bytes: TEXT }, [422, 'HASH_MISMATCH']],
    ['an archive under the name of a log', { more: {}, bytes: BYTES }, [415, 'FILE_TYPE_REFUSED']],
  ])('%s, and nothing of it is kept', async (_what, { more, bytes }, refusal) => {
    const before = readdirSync(folder()).length;
    const address = await opened(world.as.north, announced(bytes, more));
    const answer = await sendPiece(world.as.north, address, 0, bytes);
    expect([answer.status, await codeOf(answer)]).toEqual(refusal);
    expect(readdirSync(folder())).toHaveLength(before);
    expect(waiting()).toEqual([]);
    expect(await arrived(world.as.north, address)).toBeNaN();
  });

  it('names the field of a wrong digest', async () => {
    const address = await opened(world.as.north, announced(TEXT, { sha256: sha256(BYTES) }));
    expect(await (await sendPiece(world.as.north, address, 0, TEXT)).json()).toMatchObject({
      params: { sha256: sha256(TEXT) },
      fields: [{ path: 'sha256', code: 'HASH_MISMATCH' }],
    });
  });

  it.each([
    ['a name with a path', { name: '../../etc/passwd' }, 400, 'FILE_NAME_REFUSED'],
    ['a name that reads backwards', { name: '报告\u202egnp.log' }, 400, 'FILE_NAME_REFUSED'],
    ['nothing', { sizeBytes: 0 }, 400, 'BAD_INPUT'],
    ['more than a file may be', { sizeBytes: 2_147_483_648 }, 413, 'FILE_TOO_LARGE'],
    ['another exercise', { exerciseId: randomUUID() }, 404, 'NOT_FOUND'],
    ['a digest that is none', { sha256: 'abc' }, 400, 'BAD_INPUT'],
    ['no anti-forgery header', { headers: { 'x-yanwu': '' } }, 400, 'BAD_INPUT'],
    ['no length', { headers: { 'upload-length': '', 'upload-defer-length': '1' } }, 400, 'BAD_INPUT'],
  ])('%s, before a byte of it is sent', async (_what, wrong, status, code) => {
    const answer = await announce(world.as.north, { ...announced(TEXT), ...wrong });
    expect([answer.status, (await answer.text()).includes(code) || code === 'BAD_INPUT']).toEqual([status, true]);
    expect(waiting()).toEqual([]);
  });

  it('metadata that lacks something, naming the fields', async () => {
    const headers = { 'upload-metadata': metadata({ fileName: 'a.log' }) };
    expect(await (await announce(world.as.north, { ...announced(TEXT), headers })).json()).toMatchObject({
      code: 'BAD_INPUT',
      fields: [{ path: 'exerciseId' }, { path: 'commandId' }],
    });
  });

  it('everybody but the own party, on every request, as if there were nothing', async () => {
    const address = await opened(world.as.north, announced(TEXT));
    const statuses = async (client: TestClient): Promise<number[]> => [
      (await ask(client, address, 'HEAD')).status,
      (await sendPiece(client, address, 0, TEXT)).status,
      (await ask(client, address, 'DELETE')).status,
      (await ask(client, address, 'GET')).status,
    ];
    expect(await statuses(world.as.south)).toEqual([404, 404, 404, 404]);
    expect(await statuses(world.as.water)).toEqual([404, 404, 404, 404]);
    expect(await statuses(world.as.referee)).toEqual([403, 403, 403, 403]);
    expect(await statuses(world.as.nobody)).toEqual([401, 401, 401, 401]);
    const account = { username: 'north-2', displayName: '北队二号', password: PASSWORD };
    const userId = await make(world.as.admin, 'createUser', 'CreateUserInput', account);
    const grant = { exerciseId: world.exerciseId, userId, role: 'ATTACKER', teamId: world.teams.north };
    await make(world.as.admin, 'grantMembership', 'GrantMembershipInput', grant);
    const mate = await new TestClient(world.server.url).login('north-2', PASSWORD);
    expect((await sendPiece(mate, address, 0, TEXT)).status).toBe(200);
  });
});

describe('room', () => {
  const quota = (client: TestClient) =>
    client.ask<{ evidenceQuota: Record<string, number> }>(
      `query ($id: ID!) { evidenceQuota(exerciseId: $id) { usedBytes underwayBytes maxBytes maxFileBytes files underway maxFiles } }`,
      { id: world.exerciseId },
    );

  it('counts what has been announced until it is given up', async () => {
    const whole = 2_147_483_647;
    const addresses: string[] = [];
    for (let n = 0; n < 10; n += 1) {
      addresses.push(await opened(world.as.south, { ...announced(TEXT), sizeBytes: whole }));
    }
    const over = await announce(world.as.south, { ...announced(TEXT), sizeBytes: 100 });
    expect([over.status, await codeOf(over)]).toEqual([413, 'QUOTA_EXCEEDED']);
    expect(
      (await upload(world.as.south, world.exerciseId, { name: 'a.txt', bytes: Buffer.from('x'.repeat(100)) })).status,
    ).toBe(413);
    expect((await quota(world.as.south)).evidenceQuota).toEqual({
      usedBytes: 0,
      underwayBytes: 10 * whole,
      maxBytes: 20 * 1024 ** 3,
      maxFileBytes: whole,
      files: 0,
      underway: 10,
      maxFiles: MAX_FILES,
    });
    for (const address of addresses) expect((await ask(world.as.south, address, 'DELETE')).status).toBe(204);
    expect((await quota(world.as.south)).evidenceQuota).toMatchObject({ underwayBytes: 0, underway: 0 });
  });

  it('has so many uploads underway and no more, however many ask at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: MAX_OPEN_UPLOADS + 5 }, () =>
        announce(world.as.south, { ...announced(TEXT), sizeBytes: 9 }),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(MAX_OPEN_UPLOADS);
    const refused = answers.find(({ status }) => status !== 201);
    expect(await refused?.json()).toMatchObject({ code: 'LIMIT_REACHED', params: { what: 'OPEN_UPLOADS' } });
    for (const { headers } of answers) await ask(world.as.south, headers.get('location') ?? '/api/uploads/x', 'DELETE');
  });

  it('holds so many files and no more, however small', async () => {
    await world.server.app.get(DataSource).query(
      `INSERT INTO evidence SELECT gen_random_uuid(), exercise_id, $1, uploaded_by_id, file_name, 1, sha256, media_type,
              is_image, false, recorded_at, 200000000 + n FROM (SELECT * FROM evidence LIMIT 1) e, generate_series(1, $2) n`,
      [world.units.bank, MAX_FILES],
    );
    const answer = await upload(world.as.bank, world.exerciseId, { name: 'a.txt', bytes: Buffer.from('x') });
    expect([answer.status, await answer.json()]).toMatchObject([
      422,
      { code: 'LIMIT_REACHED', params: { what: 'FILES' } },
    ]);
  });
});

describe('at rest', () => {
  it('nothing of a file can be read on the disk, nor of its preview', async () => {
    const bytes = tinyPng(64);
    const { id } = (await (await upload(world.as.north, world.exerciseId, { name: '图.png', bytes })).json()) as {
      id: string;
    };
    for (const name of [id, `${id}.webp`]) {
      const resting = readFileSync(join(folder(), name));
      expect(['PNG', 'IHDR', 'WEBP', 'RIFF'].filter((word) => resting.includes(word))).toEqual([]);
    }
    expect((await content(id)).equals(bytes)).toBe(true);
  });

  it('lets go of a file that nobody begins to read', async () => {
    const { id } = (await (await upload(world.as.north, world.exerciseId, { name: '走.log', bytes: TEXT })).json()) as {
      id: string;
    };
    const held = (): boolean =>
      readdirSync('/proc/self/fd').some((fd) => {
        try {
          return readlinkSync(`/proc/self/fd/${fd}`).endsWith(id);
        } catch {
          return false;
        }
      });
    const stream = await world.server.app.get(EvidenceFiles).openRead({ id, sizeBytes: TEXT.length });
    expect(held()).toBe(true);
    stream.destroy();
    await until(() => !held());
  });

  it('a file that was changed on the disk is not served', async () => {
    const { id } = (await (await upload(world.as.north, world.exerciseId, { name: '改.log', bytes: TEXT })).json()) as {
      id: string;
    };
    const resting = readFileSync(join(folder(), id));
    resting[100] = (resting[100] ?? 0) ^ 1;
    writeFileSync(join(folder(), id), resting);
    await expect(content(id)).rejects.toThrow('frame 0 does not open');
  });

  it('gives out the bytes of a range', async () => {
    const { id } = (await (await upload(world.as.north, world.exerciseId, { name: '段.log', bytes: TEXT })).json()) as {
      id: string;
    };
    const [start, end] = [FRAME_BYTES - 3, FRAME_BYTES + 5];
    expect((await content(id, { start, end })).equals(TEXT.subarray(start, end + 1))).toBe(true);
    await expect(content(id, { start: 0, end: TEXT.length })).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });

  it('plain files of before there were keys are still read', async () => {
    const dataSource = world.server.app.get(DataSource);
    const id = randomUUID();
    await dataSource.query(
      `INSERT INTO evidence SELECT $1, exercise_id, owner_party_id, uploaded_by_id, 'old.txt', 5, sha256, 'text/plain',
              false, false, recorded_at, 300000000 FROM evidence WHERE owner_party_id = $2 LIMIT 1`,
      [id, world.teams.north],
    );
    await dataSource.query(
      `INSERT INTO evidence_content (evidence_id, store, scan_state) VALUES ($1, 'DISK', 'NOT_CONFIGURED')`,
      [id],
    );
    writeFileSync(join(folder(), id), 'plain');
    expect((await content(id)).toString()).toBe('plain');
  });

  it('another evidence key ends the start with one clear line; given both, the keys are sealed anew', async () => {
    const evidenceKey = 'another evidence key, quite long';
    const elsewhere = mkdtempSync(join(tmpdir(), 'yanwu-test-'));
    copyFileSync(join(config.dataDir, SECRET_FILE), join(elsewhere, SECRET_FILE));
    await expect(second({ dataDir: elsewhere })).rejects.toThrow(/^YANWU_EVIDENCE_KEY: missing/);
    await expect(second({ evidenceKey, dataDir: elsewhere })).rejects.toThrow(/^YANWU_EVIDENCE_KEY: got \(not shown\)/);
    rmSync(elsewhere, { recursive: true });
    const { id } = (await (await upload(world.as.north, world.exerciseId, { name: '换.log', bytes: TEXT })).json()) as {
      id: string;
    };
    const resting = readFileSync(join(folder(), id));
    const { app } = await second({ evidenceKey });
    try {
      expect((await contentOf(app, id)).equals(TEXT)).toBe(true);
      expect(readFileSync(join(folder(), id)).equals(resting)).toBe(true);
    } finally {
      await app.close();
    }
    await expect(second({})).rejects.toThrow(/^YANWU_EVIDENCE_KEY: /);
    const back = await second({ evidenceKeyOld: evidenceKey });
    await back.app.close();
    expect((await content(id)).equals(TEXT)).toBe(true);
  });
});

// Last: the clock does not go back.
describe('an abandoned upload', () => {
  it('expires after a day and leaves nothing', async () => {
    const address = await opened(world.as.north, announced(TEXT));
    await sendPiece(world.as.north, address, 0, TEXT.subarray(0, 1000));
    const before = waiting().length;
    expect(before).toBeGreaterThan(0);
    world.server.clock.set(new Date('2026-09-16T01:00:01Z'));
    const north = await new TestClient(world.server.url).login('north', PASSWORD);
    expect((await sendPiece(north, address, 1000, TEXT.subarray(1000))).status).toBe(404);
    expect(await world.server.app.get(EvidenceUploads).expire()).toBeGreaterThan(0);
    expect(waiting()).toEqual([]);
  });

  it('is given up although another cannot be, which is tried again', async () => {
    const north = await new TestClient(world.server.url).login('north', PASSWORD);
    const uploads = world.server.app.get(EvidenceUploads);
    const [stuck, other] = [await opened(north, announced(TEXT)), await opened(north, announced(TEXT))].map(idOf);
    const obstacle = join(folder(), 'incoming', `${stuck}.rest`);
    mkdirSync(obstacle);
    world.server.clock.set(new Date('2026-09-17T02:00:00Z'));
    const left = async (): Promise<unknown> =>
      (await world.server.app.get(DataSource).query<{ id: string }[]>('SELECT id FROM evidence_upload')).map(
        ({ id }) => id,
      );
    await uploads.expire();
    expect(await left()).toEqual([stuck]);
    expect(waiting().filter((name) => name.startsWith(String(other)))).toEqual([]);
    rmdirSync(obstacle);
    expect(await uploads.expire()).toBe(1);
    expect([await left(), waiting()]).toEqual([[], []]);
  });

  it('leaves nothing where a crash came between its row and its files', async () => {
    const { id } = (await (
      await upload(await new TestClient(world.server.url).login('north', PASSWORD), world.exerciseId, {
        name: '在.log',
        bytes: TEXT,
      })
    ).json()) as { id: string };
    const stray = randomUUID();
    for (const one of [id, stray]) writeFileSync(join(folder(), 'incoming', one), 'what was on its way');
    writeFileSync(join(folder(), stray), 'kept, never recorded');
    await world.server.app.get(EvidenceUploads).expire();
    expect(waiting()).toEqual([]);
    expect(readdirSync(folder())).not.toContain(stray);
    expect((await content(id)).equals(TEXT)).toBe(true);
  });
});
