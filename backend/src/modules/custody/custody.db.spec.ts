import { randomUUID } from 'node:crypto';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { PDFDocument, PDFName, PDFString } from '@cantoo/pdf-lib';
import sharp from 'sharp';
import { DataSource } from 'typeorm';
import { commandId } from '../../../test/client.js';
import { tinyPng, upload } from '../../../test/play.js';
import { buildWorld, type Person, type ServedWorld } from '../../../test/world.js';
import { findMark } from '../../core/evidence/watermark.js';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import type { Preview } from './preview.service.js';

jest.setTimeout(180_000);

let world: ServedWorld;

beforeAll(async () => {
  world = await buildWorld();
});
afterAll(async () => {
  await world?.stop();
});

/** Lets minutes pass. */
function later(minutes: number): void {
  const { clock } = world.server;
  clock.set(new Date(clock.now().getTime() + minutes * 60_000));
}

const text = (content: string): Buffer => Buffer.from(content);

async function store(name: string, bytes: Buffer, person: Person = 'north'): Promise<string> {
  const response = await upload(world.as[person], world.exerciseId, { name, bytes });
  const answer = (await response.json()) as { id?: string };
  if (answer.id === undefined) throw new Error(JSON.stringify(answer));
  return answer.id;
}

async function get(person: Person, path: string): Promise<Response> {
  return world.as[person].fetch(`/api/evidence/${path}`);
}

async function preview(person: Person, id: string): Promise<Preview> {
  const response = await get(person, `${id}/preview`);
  if (response.status !== 200) throw new Error(await response.text());
  return (await response.json()) as Preview;
}

async function bytesOf(response: Response): Promise<Buffer> {
  return Buffer.from(await response.arrayBuffer());
}

/** Something like a screenshot: lines of dark marks on white. */
async function screenshot(width = 1200, height = 800): Promise<Buffer> {
  const lines = Array.from(
    { length: 24 },
    (_, at) => `<rect x="40" y="${40 + at * 30}" width="${300 + ((at * 97) % 700)}" height="9" fill="#223"/>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#fff"/>${lines.join('')}</svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

interface CustodyRow {
  readonly id: string;
  readonly act: string;
  readonly form: string;
  readonly code: string;
  readonly reason: string;
  readonly personName: string;
  readonly seq: number;
}

const CUSTODY = `query ($exerciseId: ID!, $evidenceId: ID, $code: String) {
  custody(exerciseId: $exerciseId, evidenceId: $evidenceId, code: $code, first: 100) {
    totalCount nodes { id seq act form code reason personName recordedAt evidence { id fileName } }
  }
}`;

async function chainOf(evidenceId: string): Promise<CustodyRow[]> {
  const { custody } = await world.as.organizer.ask<{ custody: { nodes: CustodyRow[] } }>(CUSTODY, {
    exerciseId: world.exerciseId,
    evidenceId,
  });
  return custody.nodes;
}

const headSeq = async (): Promise<number> => {
  const [row] = await world.server.app
    .get(DataSource)
    .query<{ head_seq: number }[]>('SELECT head_seq FROM journal_stream WHERE stream_id = $1', [world.exerciseId]);
  return row?.head_seq ?? 0;
};

const OPEN = `mutation ($input: OpenOriginalInput!) { opened: openOriginal(input: $input) { id url } }`;

async function openOriginal(person: Person, evidenceId: string, reason: string): Promise<string> {
  const input = { commandId: commandId(), evidenceId, reason };
  const { opened } = await world.as[person].ask<{ opened: { url: string } }>(OPEN, { input });
  return opened.url;
}

describe('looking', () => {
  it('records a look before anything is shown, and one look for a while', async () => {
    const id = await store('首包.txt', text('192.0.2.77\n'));
    const first = await preview('referee', id);
    expect(first).toMatchObject({ form: 'TEXT', text: { text: '192.0.2.77\n', charset: 'utf-8', isCut: false } });
    expect(first.mark?.line).toContain('referee-name');
    expect(first.mark?.line).toContain(first.custody?.code);
    const again = await preview('referee', id);
    expect(again.custody).toEqual(first.custody);
    expect(await chainOf(id)).toMatchObject([{ act: 'VIEWED', form: 'TEXT', personName: 'referee-name' }]);
    later(16);
    expect((await preview('referee', id)).custody?.count).toBe(2);
    expect(await chainOf(id)).toHaveLength(2);
  });

  it('writes one record for looks at the same moment, and different codes for different people', async () => {
    const id = await store('同时.txt', text('x'));
    const all = await Promise.all([...Array.from({ length: 6 }, () => preview('referee', id)), preview('chief', id)]);
    expect(new Set(all.map(({ custody }) => custody?.code)).size).toBe(2);
    expect(await chainOf(id)).toHaveLength(2);
  });

  it('does not count thumbnails, in which nothing can be read', async () => {
    const id = await store('图.png', await screenshot());
    const thumbnail = await get('referee', `${id}/thumbnail`);
    expect([thumbnail.status, thumbnail.headers.get('content-type')]).toEqual([200, 'image/webp']);
    const { width, height } = await sharp(await bytesOf(thumbnail)).metadata();
    expect(Math.max(width, height)).toBeLessThanOrEqual(96);
    expect(await chainOf(id)).toEqual([]);
    const broken = await store('坏.png', tinyPng().subarray(0, 45));
    expect((await get('referee', `${broken}/thumbnail`)).status).toBe(404);
    expect((await get('referee', `${broken}/picture`)).status).toBe(415);
  });

  it('shows captures, recordings and what nobody knows without handing out the file', async () => {
    const capture = await store('首包.pcap', Buffer.from('d4c3b2a1020004000000000000000000ffff000001000000', 'hex'));
    expect(await preview('referee', capture)).toMatchObject({
      form: 'CAPTURE',
      capture: { format: 'PCAP', packets: 0, linkTypes: [], isBroken: false },
    });
    const cast = await store(
      '录屏.cast',
      text('{"version":2,"width":80,"height":24}\n[0.5,"o","$ id\\r\\n"]\n[1,"i","secret"]\n'),
    );
    const played = await preview('referee', cast);
    expect(played).toMatchObject({ form: 'CAST', cast: { columns: 80, rows: 24, events: 1 } });
    expect(played.cast?.content).not.toContain('secret');
    const zip = await store('包.zip', Buffer.from('UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==', 'base64'));
    expect((await preview('referee', zip)).hex?.[0]).toContain('50 4b 05 06');
  });
});

describe('marks', () => {
  it('are on every picture, visible and hidden, and lead back to person and evidence', async () => {
    const id = await store('后台.png', await screenshot());
    const shown = await get('referee', `${id}/picture`);
    expect(shown.headers.get('content-type')).toBe('image/jpeg');
    const picture = await bytesOf(shown);
    const smaller = await sharp(picture)
      .extract({ left: 37, top: 61, width: 900, height: 600 })
      .resize({ width: 675 })
      .jpeg({ quality: 80 })
      .toBuffer();
    const reading = await world.as.organizer.fetch(`/api/custody/${world.exerciseId}/mark`, {
      method: 'POST',
      headers: { 'x-yanwu': '1', 'content-type': 'application/octet-stream' },
      body: new Uint8Array(smaller),
    });
    const answer = (await reading.json()) as { code: string; recordId: string; scale: number };
    const [record] = await chainOf(id);
    expect(answer).toMatchObject({ code: record?.code, recordId: record?.id });
    expect(answer.scale).toBeCloseTo(0.75, 1);
    expect(record?.personName).toBe('referee-name');
  });

  it('are not found in the original', async () => {
    const { data, info } = await sharp(await screenshot())
      .grayscale()
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(findMark({ width: info.width, height: info.height, values: data }, [1, 0.5, 2])).toBeNull();
  });

  it('are on PDFs, which lose what would run', async () => {
    const document = await PDFDocument.create();
    document.addPage([595, 842]);
    const script = document.context.obj({ S: 'JavaScript', JS: PDFString.of('app.alert(1)') });
    document.catalog.set(PDFName.of('OpenAction'), document.context.register(script));
    const id = await store('报告.pdf', Buffer.from(await document.save()));
    expect((await preview('referee', id)).form).toBe('DOCUMENT');
    const shown = await get('referee', `${id}/document`);
    expect(shown.headers.get('content-type')).toBe('application/pdf');
    const bytes = await bytesOf(shown);
    const marked = await PDFDocument.load(new Uint8Array(bytes), { updateMetadata: false });
    expect(marked.catalog.get(PDFName.of('OpenAction'))).toBeUndefined();
    expect(bytes.includes('app.alert')).toBe(false);
    const reading = await world.as.organizer.fetch(`/api/custody/${world.exerciseId}/mark`, {
      method: 'POST',
      headers: { 'x-yanwu': '1' },
      body: new Uint8Array(bytes),
    });
    const [record] = await chainOf(id);
    expect(await reading.json()).toMatchObject({ code: record?.code, recordId: record?.id });
    const forged = await store('坏.pdf', text('%PDF-1.7\nnothing of it is true\n%%EOF\n'));
    expect((await preview('referee', forged)).form).toBe('BYTES');
    expect((await get('referee', `${forged}/document`)).status).toBe(415);
  });

  it('are tried again on a PDF that could not be read for a while', async () => {
    const document = await PDFDocument.create();
    document.addPage([595, 842]);
    const id = await store('暂缺.pdf', Buffer.from(await document.save()));
    const path = join(world.server.app.get<Config>(CONFIG).dataDir, 'evidence', id);
    renameSync(path, `${path}.away`);
    expect((await get('referee', `${id}/document`)).status).toBe(404);
    renameSync(`${path}.away`, path);
    expect((await get('referee', `${id}/document`)).status).toBe(200);
  });
});

describe('handing out files', () => {
  it('gives a party its own file back unchanged, in parts too, on record', async () => {
    const bytes = text('十六个字节的内容在此');
    const id = await store('自己.txt', bytes);
    const whole = await get('north', id);
    expect(whole.headers.get('content-disposition')).toMatch(/^attachment;/);
    expect((await bytesOf(whole)).equals(bytes)).toBe(true);
    const part = await world.as.north.fetch(`/api/evidence/${id.toUpperCase()}`, { headers: { range: 'bytes=3-5' } });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 3-5/${bytes.length}`]);
    expect((await bytesOf(part)).equals(bytes.subarray(3, 6))).toBe(true);
    const beyond = await world.as.north.fetch(`/api/evidence/${id}`, { headers: { range: 'bytes=9999-' } });
    expect([beyond.status, beyond.headers.get('content-disposition')]).toEqual([400, null]);
    expect(await chainOf(id)).toMatchObject([{ act: 'DOWNLOADED', form: 'OWN_FILE', personName: 'north-name' }]);
  });

  it.each(['referee', 'chief', 'organizer'] as const)('gives %s an original for a reason only', async (person) => {
    const bytes = text(`原件 ${person}`);
    const id = await store(`原件-${person}.txt`, bytes);
    const bare = await get(person, id);
    expect([bare.status, await bare.json()]).toMatchObject([400, { fields: [{ path: 'ticket' }] }]);
    const refused = { input: { commandId: commandId(), evidenceId: id, reason: ' ' } };
    expect(await world.as[person].refusal(OPEN, refused)).toBe('BAD_INPUT');
    expect(await chainOf(id)).toEqual([]);
    const url = await openOriginal(person, id, '比对哈希');
    expect((await bytesOf(await world.as[person].fetch(url))).equals(bytes)).toBe(true);
    expect(await chainOf(id)).toMatchObject([{ act: 'DOWNLOADED', form: 'ORIGINAL', reason: '比对哈希' }]);
    const other: Person = person === 'referee' ? 'chief' : 'referee';
    expect((await world.as[other].fetch(url)).status).toBe(400);
    later(16);
    expect((await world.as[person].fetch(url)).status).toBe(400);
  });

  it.each(['页.html', '图.xml'])('never serves %s as something a browser runs', async (name) => {
    const id = await store(
      name,
      text('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
    );
    const paths = [id, `${id}/preview`, `${id}/picture`, `${id}/document`, `${id}/thumbnail`];
    for (const path of paths) {
      const { headers } = await get('north', path);
      expect(headers.get('content-type')).toMatch(/^application\/(json|octet-stream)/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain(path === id ? "default-src 'none'" : "default-src '");
    }
  });
});

describe('secrecy', () => {
  it.each([
    ['south', 404],
    ['water', 404],
    ['bank', 404],
    ['observer', 403],
    ['stranger', 403],
    ['nobody', 401],
  ] as const)('tells %s nothing and writes nothing', async (person, status) => {
    const id = await store(`秘-${person}.png`, await screenshot());
    const record = (await preview('referee', id)).custody;
    const head = await headSeq();
    const unknown = randomUUID();
    for (const known of [id, unknown, id.toUpperCase()]) {
      for (const rest of ['', '?ticket=x', '/preview', '/picture', '/document', '/thumbnail']) {
        const response = await get(person, `${known}${rest}`);
        expect(response.status).toBe(status);
      }
    }
    const code = status === 404 ? 'NOT_FOUND' : status === 403 ? 'NOT_ALLOWED' : 'NOT_SIGNED_IN';
    const { exerciseId } = world;
    const input = { commandId: commandId(), evidenceId: id, reason: '看看' };
    expect(await world.as[person].refusal(OPEN, { input })).toBe(code);
    const denied = status === 401 ? 'NOT_SIGNED_IN' : 'NOT_ALLOWED';
    const queries: [string, Record<string, unknown>][] = [
      [CUSTODY, { exerciseId, code: record?.code }],
      ['query ($exerciseId: ID!) { custodyPeople(exerciseId: $exerciseId) { name } }', { exerciseId }],
      ['query ($exerciseId: ID!) { retention(exerciseId: $exerciseId) { keptFiles } }', { exerciseId }],
      ['query ($id: ID!) { destruction(id: $id) { code certificate { statement } } }', { id: unknown }],
    ];
    for (const [query, variables] of queries) expect(await world.as[person].refusal(query, variables)).toBe(denied);
    const csv = await world.as[person].fetch(`/api/custody/${exerciseId}/export`);
    const mark = await world.as[person].fetch(`/api/custody/${exerciseId}/mark`, {
      method: 'POST',
      headers: { 'x-yanwu': '1' },
    });
    expect([csv.status, mark.status]).toEqual([status === 401 ? 401 : 403, status === 401 ? 401 : 403]);
    expect(await headSeq()).toBe(head);
  });

  it('lets referees read evidence but not who else looked', async () => {
    expect(await world.as.referee.refusal(CUSTODY, { exerciseId: world.exerciseId })).toBe('NOT_ALLOWED');
  });

  it('tells the chief referee by the journal that there was a look, the organizer also whose and at what', async () => {
    const id = await store('留痕.txt', text('x'));
    await preview('referee', id);
    await get('north', id);
    const query = `query ($exerciseId: ID!) {
      journal(exerciseId: $exerciseId, first: 3) { nodes { seq kind actorName subjectId } }
    }`;
    interface Told {
      journal: { nodes: { seq: number; kind: string; actorName: string | null; subjectId: string | null }[] };
    }
    const told = async (person: Person) =>
      (await world.as[person].ask<Told>(query, { exerciseId: world.exerciseId })).journal.nodes;
    const [fetched, viewed, stored] = await told('organizer');
    expect(fetched).toMatchObject({ kind: 'EVIDENCE_DOWNLOADED', actorName: 'north-name', subjectId: id });
    expect(viewed).toMatchObject({ kind: 'EVIDENCE_VIEWED', actorName: 'referee-name', subjectId: id });
    const nobody = { actorName: null, subjectId: null };
    expect(await told('chief')).toEqual([{ ...fetched, ...nobody }, { ...viewed, ...nobody }, stored]);
    expect(stored).toMatchObject({ actorName: 'north-name', subjectId: id });
  });

  it('tells the feed of no party about looks', async () => {
    const id = await store('动静.txt', text('x'));
    const before = await headSeq();
    await preview('referee', id);
    const heard = async (person: Person): Promise<string[]> => {
      const kinds: string[] = [];
      const live = world.as[person].live();
      const query = `subscription ($exerciseId: ID!, $after: Int!) { exerciseFeed(exerciseId: $exerciseId, after: $after) { kind } }`;
      const feed = live.iterate<{ exerciseFeed: { kind: string } }>({
        query,
        variables: { exerciseId: world.exerciseId, after: before },
      });
      // A further act that everybody hears of ends the listening.
      const end = store(`完-${person}.txt`, text(person), person === 'water' ? 'water' : 'north');
      for await (const { data } of feed) {
        kinds.push(data?.exerciseFeed.kind ?? '');
        if (kinds.at(-1) === 'EVIDENCE_STORED') break;
      }
      await end;
      await live.dispose();
      return kinds;
    };
    expect(await heard('north')).not.toContain('EVIDENCE_VIEWED');
    expect(await heard('water')).not.toContain('EVIDENCE_VIEWED');
    expect(await heard('referee')).not.toContain('EVIDENCE_VIEWED');
    expect(await heard('organizer')).toContain('EVIDENCE_VIEWED');
  });
});

describe('the chain', () => {
  it('is exported as CSV, on record', async () => {
    const id = await store('=公式.txt', text('x'));
    await preview('referee', id);
    const response = await world.as.organizer.fetch(`/api/custody/${world.exerciseId}/export`);
    const csv = await response.text();
    expect(response.headers.get('content-disposition')).toMatch(/^attachment;/);
    expect(csv).toContain(`referee-name,VIEWED,TEXT,'=公式.txt`);
    const [row] = await world.server.app
      .get(DataSource)
      .query<{ details: unknown }[]>(
        `SELECT details FROM journal_record WHERE kind = 'EXPORT_TAKEN' ORDER BY seq DESC LIMIT 1`,
      );
    expect(row?.details).toEqual({ format: 'custody-csv' });
  });

  it.each(['UPDATE custody SET reason = reason', 'DELETE FROM custody', 'TRUNCATE custody'])(
    'the database refuses %s',
    async (sql) => {
      await expect(world.server.app.get(DataSource).query(sql)).rejects.toThrow('is refused');
    },
  );
});
