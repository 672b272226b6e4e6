import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { type FreshDatabase, freshDatabase } from '../../../test/database.js';
import { databaseOptions } from '../database/options.js';
import { SECRET_FILE, SigningKeys } from './signing-keys.service.js';

let database: FreshDatabase;
let dataSource: DataSource;
let dataDir: string;
const other = (): string => mkdtempSync(join(tmpdir(), 'yanwu-keys-'));

beforeAll(async () => {
  database = await freshDatabase();
  dataSource = await new DataSource(databaseOptions({ databaseUrl: database.url, poolSize: 2 })).initialize();
  dataDir = other();
});
afterAll(async () => {
  await dataSource?.destroy();
  await database?.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function addKey(keys: SigningKeys): Promise<void> {
  await dataSource.transaction(async (tx) => {
    await tx.query('SET LOCAL session_replication_role = replica');
    await keys.make(tx, '00000000-0000-4000-8000-000000000001', new Date());
  });
}

describe('the secret of an instance', () => {
  it('is made at the first start, for its owner only, and is another one until there are keys', async () => {
    await new SigningKeys(dataSource, { secret: 'given by somebody earlier', dataDir }).prepare();
    const keys = new SigningKeys(dataSource, { secret: undefined, dataDir });
    await keys.prepare();
    expect(statSync(join(dataDir, SECRET_FILE)).mode & 0o777).toBe(0o600);
    await addKey(keys);
    await new SigningKeys(dataSource, { secret: undefined, dataDir }).prepare();
  });

  it('signs with the key of the exercise', async () => {
    const keys = new SigningKeys(dataSource, { secret: undefined, dataDir });
    const id = '00000000-0000-4000-8000-000000000001';
    expect(await keys.publicKeyOf(id)).toMatchObject({ fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(await keys.sign(id, 'statement')).toMatch(/^[A-Za-z0-9+/]{86}==$/);
    expect(await keys.publicKeyOf('00000000-0000-4000-8000-000000000002')).toBeNull();
  });

  it('may be given as text instead of the file', async () => {
    const secret = readFileSync(join(dataDir, SECRET_FILE), 'utf8').trim();
    await new SigningKeys(dataSource, { secret, dataDir: other() }).prepare();
  });

  it('is asked for in one line when it is missing or another one', async () => {
    const missing = new SigningKeys(dataSource, { secret: undefined, dataDir: other() }).prepare();
    await expect(missing).rejects.toThrow(/^YANWU_SECRET: missing, expected the secret [^\n]*$/);
    const wrong = new SigningKeys(dataSource, { secret: 'a quite different secret', dataDir }).prepare();
    await expect(wrong).rejects.toThrow(/^YANWU_SECRET: got \(not shown\), expected the secret [^\n]*$/);
  });
});
