import { createHash, randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { DataSource } from 'typeorm';
import { tinyPng, upload } from '../../../test/play.js';
import { buildWorld, type ServedWorld } from '../../../test/world.js';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';

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
      [world.teams.south, world.server.app.get<Config>(CONFIG).quotaBytes - 10],
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
    for (const name of ['一.txt', '二.txt', '三.txt']) await receipt({ name, bytes: text(name) });
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
  it.each(['UPDATE evidence SET file_name = file_name', 'DELETE FROM evidence', 'TRUNCATE evidence CASCADE'])(
    'the database refuses %s',
    async (sql) => {
      await expect(world.server.app.get(DataSource).query(sql)).rejects.toThrow('is refused');
    },
  );
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
