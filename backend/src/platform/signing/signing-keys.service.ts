import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { fingerprintOf, signStatement } from '../../core/proof/checkpoint.js';
import { type Config, ConfigError } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { KeyBox, makeKeyPair } from './key-box.js';

/** Where the secret is kept when none is given. */
export const SECRET_FILE = 'secret.key';

/** The public half of an exercise's key. */
export interface PublicKey {
  /** PEM, SPKI. */
  readonly publicKey: string;
  /** SHA-256 of its DER form, hex. */
  readonly fingerprint: string;
}

interface KeyRow {
  readonly public_key: string;
  readonly fingerprint: string;
  readonly private_key_box: string;
}

/** Each exercise's Ed25519 key. The private half rests sealed under the instance's secret and is opened only to sign. */
@Injectable()
export class SigningKeys {
  private box: KeyBox | null = null;

  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: Pick<Config, 'secret' | 'dataDir'>,
  ) {}

  /**
   * Makes sure, before anything is served, that the keys there are can be opened.
   * @throws ConfigError with one line when the secret is missing or another one
   */
  async prepare(): Promise<void> {
    if (this.box !== null) return;
    const [row] = await this.dataSource.query<{ has_keys: boolean; mark: string | null }[]>(
      'SELECT EXISTS (SELECT 1 FROM exercise_key) AS has_keys, (SELECT mark FROM instance_secret) AS mark',
    );
    const hasKeys = row?.has_keys === true;
    const secret = this.config.secret ?? readSecret(this.config.dataDir) ?? (hasKeys ? null : this.makeSecret());
    if (secret === null) throw wrongSecret('missing', this.config.dataDir);
    const box = new KeyBox(secret);
    if (row?.mark !== box.mark) {
      if (hasKeys) throw wrongSecret('got (not shown)', this.config.dataDir);
      await this.dataSource.query(
        'INSERT INTO instance_secret (mark) VALUES ($1) ON CONFLICT (is_only) DO UPDATE SET mark = excluded.mark',
        [box.mark],
      );
    }
    this.box = box;
  }

  /** Makes the key of a new exercise, in the transaction that makes the exercise. */
  async make(tx: EntityManager, exerciseId: string, createdAt: Date): Promise<void> {
    const box = await this.opened();
    // Another instance that started with a secret of its own would otherwise seal keys we cannot open.
    const [row] = await tx.query<{ mark: string }[]>('SELECT mark FROM instance_secret');
    if (row?.mark !== box.mark) throw wrongSecret('got (not shown)', this.config.dataDir);
    const { publicKey, privateKey } = makeKeyPair();
    const fingerprint = fingerprintOf(publicKey);
    await tx.query(
      `INSERT INTO exercise_key (exercise_id, public_key, fingerprint, private_key_box, created_at)
       VALUES ($1, $2, $3, $4, $5)`,
      [exerciseId, publicKey, fingerprint, box.seal(privateKey, exerciseId), createdAt],
    );
  }

  /** The public half; null for an exercise that has no key yet. */
  async publicKeyOf(exerciseId: string): Promise<PublicKey | null> {
    const row = await this.row(exerciseId);
    return row && { publicKey: row.public_key, fingerprint: row.fingerprint };
  }

  /** Signs a statement with the exercise's key; base64. @throws Error when there is no key */
  async sign(exerciseId: string, statement: string): Promise<string> {
    const row = await this.row(exerciseId);
    if (row === null) throw new Error(`exercise ${exerciseId} has no key`);
    const box = await this.opened();
    return signStatement(statement, box.open(row.private_key_box, exerciseId));
  }

  private async row(exerciseId: string): Promise<KeyRow | null> {
    const [row] = await this.dataSource.query<KeyRow[]>(
      'SELECT public_key, fingerprint, private_key_box FROM exercise_key WHERE exercise_id = $1',
      [exerciseId],
    );
    return row ?? null;
  }

  private async opened(): Promise<KeyBox> {
    if (this.box === null) await this.prepare();
    if (this.box === null) throw wrongSecret('missing', this.config.dataDir);
    return this.box;
  }

  private makeSecret(): string {
    const secret = randomBytes(32).toString('base64url');
    mkdirSync(this.config.dataDir, { recursive: true });
    try {
      writeFileSync(join(this.config.dataDir, SECRET_FILE), `${secret}\n`, { mode: 0o600, flag: 'wx' });
    } catch (error) {
      // Somebody who started at the same time was first: theirs it is.
      const other = readSecret(this.config.dataDir);
      if (other === null) throw error;
      return other;
    }
    return secret;
  }
}

function readSecret(dataDir: string): string | null {
  try {
    return readFileSync(join(dataDir, SECRET_FILE), 'utf8').trim() || null;
  } catch {
    return null;
  }
}

function wrongSecret(given: string, dataDir: string): ConfigError {
  const where = join(dataDir, SECRET_FILE);
  return new ConfigError([
    `YANWU_SECRET: ${given}, expected the secret under which the signing keys in this database were sealed ` +
      `(when none was given it was kept in ${where})`,
  ]);
}
