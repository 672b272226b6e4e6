import { randomUUID } from 'node:crypto';
import { get } from 'node:http';
import type { Server } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { jest } from '@jest/globals';
import pg from 'pg';
import type { Viewer } from '../../src/core/access/permissions.js';
import { CheckpointService } from '../../src/modules/proof/checkpoint.service.js';
import { ExportService } from '../../src/modules/proof/export.service.js';
import { readDatabase } from '../../src/modules/proof/read-database.js';
import { commandId } from '../client.js';
import { fileIncident } from '../play.js';
import { make } from '../world.js';
import { halfMarks, judgeBonus, type PlayedWorld, playWorld, storeProof } from './played.js';
import { coverUp, differenceIn, differenceOf, ExportFile, type LooseRow } from './tampering.js';

jest.setTimeout(120_000);

let world: PlayedWorld;
let client: pg.Client;

beforeAll(async () => {
  world = await playWorld();
  client = new pg.Client({ connectionString: world.server.databaseUrl });
  await client.connect();
});
afterAll(async () => {
  await client?.end();
  await world?.stop();
});

async function differenceInDatabase(): Promise<ReturnType<typeof differenceOf>> {
  const dossier = await readDatabase(client, world.exerciseId, new Date());
  return differenceOf({ dossier, file: null, published: null });
}

async function take(): Promise<string> {
  const response = await world.as.organizer.fetch(`/api/export/${world.exerciseId}`);
  return response.text();
}

async function fileReport(incidentId: string, kind: string, more: Record<string, unknown> = {}): Promise<void> {
  const id = randomUUID();
  const sections = [{ key: 'timeliness', text: kind, evidenceIds: [] }];
  const span = { startedAt: '2026-09-15T01:20:00Z', endedAt: '2026-09-15T01:45:00Z' };
  const input = { id, incidentId, kind, version: 0, ...span, sections, evidenceIds: [], ...more };
  const { water } = world.as;
  await water.ask(`mutation ($input: ReportDraftInput!) { saveReportDraft(input: $input) { id } }`, { input });
  await water.ask(`mutation ($input: FileReportInput!) { fileReport(input: $input) { id } }`, {
    input: { commandId: commandId(), reportId: id, version: 1 },
  });
}

/** An incident that was marked when only its response was reported, linked to the second submission. */
async function markedIncident(): Promise<string> {
  const times = { attackStartedAt: '2026-09-15T01:10:00Z', discoveredAt: '2026-09-15T01:20:00Z' };
  const place = { exerciseId: world.exerciseId, unitId: world.units.water, title: 'I2' };
  const incidentId = await make(world.as.water, 'openIncident', 'OpenIncidentInput', { ...place, ...times });
  await fileReport(incidentId, 'RESPONSE');
  const { rows } = await client.query<{ id: string }>(`SELECT id FROM attack_submission WHERE title = 'S1-title'`);
  const { referee } = world.as;
  await make(referee, 'linkIncident', 'LinkIncidentInput', { incidentId, submissionId: rows[0]?.id, reason: 'R3' });
  await make(referee, 'recordMarks', 'MarksInput', { incidentId, marks: await halfMarks(world), comment: '' });
  return incidentId;
}

async function linesOf(sourceId: string): Promise<number | undefined> {
  const { rows } = await client.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM score_entry WHERE source_id = $1',
    [sourceId],
  );
  return rows[0]?.count;
}

describe('reports filed after the last act that scored', () => {
  /** An exercise in which two reports wait: one on a marked incident, one that is the first of its own. */
  let text: string;
  let marked: string;
  let waiting: string;

  beforeAll(async () => {
    marked = await markedIncident();
    const found = { address: '198.51.100.7', url: '', unitName: 'F', foundAt: null };
    await fileReport(marked, 'DETECTION', { foundAddresses: [found], means: ['m8'] });
    const options = { unitId: world.units.water, mark: 'I3', found: [], evidenceIds: [], sectionKeys: ['timeliness'] };
    waiting = await fileIncident(world.as.water, world, options);
    text = await take();
  });

  /** The first difference after a change by somebody who makes all hashes fit again. */
  function afterCoverUp(change: (file: ExportFile) => void): ReturnType<typeof differenceIn> {
    const file = ExportFile.parse(text);
    change(file);
    coverUp(file);
    return differenceIn(file.text());
  }

  const incident = (file: ExportFile, id: string): LooseRow => file.row('incident', (row) => row.id === id);

  it('wait for the next one, and until then nothing differs', async () => {
    expect(differenceIn(text)).toBeNull();
    expect(await differenceInDatabase()).toBeNull();
    expect(await linesOf(waiting)).toBe(0);
  });

  it.each<[string, (file: ExportFile) => void]>([
    ['verdicts', (file) => file.rows('verdict').forEach((row) => (row.outcome = 'REJECTED'))],
    ['marks', (file) => (file.row('mark_sheet').marks = [])],
    ['what scored until it seems to wait', (file) => (incident(file, marked).receipt_seq = file.header.head.seq)],
    ['a line for what waits', (file) => forgeLine(file, waiting)],
  ])('hide nobody who changes %s and makes all hashes fit', (_, change) => {
    expect(afterCoverUp(change)).toMatchObject({ check: 'AWARDS', code: 'AWARD_DIFFERS' });
  });

  it('make everything fit when nothing is changed', () => {
    expect(afterCoverUp(() => undefined)).toBeNull();
  });

  it.each<[string, string, (file: ExportFile) => void]>([
    ['a report', 'ROW_CHANGED', (file) => (reportOn(file, marked).means = [])],
    ['an incident', 'ROW_CHANGED', (file) => (incident(file, waiting).title = 'forged')],
    ['an act so that it seems to have scored', 'POSTED_MISSING', (file) => pretendPosting(file)],
  ])('are guarded themselves: %s', (_, code, change) => {
    const file = ExportFile.parse(text);
    change(file);
    if (code === 'POSTED_MISSING') coverUp(file);
    expect(differenceIn(file.text())).toMatchObject({ code });
  });

  it('are posted by the next act that scores, whatever it is about', async () => {
    const before = await linesOf(marked);
    await judgeBonus(world, await storeProof(world, 'water'));
    expect(await linesOf(waiting)).toBe(1);
    // What stood is reversed and posted anew.
    expect(await linesOf(marked)).toBe((before ?? 0) + 2);
    expect(await differenceInDatabase()).toBeNull();
    expect(differenceIn(await take())).toBeNull();
  });
});

function reportOn(file: ExportFile, incidentId: string): LooseRow {
  return file.row('incident_report', (row) => row.incident_id === incidentId && row.kind === 'DETECTION');
}

/** The last line once more, as one of that incident. */
function forgeLine(file: ExportFile, incidentId: string): void {
  const last = file.rows('score_entry').at(-1) ?? {};
  const own = { id: randomUUID(), ordinal: (last.ordinal as number) + 1, award_key: `forged/${incidentId}` };
  file.insertAfter(last, { ...last, ...own, source_id: incidentId, source_kind: 'INCIDENT' });
}

function pretendPosting(file: ExportFile): void {
  const { details } = file.rows('journal_record').at(-1) ?? {};
  (details as LooseRow).posted = { lines: 0, parties: [], hash: '' };
}

describe('a checkpoint made while the exercise changes', () => {
  it('says what was at one instant', async () => {
    const ghost = randomUUID();
    await client.query('SET session_replication_role = replica');
    await client.query('BEGIN; LOCK TABLE attack_team IN ACCESS EXCLUSIVE MODE');
    const making = world.server.app.get(CheckpointService).make(world.exerciseId);
    await until(async () => {
      const { rows } = await client.query(
        `SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'attack_team'::regclass
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      );
      return rows.length > 0;
    });
    // The journal has been read by now, the teams have not.
    await client.query(
      `INSERT INTO attack_team SELECT (jsonb_populate_record(t, jsonb_build_object('id', $1::text, 'name', 'G', 'ordinal', 99))).*
         FROM attack_team t LIMIT 1`,
      [ghost],
    );
    await client.query('COMMIT');
    const checkpoint = await making;
    expect(checkpoint?.boardOf.teams).toEqual(Object.values(world.teams).sort());
    await client.query('DELETE FROM attack_team WHERE id = $1', [ghost]);
    await client.query('SET session_replication_role = DEFAULT');
    expect(await differenceInDatabase()).toBeNull();
  });
});

describe('exports at once', () => {
  let exports: ExportService;
  let control: Viewer;

  beforeAll(async () => {
    exports = world.server.app.get(ExportService);
    const { me } = await world.as.organizer.ask<{ me: { user: { id: string } } }>('{ me { user { id } } }');
    const directs = (exerciseId: string) =>
      ({ id: randomUUID(), exerciseId, role: 'ORGANIZER', teamId: null, unitId: null }) as const;
    const who = { userId: me.user.id, displayName: '', isAdmin: false, sessionId: randomUUID() };
    control = { ...who, memberships: [directs(world.exerciseId), directs(NOWHERE)] };
  });

  /** So many places are free, no more and no fewer; all are given back. */
  async function placesFree(): Promise<number> {
    const asked = Array.from({ length: MOST + 2 }, () => exports.take(world.exerciseId, control));
    const answers = await Promise.allSettled(asked);
    const taken = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value.lines] : []));
    const refused = answers.filter(({ status }) => status === 'rejected');
    expect(refused.map((answer) => (answer as PromiseRejectedResult).reason as unknown)).toEqual(
      refused.map(() => expect.objectContaining({ code: 'LIMIT_REACHED' })),
    );
    const [unread, broken, ...whole] = taken;
    const isClosed = taken.map((lines) => new Promise((resolve) => lines.once('close', resolve)));
    unread?.destroy();
    for await (const _ of broken ?? []) break;
    for (const lines of whole) await lines.toArray();
    await Promise.all(isClosed);
    return taken.length;
  }

  it('are no more than the limit, even asked for in one moment, and give their places back however they end', async () => {
    expect(await placesFree()).toBe(MOST);
    expect(await placesFree()).toBe(MOST);
  });

  it('give their places back when they are refused', async () => {
    const refused = Array.from({ length: MOST }, () => exports.take(NOWHERE, control));
    for (const { status } of await Promise.allSettled(refused)) expect(status).toBe('rejected');
    expect(await placesFree()).toBe(MOST);
  });

  it('give their places back when the reader is gone before the first line', async () => {
    await client.query('BEGIN');
    await client.query('SELECT 1 FROM journal_stream WHERE stream_id = $1 FOR UPDATE', [world.exerciseId]);
    for (let place = 0; place < MOST; place += 1) await askAndLeave();
    await client.query('COMMIT');
    await until(async () => (await placesFree()) === MOST);
  });

  /** Asks for an export that has to wait for the journal; returns when the server knows that nobody listens any more. */
  async function askAndLeave(): Promise<void> {
    const server = world.server.app.getHttpServer() as Server;
    const isAsked = Promise.withResolvers<void>();
    const isGone = Promise.withResolvers<void>();
    server.once('request', (incoming: { socket: NodeJS.EventEmitter }) => {
      incoming.socket.once('close', () => isGone.resolve());
      isAsked.resolve();
    });
    const headers = { cookie: world.as.organizer.cookieHeader };
    const request = get(`${world.server.url}/api/export/${world.exerciseId}`, { headers, agent: false });
    request.on('error', () => undefined);
    await isAsked.promise;
    await until(async () => (await waitingForTheStream()) > 0);
    request.destroy();
    await isGone.promise;
  }
});

/** How many exports there may be at once. */
const MOST = 4;

/** An exercise that is not there. */
const NOWHERE = '00000000-0000-4000-8000-00000000dead';

async function waitingForTheStream(): Promise<number> {
  const { rows } = await client.query(
    `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return rows.length;
}

/** Looks again and again until it is so; a test that waits in vain runs out of its time. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await pause(20);
}
