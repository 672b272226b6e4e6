import { createHash, randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { jest } from '@jest/globals';
import { DataSource } from 'typeorm';
import { tinyPng, upload } from '../../../test/play.js';
import { buildWorld, type ServedWorld } from '../../../test/world.js';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import { EvidenceFiles } from './evidence.files.js';
import { PARTY_QUOTA_BYTES } from './evidence.service.js';

jest.setTimeout(120_000);

let world: ServedWorld;

beforeAll(async () => {
  world = await buildWorld();
});
afterAll(async () => {
  await world?.stop();
});

const PNG = tinyPng();
const text = (content: string): Buffer => Buffer.from(content);
const send = (file: Parameters<typeof upload>[2], client = world.as.north) => upload(client, world.exerciseId, file);
const folder = (): string => join(world.server.app.get<Config>(CONFIG).dataDir, 'evidence');

/** Files on disk, thumbnails and half-received ones included. */
function stored(): string[] {
  return readdirSync(folder(), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);
}

async function receipt(file: Parameters<typeof upload>[2], client = world.as.north): Promise<Record<string, string>> {
  const response = await send(file, client);
  const answer = (await response.json()) as Record<string, string>;
  if (response.status !== 201) throw new Error(JSON.stringify(answer));
  return answer;
}

describe('POST /api/evidence', () => {
  it('answers a receipt with the digest and the type found in the content', async () => {
    const answer = await receipt({ name: '资产页.png', bytes: PNG });
    expect(answer).toEqual({
      id: expect.any(String),
      fileName: '资产页.png',
      sizeBytes: PNG.length,
      sha256: createHash('sha256').update(PNG).digest('hex'),
      mediaType: 'image/png',
      isImage: true,
      recordedAt: '2026-09-15T01:00:00.000Z',
      receiptSeq: expect.any(Number),
    });
    expect(stored()).toEqual(expect.arrayContaining([answer.id, `${answer.id}.webp`]));
  });

  it('answers a repeated command with the first receipt and keeps one file', async () => {
    const file = { name: '重发.txt', bytes: text('一次'), command: randomUUID() };
    const first = await receipt(file);
    const before = stored().length;
    expect(await receipt(file)).toEqual(first);
    expect(stored()).toHaveLength(before);
    const changed = await send({ ...file, bytes: text('两次') });
    expect([changed.status, ((await changed.json()) as { code: string }).code]).toEqual([409, 'COMMAND_REUSED']);
    expect(stored()).toHaveLength(before);
  });

  it.each<[string, Buffer, number, string]>([
    ['../../逃.txt', text('x'), 400, 'FILE_NAME_REFUSED'],
    ['报告\u202egnp.txt', text('x'), 400, 'FILE_NAME_REFUSED'],
    ['a.exe', Buffer.concat([text('MZ'), Buffer.alloc(200)]), 415, 'FILE_TYPE_REFUSED'],
    ['截图.png', Buffer.concat([text('MZ'), Buffer.alloc(200)]), 415, 'FILE_TYPE_REFUSED'],
    ['截图.jpg', PNG, 415, 'FILE_TYPE_REFUSED'],
    ['会话.txt', text('#!/bin/sh\nid\n'), 415, 'FILE_TYPE_REFUSED'],
    ['空.txt', Buffer.alloc(0), 400, 'BAD_INPUT'],
  ])('refuses %j', async (name, bytes, status, code) => {
    const before = stored();
    const response = await send({ name, bytes });
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([status, code]);
    expect(stored()).toEqual(before);
  });

  it('refuses forged requests and other content types, naming the headers', async () => {
    const response = await send({
      name: 'a.txt',
      bytes: text('x'),
      headers: { 'x-yanwu': '', 'content-type': 'text/plain' },
    });
    expect(await response.json()).toMatchObject({
      code: 'BAD_INPUT',
      fields: [{ path: 'x-yanwu' }, { path: 'content-type' }],
    });
  });

  it('refuses those who file nothing', async () => {
    const codes = await Promise.all(
      [world.as.referee, world.as.observer, world.as.nobody].map(async (client) => {
        const response = await send({ name: 'a.txt', bytes: text('x') }, client);
        return ((await response.json()) as { code: string }).code;
      }),
    );
    expect(codes).toEqual(['NOT_ALLOWED', 'NOT_ALLOWED', 'NOT_SIGNED_IN']);
  });

  it('refuses a file by its announced size before reading it', async () => {
    const answer = await announce({ 'content-length': String(4 * 1024 ** 3) });
    expect(answer).toMatchObject({ status: 413, body: { code: 'FILE_TOO_LARGE' } });
  });

  it('wants the size announced', async () => {
    expect(await announce({ 'transfer-encoding': 'chunked' })).toMatchObject({
      status: 400,
      body: { code: 'BAD_INPUT', fields: [{ path: 'content-length', code: 'REQUIRED' }] },
    });
  });

  it('leaves nothing behind when the sender goes away', async () => {
    const before = stored();
    await breakOff();
    expect(stored()).toEqual(before);
  });

  it('counts the quota of the party', async () => {
    const dataSource = world.server.app.get(DataSource);
    await dataSource.query(
      `INSERT INTO evidence SELECT gen_random_uuid(), exercise_id, $1, uploaded_by_id, file_name, $2, sha256, media_type,
              is_image, false, recorded_at, 100000000 FROM evidence LIMIT 1`,
      [world.teams.south, PARTY_QUOTA_BYTES - 10],
    );
    const response = await send({ name: '一.txt', bytes: text('十一个字节..') }, world.as.south);
    expect(await response.json()).toMatchObject({ code: 'QUOTA_EXCEEDED' });
    const atOnce = await Promise.all(
      ['01234567', '12345678', '23456789'].map((body) => send({ name: '一.txt', bytes: text(body) }, world.as.south)),
    );
    expect(atOnce.map(({ status }) => status).sort()).toEqual([201, 413, 413]);
    expect((await send({ name: '一.txt', bytes: text('90') }, world.as.south)).status).toBe(201);
  });
});

describe('GET /api/evidence', () => {
  let id: string;

  beforeAll(async () => {
    ({ id = '' } = await receipt({ name: '资产页 (1).png', bytes: PNG }));
  });

  it.each(['north', 'referee', 'chief', 'organizer'] as const)('shows it to %s', async (person) => {
    const response = await world.as[person].fetch(`/api/evidence/${id}`);
    expect(Buffer.from(await response.arrayBuffer()).equals(PNG)).toBe(true);
  });

  it('takes an id however it is spelt, and a refusal never carries the name and type of the file', async () => {
    expect((await world.as.north.fetch(`/api/evidence/${id.toUpperCase()}`)).status).toBe(200);
    const beyond = await world.as.north.fetch(`/api/evidence/${id}`, { headers: { range: 'bytes=99999999-' } });
    expect([beyond.status, beyond.headers.get('content-type')]).toEqual([400, 'application/json; charset=utf-8']);
    expect(beyond.headers.get('content-disposition')).toBeNull();
  });

  it.each([
    ['south', 404],
    ['water', 404],
    ['bank', 404],
    ['observer', 403],
    ['stranger', 403],
    ['nobody', 401],
  ] as const)('hides it from %s', async (person, status) => {
    const statuses = await Promise.all(
      ['', '?download', '/thumbnail'].map(
        async (rest) => (await world.as[person].fetch(`/api/evidence/${id}${rest}`)).status,
      ),
    );
    expect(statuses).toEqual([status, status, status]);
  });

  it('is served so that nothing in it can run', async () => {
    const { headers } = await world.as.north.fetch(`/api/evidence/${id}`);
    expect(headers.get('content-type')).toBe('image/png');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('content-security-policy')).toContain('sandbox');
    expect(headers.get('content-disposition')).toBe(
      `inline; filename="___ (1).png"; filename*=UTF-8''%E8%B5%84%E4%BA%A7%E9%A1%B5%20%281%29.png`,
    );
  });

  it('serves HTML as text and archives as downloads', async () => {
    const html = await receipt({ name: '页.html', bytes: text('<script>alert(1)</script>') });
    expect((await world.as.north.fetch(`/api/evidence/${html.id}`)).headers.get('content-type')).toBe(
      'text/plain; charset=utf-8',
    );
    const zip = await receipt({ name: '包.zip', bytes: Buffer.from('UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==', 'base64') });
    const shown = await world.as.north.fetch(`/api/evidence/${zip.id}`);
    expect(shown.headers.get('content-disposition')).toMatch(/^attachment;/);
    const asked = await world.as.north.fetch(`/api/evidence/${id}?download`);
    expect(asked.headers.get('content-disposition')).toMatch(/^attachment;/);
  });

  it('makes thumbnails of pictures, and takes a broken picture without one', async () => {
    const thumbnail = await world.as.referee.fetch(`/api/evidence/${id}/thumbnail`);
    expect([thumbnail.status, thumbnail.headers.get('content-type')]).toEqual([200, 'image/webp']);
    expect(
      Buffer.from(await thumbnail.arrayBuffer())
        .subarray(8, 12)
        .toString(),
    ).toBe('WEBP');
    const broken = await receipt({ name: '坏.png', bytes: PNG.subarray(0, 45) });
    expect((await world.as.north.fetch(`/api/evidence/${broken.id}/thumbnail`)).status).toBe(404);
  });

  it.each(['nonsense', '..%2f..%2fetc%2fpasswd', randomUUID()])('knows no %s', async (wrong) => {
    expect((await world.as.north.fetch(`/api/evidence/${wrong}`)).status).toBe(404);
  });
});

describe('myEvidence', () => {
  it('lists the own party only, newest first, page by page', async () => {
    const query = `query ($exerciseId: ID!, $first: Int!, $after: String) {
      myEvidence(exerciseId: $exerciseId, first: $first, after: $after) { id receiptSeq uploadedBy }
    }`;
    interface Row {
      id: string;
      receiptSeq: number;
    }
    const page = async (first: number, after: string | null): Promise<Row[]> =>
      (await world.as.north.ask<{ myEvidence: Row[] }>(query, { exerciseId: world.exerciseId, first, after }))
        .myEvidence;
    const all = await page(100, null);
    expect(all.length).toBeGreaterThan(4);
    expect(all.map(({ receiptSeq }) => receiptSeq)).toEqual(
      all.map(({ receiptSeq }) => receiptSeq).sort((a, b) => b - a),
    );
    const first = await page(2, null);
    expect([...first, ...(await page(2, first[1]?.id ?? null))]).toEqual(all.slice(0, 4));
    const others = await world.as.water.ask<{ myEvidence: Row[] }>(query, { exerciseId: world.exerciseId, first: 100 });
    expect(others.myEvidence).toEqual([]);
    expect(await world.as.referee.refusal(query, { exerciseId: world.exerciseId, first: 100 })).toBe('NOT_ALLOWED');
  });
});

describe('permanence', () => {
  it.each(['UPDATE evidence SET file_name = file_name', 'DELETE FROM evidence', 'TRUNCATE evidence'])(
    'the database refuses %s',
    async (sql) => {
      await expect(world.server.app.get(DataSource).query(sql)).rejects.toThrow('is refused');
    },
  );
});

describe('EvidenceFiles', () => {
  it('stops at the limit while streaming and removes what it wrote', async () => {
    const files = world.server.app.get(EvidenceFiles);
    const before = stored();
    await expect(files.receive(Readable.from([Buffer.alloc(600), Buffer.alloc(600)]), 1000)).rejects.toMatchObject({
      code: 'FILE_TOO_LARGE',
    });
    expect(stored()).toEqual(before);
  });
});

function headersOf(more: Record<string, string>): Record<string, string> {
  return {
    'content-type': 'application/octet-stream',
    'x-exercise-id': world.exerciseId,
    'x-command-id': randomUUID(),
    'x-file-name': 'a.txt',
    'x-yanwu': '1',
    cookie: Reflect.get(world.as.north, 'cookie') as string,
    ...more,
  };
}

/** Sends headers and one byte, and reads the answer without sending the rest. */
function announce(more: Record<string, string>): Promise<{ status: number | undefined; body: unknown }> {
  return new Promise((resolve, reject) => {
    const call = request(
      `${world.server.url}/api/evidence`,
      { method: 'POST', headers: headersOf(more) },
      (response) => {
        let body = '';
        response.on('data', (chunk) => (body += String(chunk)));
        response.on('end', () => {
          call.destroy();
          resolve({ status: response.statusCode, body: JSON.parse(body) });
        });
      },
    );
    call.on('error', reject);
    call.write('x');
  });
}

/** Announces more than it sends, and cuts the connection once the server has begun to write. */
async function breakOff(): Promise<void> {
  const isQuiet = (): boolean => readdirSync(join(folder(), 'incoming')).length === 0;
  const call = request(`${world.server.url}/api/evidence`, {
    method: 'POST',
    headers: headersOf({ 'content-length': '1000' }),
  });
  call.on('error', () => undefined);
  call.write('only this');
  while (isQuiet()) await new Promise((resolve) => setTimeout(resolve, 5));
  call.destroy();
  while (!isQuiet()) await new Promise((resolve) => setTimeout(resolve, 5));
}
