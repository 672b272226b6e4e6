import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { jest } from '@jest/globals';
import pg from 'pg';
import { firstBreak, type ChainRecord } from '../src/core/journal/chain.js';
import { commandId, TestClient } from './client.js';
import { draftOf, tinyPng, upload } from './play.js';
import { buildWorldWith, type World } from './world.js';

jest.setTimeout(240_000);

const PROJECT = resolve(import.meta.dirname, '../..');
const SUBMISSIONS = 200;
const SOURCE_OF = { north: '203.0.113.5', south: '203.0.113.20' };

interface Postgres {
  readonly url: string;
  readonly child: { readonly pid: number };
  readonly stop: () => Promise<void>;
}

let folder: string;
let server: ChildProcess | null = null;
let postgres: Postgres | null = null;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'yanwu-crash-'));
  chmodSync(folder, 0o755);
});

afterAll(async () => {
  server?.kill('SIGKILL');
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The launcher that `npm start` uses. */
async function startPostgres(): Promise<Postgres> {
  const launcher = (await import(resolve(PROJECT, 'scripts/postgres.mjs'))) as {
    startPostgres: (dataDir: string) => Promise<Postgres>;
  };
  return launcher.startPostgres(folder);
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((ready) => probe.once('listening', ready));
  const { port } = probe.address() as { port: number };
  await new Promise((closed) => probe.close(closed));
  return port;
}

/** The built server as its own process, as in production. */
async function startServer(databaseUrl: string, port: number): Promise<string> {
  const settings = { DATABASE_URL: databaseUrl, PORT: String(port), YANWU_DATA_DIR: folder, YANWU_LOG_LEVEL: 'error' };
  const child = spawn(process.execPath, [join(PROJECT, 'dist/backend/src/main.js')], {
    env: { ...process.env, NODE_OPTIONS: '', ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  server = child;
  await new Promise<void>((ready, failed) => {
    child.stdout.on('data', (text: Buffer) => text.includes('YANWU_READY') && ready());
    child.once('exit', (code) => failed(new Error(`server ended with ${code}`)));
  });
  return `http://127.0.0.1:${port}`;
}

/** Drafts of one team, ready to be filed; each team keeps at most 200. */
async function drafts(world: World, team: 'north' | 'south'): Promise<string[]> {
  const author = world.as[team];
  const stored = await upload(author, world.exerciseId, { name: 'proof.png', bytes: tinyPng() });
  const evidenceIds = [((await stored.json()) as { id: string }).id];
  const options = { unitId: world.units.water, source: SOURCE_OF[team], destination: '198.51.100.7', evidenceIds };
  const nodes = [{ category: 'row-3', privilege: 'admin' }];
  return Promise.all(
    Array.from({ length: SUBMISSIONS }, async (_, index) => {
      const draft = draftOf(world, { ...options, mark: `S${index}`, nodes });
      await author.ask(`mutation ($input: SubmissionDraftInput!) { saveSubmissionDraft(input: $input) { id } }`, {
        input: draft,
      });
      return draft.id;
    }),
  );
}

/** Files everything at once and returns the commands that were acknowledged before the lights went out. */
async function fileUntilDark(client: TestClient, ids: string[], lightsOut: () => void): Promise<Map<string, string>> {
  const acknowledged = new Map<string, string>();
  await Promise.all(
    ids.map(async (submissionId) => {
      const command = commandId();
      const query = `mutation ($input: FileSubmissionInput!) { fileSubmission(input: $input) { id } }`;
      const answer = await client
        .query(query, { input: { commandId: command, submissionId, version: 1 } })
        .catch(() => null);
      if (answer?.data) acknowledged.set(command, submissionId);
      if (acknowledged.size === SUBMISSIONS / 4) lightsOut();
    }),
  );
  return acknowledged;
}

async function check(databaseUrl: string, world: World, acknowledged: Map<string, string>): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<Record<string, never>>(
    `SELECT stream_id AS "streamId", seq, kind, subject_id AS "subjectId", party_id AS "partyId", actor_id AS "actorId",
            command_id AS "commandId", command_hash AS "commandHash", recorded_at AS "recordedAt", details, prev_hash AS "prevHash", hash
       FROM journal_record WHERE stream_id = $1 ORDER BY seq`,
    [world.exerciseId],
  );
  const records = rows as unknown as ChainRecord[];
  expect(firstBreak(records)).toBeNull();
  for (const [command, submissionId] of acknowledged) {
    const written = records.filter((record) => record.commandId === command);
    expect(written.map(({ subjectId }) => subjectId)).toEqual([submissionId]);
  }
  const filed = await client.query<{ id: string }>(`SELECT id FROM attack_submission WHERE state = 'FILED'`);
  const recorded = records.filter(({ kind }) => kind === 'SUBMISSION_FILED').map(({ subjectId }) => subjectId);
  expect(filed.rows.map(({ id }) => id).sort()).toEqual([...new Set(recorded)].sort());
  expect(new Set(recorded).size).toBe(recorded.length);
  await client.end();
}

describe('kill -9 in the middle of 200 concurrent submissions', () => {
  it('keeps every acknowledged one exactly once, first without the server, then without PostgreSQL', async () => {
    const port = await freePort();
    postgres = await startPostgres();
    let url = await startServer(postgres.url, port);
    const password = readFileSync(join(folder, 'admin-password.txt'), 'utf8').trim();
    const world = await buildWorldWith(await new TestClient(url).login('admin', password));

    const first = await fileUntilDark(world.as.north, await drafts(world, 'north'), () => server?.kill('SIGKILL'));
    expect(first.size).toBeGreaterThanOrEqual(SUBMISSIONS / 4);
    await check(postgres.url, world, first);

    url = await startServer(postgres.url, port);
    expect(url).toContain(String(port));
    const { pid } = postgres.child;
    const second = await fileUntilDark(world.as.south, await drafts(world, 'south'), () =>
      process.kill(pid, 'SIGKILL'),
    );
    expect(second.size).toBeGreaterThanOrEqual(SUBMISSIONS / 4);
    server?.kill('SIGKILL');
    await wait(500);
    postgres = await startPostgres();
    await check(postgres.url, world, new Map([...first, ...second]));
  });
});
