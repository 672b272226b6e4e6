import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { jest } from '@jest/globals';
import pg from 'pg';
import { fingerprintOf, signStatement, statementOf } from '../../src/core/proof/checkpoint.js';
import { contentOf } from '../../src/core/proof/check-checkpoints.js';
import { CheckpointService } from '../../src/modules/proof/checkpoint.service.js';
import { readDatabase } from '../../src/modules/proof/read-database.js';
import {
  coverUp,
  differenceIn,
  differenceOf,
  ExportFile,
  type LooseRow,
  otherThan,
  undetectedRecords,
  undetectedRows,
} from './tampering.js';
import { type PlayedWorld, playWorld } from './played.js';

jest.setTimeout(240_000);

let world: PlayedWorld;
/** The export everything is tried on, and two checkpoints in it. */
let text: string;

async function take(): Promise<string> {
  const response = await world.as.organizer.fetch(`/api/export/${world.exerciseId}`);
  return response.text();
}

beforeAll(async () => {
  world = await playWorld();
  await world.server.app.get(CheckpointService).make(world.exerciseId);
  await world.end();
  text = await take();
});
afterAll(async () => {
  await world?.stop();
});

/** The first difference after a change; the last line of the file is made to fit it. */
function after(change: (file: ExportFile) => void): ReturnType<typeof differenceIn> {
  const file = ExportFile.parse(text);
  change(file);
  return differenceIn(file.text());
}

/** Number of the last record that sealed a row. */
function sealedAt(file: ExportFile, table: string, row: LooseRow): number | undefined {
  const keys: Record<string, string> = { rule_set: 'hash', exercise_key: 'exercise_id' };
  const id = row[keys[table] ?? 'id'];
  const sealing = file.rows('journal_record').filter((record) => {
    const { sealed = [] } = record.details as { sealed?: LooseRow[] };
    return sealed.some((seal) => seal.table === table && seal.id === id);
  });
  return sealing.at(-1)?.seq as number | undefined;
}

/** The kinds this world plays; others are tried by `undetected` where they are played. */
const PLAYED = [
  'EXERCISE_CREATED',
  'EXERCISE_CONFIGURED',
  'EXERCISE_STARTED',
  'EXERCISE_ENDED',
  'UNIT_ADDED',
  'ATTACK_TEAM_ADDED',
  'SOURCE_ADDRESS_REGISTERED',
  'TARGET_ADDED',
  'MEMBERSHIP_GRANTED',
  'MEMBERSHIP_REVOKED',
  'EVIDENCE_STORED',
  'SUBMISSION_FILED',
  'INCIDENT_OPENED',
  'INCIDENT_REPORT_FILED',
  'BONUS_CLAIM_FILED',
  'VERDICT_RECORDED',
  'MARKS_RECORDED',
  'INCIDENT_LINKED',
  'INCIDENT_UNLINKED',
  'BONUS_VERDICT_RECORDED',
  'SUBMISSION_CLAIMED',
  'CLAIM_RELEASED',
  'EXPORT_TAKEN',
];
/** The tables those kinds fill. */
const SEALED = [
  'rule_set',
  'exercise',
  'exercise_key',
  'attack_team',
  'source_address',
  'unit',
  'target',
  'membership',
  'evidence',
  'attack_submission',
  'incident',
  'incident_report',
  'bonus_claim',
  'verdict',
  'mark_sheet',
  'incident_link',
  'bonus_verdict',
];
const FILLED = [...SEALED, 'score_entry', 'checkpoint', 'standing'];

describe('an exercise nobody touched', () => {
  it('holds as an export and as a database', async () => {
    expect(differenceIn(text)).toBeNull();
    await onDatabase(async (client) => {
      const dossier = await readDatabase(client, world.exerciseId, new Date());
      expect(differenceOf({ dossier, file: null, published: null })).toBeNull();
    });
  });

  it('was played with every kind of record and rows in every table', () => {
    const file = ExportFile.parse(text);
    const kinds = new Set(file.rows('journal_record').map(({ kind }) => kind));
    expect(PLAYED.filter((kind) => !kinds.has(kind))).toEqual([]);
    expect(FILLED.filter((table) => file.rows(table).length === 0)).toEqual([]);
    expect(file.rows('checkpoint').length).toBeGreaterThanOrEqual(2);
    expect(file.rows('score_entry').some(({ reverses_id }) => reverses_id !== undefined)).toBe(true);
  });

  it('contains no draft and no private key', () => {
    expect(text).not.toContain('DRAFT-title');
    expect(text).not.toContain('private_key');
  });
});

describe('a changed row', () => {
  it.each(SEALED)('%s: every column, named at the record that sealed it', (table) => {
    const untouched = ExportFile.parse(text);
    // Rows of a table are all treated alike: two show it.
    for (const [index, row] of untouched.rows(table).slice(0, 2).entries()) {
      for (const column of Object.keys(row)) {
        const found = after((file) => {
          const target = file.rows(table)[index] ?? {};
          target[column] = otherThan(target[column]);
        });
        expect({ column, found: found !== null }).toEqual({ column, found: true });
        if (found?.code === 'ROW_CHANGED') expect(found.seq).toBe(sealedAt(untouched, table, row));
      }
    }
  });

  it.each(SEALED)('%s: a value where there was none', (table) => {
    expect(after((file) => (file.row(table).forged = 'forged'))).toMatchObject({ code: 'ROW_CHANGED', table });
  });

  it('score_entry: every column, named at the act that posted it', () => {
    const untouched = ExportFile.parse(text);
    for (const [index, line] of untouched.rows('score_entry').entries()) {
      if (index > 2 && line.reverses_id === undefined) continue;
      for (const column of Object.keys(line).filter((name) => !['seq', 'ordinal'].includes(name))) {
        const found = after((file) => {
          const target = file.rows('score_entry')[index] ?? {};
          target[column] = otherThan(target[column]);
        });
        expect({ column, seq: found?.seq, kind: found?.table }).toEqual({ column, seq: line.seq, kind: 'score_entry' });
      }
    }
  });

  it('checkpoint: every column', () => {
    for (const column of Object.keys(ExportFile.parse(text).row('checkpoint'))) {
      const found = after((file) => {
        const row = file.row('checkpoint');
        row[column] = otherThan(row[column]);
      });
      expect({ column, check: found?.check }).toEqual({
        column,
        check: column === 'number' ? found?.check : 'CHECKPOINTS',
      });
      expect(found).not.toBeNull();
    }
  });

  it('standing: every column', () => {
    for (const column of Object.keys(ExportFile.parse(text).row('standing'))) {
      const found = after((file) => {
        const row = file.row('standing');
        row[column] = otherThan(row[column]);
      });
      expect({ column, found: found !== null }).toEqual({ column, found: true });
    }
  });
});

it.each(PLAYED)('a record of kind %s is found whatever is done to it: changed, taken out, forged, moved', (kind) => {
  expect(undetectedRecords(text, kind)).toEqual([]);
});

it.each(FILLED)('a row of %s is found whatever is done to it: taken out, forged, moved', (table) => {
  expect(undetectedRows(text, table)).toEqual([]);
});

describe('somebody who makes all hashes fit again', () => {
  it('is found by the signature of the next checkpoint, whatever he changed', () => {
    const changes: ((file: ExportFile) => void)[] = [
      (file) => (file.row('verdict').reason = 'forged'),
      (file) => (file.row('attack_submission').title = 'forged'),
      (file) => (file.row('journal_record', ({ kind }) => kind === 'SUBMISSION_FILED').party_id = world.teams.south),
      (file) => (file.row('score_entry', ({ side }) => side === 'ATTACK').party_id = world.teams.south),
    ];
    for (const change of changes) {
      const found = after((file) => {
        change(file);
        coverUp(file);
      });
      expect(found).toMatchObject({ check: 'CHECKPOINTS', code: 'CHECKPOINT_REWRITTEN', params: { number: '1' } });
    }
  });

  it('makes everything fit when he changes nothing', () => {
    expect(after(coverUp)).toBeNull();
  });

  it('cannot put another text under the name of a rule-set', () => {
    const swapped = after((file) => {
      const [a, b] = file.rows('rule_set');
      if (!a || !b) throw new Error('two rule-sets are needed');
      [a.text, b.text] = [b.text, a.text];
      coverUp(file);
    });
    expect(swapped).toMatchObject({ check: 'RULES', code: 'RULE_SET_CHANGED' });
  });

  it('cannot sign with another key', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const pem = { publicKey: publicKey.export({ type: 'spki', format: 'pem' }) as string };
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
    const forge = (file: ExportFile): void => {
      const row = file.row('checkpoint');
      row.fingerprint = fingerprintOf(pem.publicKey);
      row.signature = signStatement(statementOf(contentOf(row)), key);
    };
    expect(after(forge)).toMatchObject({ check: 'CHECKPOINTS', code: 'CHECKPOINT_FORGED', params: { number: '1' } });
  });

  it('who replaces key and signatures as well is found by the checkpoint somebody kept', async () => {
    const kept = await publishedProof();
    expect(differenceIn(text, kept)).toBeNull();
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const pem = publicKey.export({ type: 'spki', format: 'pem' }) as string;
    const file = ExportFile.parse(text);
    const keyRow = file.row('exercise_key');
    Object.assign(keyRow, { public_key: pem, fingerprint: fingerprintOf(pem) });
    file.row('verdict').reason = 'forged';
    coverUp(file);
    file.lines.splice(0, file.lines.length, ...file.lines.filter(({ table }) => table !== 'checkpoint'));
    expect(differenceIn(file.text())).toBeNull();
    expect(differenceIn(file.text(), kept)).toMatchObject({ code: 'PUBLISHED_DIFFERS' });
    expect(privateKey.asymmetricKeyType).toBe('ed25519');
  });

  it('who takes the last checkpoint away is found by the one somebody kept', async () => {
    const kept = await publishedProof();
    const file = ExportFile.parse(text);
    file.remove(file.rows('checkpoint').at(-1) ?? {});
    expect(differenceIn(file.text(), kept)).toMatchObject({ code: 'PUBLISHED_DIFFERS' });
  });
});

describe('kinds and files the check does not know', () => {
  it('refuses rows and points of an unknown kind', () => {
    const rename = (kind: string) => (file: ExportFile) => {
      file.row('journal_record', (row) => row.kind === kind).kind = 'SOMETHING_NEW';
      coverUp(file);
    };
    expect(after(rename('UNIT_ADDED'))).toMatchObject({ code: 'UNKNOWN_KIND' });
    expect(after(rename('VERDICT_RECORDED'))).toMatchObject({ code: 'UNKNOWN_KIND' });
  });

  it('refuses a record without the seal its kind owes', () => {
    const found = after((file) => {
      const { details } = file.row('journal_record', ({ kind }) => kind === 'VERDICT_RECORDED');
      delete (details as LooseRow).sealed;
      coverUp(file);
    });
    expect(found).toMatchObject({ code: 'SEAL_MISSING', kind: 'VERDICT_RECORDED' });
  });

  it('notices what nothing but the last line covers', () => {
    expect(differenceIn(text.replace('"name":"测试演习二"', '"name":"别的演习"'))).not.toBeNull();
    const header = text.replace(/"takenAt":"(\d{4})/, '"takenAt":"1$1'.slice(0, -1));
    expect(differenceIn(header)).toMatchObject({ code: 'FILE_DIFFERS' });
  });

  it.each([
    ['nothing', () => ''],
    ['no JSON', () => 'hello\n'],
    ['some other JSON', () => '{"a":1}\n'],
    ['an export of the future', () => text.replace('"version":1', '"version":2')],
    ['a file that breaks off', () => text.slice(0, text.length - 300)],
    ['a file with something after its end', () => `${text}{"table":"unit","row":{}}\n`],
    [
      'an unknown table',
      () => text.replace('{"row":{"exercise_id"', '{"row":{"exercise_id"').replace('"table":"unit"', '"table":"other"'),
    ],
  ])('cannot read %s', (_, make) => {
    expect(() => differenceIn(make())).toThrow();
  });
});

describe('a database whose permanence was switched off', () => {
  it.each([
    [
      'a reason',
      'UPDATE verdict SET reason = reason || $$x$$',
      'UPDATE verdict SET reason = left(reason, -1)',
      'verdict',
    ],
    [
      'a microsecond',
      `UPDATE verdict SET recorded_at = recorded_at + interval '1 microsecond'`,
      `UPDATE verdict SET recorded_at = recorded_at - interval '1 microsecond'`,
      'verdict',
    ],
    [
      'whose line it is',
      `UPDATE score_entry SET side = CASE side WHEN 'ATTACK' THEN 'DEFENSE' ELSE 'ATTACK' END`,
      `UPDATE score_entry SET side = CASE side WHEN 'ATTACK' THEN 'DEFENSE' ELSE 'ATTACK' END`,
      'score_entry',
    ],
    [
      'a node of a path',
      `UPDATE attack_node SET quantity = quantity + 1`,
      `UPDATE attack_node SET quantity = quantity - 1`,
      'attack_submission',
    ],
    [
      'the details of a record',
      `UPDATE journal_record SET details = details || '{"x":1}' WHERE seq > 5`,
      `UPDATE journal_record SET details = details - 'x'`,
      'journal_record',
    ],
    [
      'whose record it is',
      `UPDATE journal_record SET party_id = stream_id WHERE party_id IS NULL AND seq > 9`,
      `UPDATE journal_record SET party_id = NULL WHERE party_id = stream_id`,
      'journal_record',
    ],
    [
      'a role',
      `UPDATE membership SET role = 'CHIEF_REFEREE' WHERE role = 'REFEREE'`,
      `UPDATE membership SET role = 'REFEREE' WHERE user_id = (SELECT id FROM app_user WHERE username = 'referee')`,
      'membership',
    ],
    [
      'a role given without a record',
      `INSERT INTO membership (id, exercise_id, user_id, role) SELECT '00000000-0000-4000-8000-000000000001', exercise_id, user_id, 'OBSERVER' FROM membership LIMIT 1`,
      `DELETE FROM membership WHERE id = '00000000-0000-4000-8000-000000000001'`,
      'membership',
    ],
  ])('shows %s', async (_, change, undo, table) => {
    await onDatabase(async (client) => {
      await client.query(`SET session_replication_role = replica`);
      await client.query(change);
      const changed = await readDatabase(client, world.exerciseId, new Date());
      expect(differenceOf({ dossier: changed, file: null, published: null })).toMatchObject({ table });
      await client.query(undo);
      const undone = await readDatabase(client, world.exerciseId, new Date());
      expect(differenceOf({ dossier: undone, file: null, published: null })).toBeNull();
    });
  });
});

describe('who may have it', () => {
  it('gives the export to control only and records that it was taken', async () => {
    for (const person of ['referee', 'chief', 'north', 'water', 'observer', 'stranger', 'nobody'] as const) {
      const response = await world.as[person].fetch(`/api/export/${world.exerciseId}`);
      expect({ person, status: response.status >= 400 && response.status < 500 }).toEqual({ person, status: true });
    }
    const before = ExportFile.parse(text).header.head.seq;
    const again = ExportFile.parse(await take());
    expect(again.header.head.seq).toBe(before + 1);
    expect(again.rows('journal_record').at(-1)).toMatchObject({ kind: 'EXPORT_TAKEN' });
  });

  it('shows everybody the latest checkpoint beside the board, its number in the journal to those who judge', async () => {
    const kept = await publishedProof();
    expect(kept).toMatchObject({ seq: null, number: 2 });
    expect(await publishedProof('referee', 'REFEREE')).toMatchObject({ seq: expect.any(Number), number: 2 });
    expect(kept.statement).not.toContain('seq');
  });
});

describe('the programs', () => {
  /** The built program, as the scripts run it. */
  function run(name: string, args: string[], databaseUrl = world.server.databaseUrl) {
    const program = resolve(import.meta.dirname, `../../../dist/backend/src/${name}.js`);
    const env = { ...process.env, DATABASE_URL: databaseUrl };
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { env, encoding: 'utf8' });
    return { status, stdout, stderr };
  }
  const folder = mkdtempSync(join(tmpdir(), 'yanwu-proof-'));
  const file = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('write an export that holds, named by code or id, and end with 0', () => {
    const out = join(folder, 'out.jsonl');
    expect(run('export', ['--exercise', world.code, '--out', out])).toMatchObject({ status: 0 });
    expect(statSync(out).mode & 0o777).toBe(0o600);
    expect(run('verify', ['--export', out], '')).toMatchObject({ status: 0 });
    const checked = run('verify', ['--exercise', world.exerciseId]);
    expect(checked).toMatchObject({ status: 0, stderr: '' });
    expect(checked.stdout).toContain('完整无误  everything holds');
  });

  it('name the first record that differs and end with 1', () => {
    const forged = ExportFile.parse(text);
    const record = forged.row('journal_record', ({ kind }) => kind === 'VERDICT_RECORDED');
    forged.row('verdict', ({ seq }) => seq === record.seq).reason = 'forged';
    const path = file('forged.jsonl', forged.text());
    const { status, stdout } = run('verify', ['--export', path]);
    expect({ status, isNamed: stdout.includes(`record ${String(record.seq)} (VERDICT_RECORDED): verdict `) }).toEqual({
      status: 1,
      isNamed: true,
    });
    const json = run('verify', ['--json', '--export', path]);
    expect(json.status).toBe(1);
    expect(JSON.parse(json.stdout)).toMatchObject({ holds: false, first: { seq: record.seq, code: 'ROW_CHANGED' } });
  });

  it.each([
    ['no arguments', []],
    ['an unknown option', ['--what']],
    ['both sources', ['--export', 'a', '--exercise', 'b']],
    ['no such exercise', ['--exercise', 'nothing-here']],
    ['no such file', ['--export', '/nowhere/x.jsonl']],
    ['a folder', ['--export', '/']],
    ['a file that is no export', ['--export', resolve(import.meta.dirname, 'proof.spec.ts')]],
    [
      'a proof that is none',
      ['--exercise', 'test-2026', '--proof', resolve(import.meta.dirname, '../../package.json')],
    ],
  ])('end with 2 and no stack: %s', (_, args) => {
    const { status, stdout, stderr } = run('verify', args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).not.toBe('');
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('end with 2 when there is no database', () => {
    const url = 'postgres://x:y@127.0.0.1:1/z';
    expect(run('verify', ['--exercise', world.code], url)).toMatchObject({ status: 2, stdout: '' });
    expect(run('export', ['--exercise', world.code, '--out', join(folder, 'x')], url)).toMatchObject({ status: 2 });
    expect(JSON.parse(run('verify', ['--json', '--exercise', world.code], url).stdout)).toMatchObject({ holds: null });
  });
});

type Published = { publicKey: string; statement: string; signature: string; seq: number | null; number: number };

async function publishedProof(person: 'nobody' | 'referee' = 'nobody', audience = 'PUBLIC'): Promise<Published> {
  const { board } = await world.as[person].ask<{ board: { proof: Published } }>(
    `query ($id: ID!, $audience: Audience!) {
       board(exerciseId: $id, audience: $audience) { proof { publicKey statement signature seq number } } }`,
    { id: world.exerciseId, audience },
  );
  return board.proof;
}

async function onDatabase(work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: world.server.databaseUrl });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
