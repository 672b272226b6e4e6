import { jest } from '@jest/globals';
import pg from 'pg';
import { type ChainRecord, GENESIS_HASH, recordHash } from '../../src/core/journal/chain.js';
import { CheckpointService } from '../../src/modules/proof/checkpoint.service.js';
import { ProofStartService } from '../../src/modules/proof/proof-start.service.js';
import { readDatabase } from '../../src/modules/proof/read-database.js';
import { fileIncident } from '../play.js';
import { judgeBonus, type PlayedWorld, playWorld, storeProof } from './played.js';
import { differenceOf } from './tampering.js';

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

async function difference(): Promise<ReturnType<typeof differenceOf>> {
  const dossier = await readDatabase(client, world.exerciseId, new Date());
  return differenceOf({ dossier, file: null, published: null });
}

async function linesOf(sourceId: string): Promise<number | undefined> {
  const { rows } = await client.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM score_entry WHERE source_id = $1',
    [sourceId],
  );
  return rows[0]?.count;
}

/** The journal as it was written before there were seals, keys and a ledger hash that continues. */
async function makeOlder(): Promise<void> {
  await client.query('SET session_replication_role = replica');
  await client.query('DELETE FROM checkpoint');
  await client.query('DELETE FROM exercise_key');
  const { rows } = await client.query<ChainRecord & { details: { posted?: { hash: string } } }>(
    `SELECT stream_id AS "streamId", seq, kind, subject_id AS "subjectId", actor_id AS "actorId", command_id AS "commandId",
            command_hash AS "commandHash", recorded_at AS "recordedAt", details - 'sealed' AS details
       FROM journal_record WHERE stream_id = $1 ORDER BY seq`,
    [world.exerciseId],
  );
  let before = GENESIS_HASH;
  for (const record of rows) {
    if (record.details.posted) record.details.posted.hash = 'of another kind';
    const hash = recordHash(record, before);
    await client.query(
      'UPDATE journal_record SET details = $3, prev_hash = $4, hash = $5 WHERE stream_id = $1 AND seq = $2',
      [world.exerciseId, record.seq, record.details, before, hash],
    );
    before = hash;
  }
  await client.query('UPDATE journal_stream SET head_hash = $2 WHERE stream_id = $1', [world.exerciseId, before]);
  await client.query('SET session_replication_role = DEFAULT');
}

it('lets several instances make one checkpoint together', async () => {
  const checkpoints = world.server.app.get(CheckpointService);
  const made = await Promise.all([1, 2, 3, 4].map(() => checkpoints.make(world.exerciseId)));
  expect(made.filter((checkpoint) => checkpoint !== null).map(({ number }) => number)).toEqual([1]);
  expect(await checkpoints.make(world.exerciseId)).toBeNull();
});

it('seals an exercise that is older than seals, once, and everything that follows', async () => {
  const waiting = { unitId: world.units.water, mark: 'W', found: [], evidenceIds: [], sectionKeys: ['timeliness'] };
  const incidentId = await fileIncident(world.as.water, world, waiting);
  await makeOlder();
  const starts = world.server.app.get(ProofStartService);
  await Promise.all([starts.startAll(), starts.startAll()]);
  await starts.startAll();
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM journal_record WHERE kind = 'PROOF_STARTED'`,
  );
  expect(rows).toEqual([{ count: 1 }]);
  expect(await difference()).toBeNull();
  // What waited to be posted before the proof began waits still, and the next act that scores posts it.
  expect(await linesOf(incidentId)).toBe(0);
  await judgeBonus(world, await storeProof(world, 'water'));
  expect(await linesOf(incidentId)).toBe(1);
  expect(await difference()).toBeNull();
  // The end posts lines, and the checkpoint made with it signs for all of it.
  await world.end();
  expect(await difference()).toBeNull();
  const { rows: signed } = await client.query<{ number: number }>('SELECT number FROM checkpoint');
  expect(signed).toEqual([{ number: 1 }]);
});

it.each([
  ['an old row', `UPDATE verdict SET quantity = quantity + 1`, `UPDATE verdict SET quantity = quantity - 1`, 'verdict'],
  [
    'an old ledger line',
    `UPDATE score_entry SET rule_key = rule_key || 'x' WHERE ordinal = 0`,
    `UPDATE score_entry SET rule_key = left(rule_key, -1) WHERE ordinal = 0`,
    'score_entry',
  ],
  [
    'an old record',
    `UPDATE journal_record SET actor_id = NULL WHERE seq = 3`,
    `UPDATE journal_record SET actor_id = (SELECT actor_id FROM journal_record r WHERE r.stream_id = journal_record.stream_id AND r.seq = 4) WHERE seq = 3`,
    'journal_record',
  ],
])('still shows %s that was changed', async (_, change, undo, table) => {
  await client.query('SET session_replication_role = replica');
  await client.query(change);
  expect(await difference()).toMatchObject({ table });
  await client.query(undo);
  expect(await difference()).toBeNull();
});
