import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { commandId, TestClient } from '../../../test/client.js';
import { upload } from '../../../test/play.js';
import { buildWorld, make, PASSWORD, type Person, type ServedWorld } from '../../../test/world.js';
import { isSigned } from '../../core/proof/checkpoint.js';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';

jest.setTimeout(180_000);

let world: ServedWorld;
/** People signed in again: sessions end long before a retention does. */
const again: Partial<Record<Person, TestClient>> = {};
const evidence: string[] = [];

const PROPOSE = `mutation ($input: ProposeDestructionInput!) { made: proposeDestruction(input: $input) { id code state fileCount } }`;
const CONFIRM = `mutation ($input: ConfirmDestructionInput!) {
  made: confirmDestruction(input: $input) {
    id state settledByName certificate { statement signature key { publicKey fingerprint } }
  }
}`;
const RETENTION = `query ($exerciseId: ID!) {
  retention(exerciseId: $exerciseId) { keptSince dueAt isDue retentionDays keptFiles destroyedFiles holds { kind code } }
}`;

function later(days: number): void {
  const { clock } = world.server;
  clock.set(new Date(clock.now().getTime() + days * 86_400_000));
}

async function as(person: Person): Promise<TestClient> {
  again[person] = await new TestClient(world.server.url).login(person, PASSWORD);
  return again[person];
}

async function step(mutation: string): Promise<void> {
  const organizer = await as('organizer');
  const { exercise } = await organizer.ask<{ exercise: { version: number } }>(
    `query ($code: String!) { exercise(code: $code) { version } }`,
    { code: world.code },
  );
  const input = { commandId: commandId(), exerciseId: world.exerciseId, version: exercise.version };
  await organizer.ask(`mutation ($input: ExerciseCommandInput!) { ${mutation}(input: $input) { state } }`, { input });
}

async function retention(): Promise<Record<string, unknown>> {
  const client = await as('chief');
  const { retention } = await client.ask<{ retention: Record<string, unknown> }>(RETENTION, {
    exerciseId: world.exerciseId,
  });
  return retention;
}

const proposal = () => ({ input: { commandId: commandId(), exerciseId: world.exerciseId, reason: '留存期满' } });

async function store(name: string): Promise<string> {
  const response = await upload(world.as.north, world.exerciseId, { name, bytes: Buffer.from(`内容 ${name}`) });
  return ((await response.json()) as { id: string }).id;
}

function filesOnDisk(): string[] {
  const { dataDir } = world.server.app.get<Config>(CONFIG);
  return readdirSync(join(dataDir, 'evidence'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);
}

beforeAll(async () => {
  world = await buildWorld();
  evidence.push(await store('一.txt'), await store('二.txt'));
});
afterAll(async () => {
  await world?.stop();
});

describe('retention', () => {
  it('does not run before the result is final, however long ago the end was', async () => {
    expect(await world.as.organizer.refusal(PROPOSE, proposal())).toBe('WRONG_STATE');
    await step('endExercise');
    later(400);
    expect(await (await as('organizer')).refusal(PROPOSE, proposal())).toBe('WRONG_STATE');
    const running = { keptSince: null, dueAt: null, isDue: false };
    expect(await retention()).toMatchObject({ ...running, keptFiles: 2, destroyedFiles: 0, retentionDays: 180 });
  });

  it('shows an open rescoring as a hold', async () => {
    const chief = await as('chief');
    const setId = await make(chief, 'proposeRescoring', 'ProposeRescoringInput', {
      exerciseId: world.exerciseId,
      kind: 'ADJUSTMENT',
      reason: '示例',
      publicReason: '示例',
      adjustment: { side: 'ATTACK', partyId: world.teams.north, account: 'ATTACK', amount: '-10' },
    });
    expect((await retention()).holds).toEqual([{ kind: 'RESCORING', code: 'R-0001' }]);
    await make(chief, 'cancelRescoring', 'CancelRescoringInput', { setId, reason: '示例' });
    expect((await retention()).holds).toEqual([]);
  });

  it('runs from the final result until its last day', async () => {
    await step('openPublicNotice');
    later(2);
    await step('finalizeExercise');
    const { clock } = world.server;
    expect(await retention()).toMatchObject({ keptSince: clock.now().toISOString(), isDue: false });
    expect(await (await as('organizer')).refusal(PROPOSE, proposal())).toBe('RETENTION_RUNNING');
    clock.set(new Date(clock.now().getTime() + 180 * 86_400_000 - 1));
    expect(await (await as('organizer')).refusal(PROPOSE, proposal())).toBe('RETENTION_RUNNING');
    clock.set(new Date(clock.now().getTime() + 1));
    expect(await retention()).toMatchObject({ isDue: true });
  });

  it('is over, yet nothing is destroyed while something is open after all', async () => {
    const organizer = await as('organizer');
    // No act leaves it so: the final result waits for what is open.
    const client = new pg.Client({ connectionString: world.server.databaseUrl });
    await client.connect();
    await client.query(`SET session_replication_role = replica`);
    await client.query(`CREATE TEMP TABLE before AS SELECT * FROM rescoring_set`);
    await client.query(`UPDATE rescoring_set SET state = 'PROPOSED', settled_seq = NULL, cancel_reason = NULL`);
    expect(await organizer.refusal(PROPOSE, proposal())).toBe('LEGAL_HOLD');
    await client.query(`DELETE FROM rescoring_set`);
    await client.query(`INSERT INTO rescoring_set SELECT * FROM before`);
    await client.end();
    expect((await retention()).holds).toEqual([]);
  });
});

describe('destruction', () => {
  let id: string;

  it('needs a second person and his password', async () => {
    const organizer = await as('organizer');
    const { made } = await organizer.ask<{ made: { id: string; fileCount: number } }>(PROPOSE, proposal());
    ({ id } = made);
    expect(made).toMatchObject({ code: 'D-0001', state: 'PROPOSED', fileCount: 2 });
    const confirmation = (password: string) => ({ input: { commandId: commandId(), destructionId: id, password } });
    expect(await organizer.refusal(CONFIRM, confirmation(PASSWORD))).toBe('SECOND_APPROVER');
    expect(await (await as('chief')).refusal(CONFIRM, confirmation('wrong-password'))).toBe('BAD_CREDENTIALS');
    expect(await (await as('referee')).refusal(CONFIRM, confirmation(PASSWORD))).toBe('NOT_ALLOWED');
    expect(await organizer.refusal(PROPOSE, proposal())).toBe('WRONG_STATE');
    expect(filesOnDisk()).toEqual(expect.arrayContaining(evidence));
  });

  it('leaves rows and hashes, no content and no key, and a certificate that can be checked', async () => {
    const chief = await as('chief');
    const input = { commandId: commandId(), destructionId: id, password: PASSWORD };
    interface Made {
      made: {
        settledByName: string;
        certificate: { statement: string; signature: string; key: { publicKey: string; fingerprint: string } };
      };
    }
    const { made } = await chief.ask<Made>(CONFIRM, { input });
    const { statement, signature, key } = made.certificate;
    expect(isSigned({ publicKey: key.publicKey, statement, signature })).toBe(true);
    expect(isSigned({ publicKey: key.publicKey, statement: statement.replace('一', '二'), signature })).toBe(false);
    const said = JSON.parse(statement) as { files: { id: string; sha256: string }[]; confirmedBy: { name: string } };
    expect(said.files.map((file) => file.id)).toEqual(evidence);
    expect(said.confirmedBy.name).toBe('chief-name');
    const dataSource = world.server.app.get(DataSource);
    const rows = await dataSource.query<{ sha256: string }[]>('SELECT sha256 FROM evidence ORDER BY receipt_seq');
    expect(rows.map(({ sha256 }) => sha256)).toEqual(said.files.map((file) => file.sha256));
    expect(filesOnDisk().filter((name) => evidence.some((one) => name.startsWith(one)))).toEqual([]);
    expect(await dataSource.query('SELECT 1 FROM evidence_content')).toEqual([]);
    expect(await retention()).toMatchObject({ keptFiles: 0, destroyedFiles: 2 });
  });

  it('is said plainly to those who could read it, and to nobody else', async () => {
    const [first] = evidence;
    for (const person of ['north', 'referee', 'organizer'] as const) {
      const client = await as(person);
      for (const rest of ['', '/preview', '/picture', '/document', '/thumbnail']) {
        const response = await client.fetch(`/api/evidence/${first}${rest}`);
        expect([response.status, await response.json()]).toMatchObject([410, { code: 'EVIDENCE_DESTROYED' }]);
      }
    }
    for (const person of ['south', 'water'] as const) {
      expect((await (await as(person)).fetch(`/api/evidence/${first}/preview`)).status).toBe(404);
    }
  });

  it('finds nothing left to destroy, and knows no other', async () => {
    const organizer = await as('organizer');
    expect(await organizer.refusal(PROPOSE, proposal())).toBe('INCOMPLETE');
    const input = { commandId: commandId(), destructionId: randomUUID(), password: PASSWORD };
    expect(await organizer.refusal(CONFIRM, { input })).toBe('NOT_FOUND');
  });

  it.each([
    `UPDATE destruction SET reason = 'x'`,
    'DELETE FROM destruction',
    `UPDATE destruction_certificate SET signature = ''`,
    'DELETE FROM destruction_certificate',
  ])('the database refuses %s', async (sql) => {
    await expect(world.server.app.get(DataSource).query(sql)).rejects.toThrow();
  });
});
