import { createHash, randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { MIGRATIONS } from '../src/platform/database/migrations.js';
import { databaseOptions } from '../src/platform/database/options.js';

/** A database of its own for one spec file. */
export interface FreshDatabase {
  readonly url: string;
  /** Drops it, with whatever is still connected. */
  readonly drop: () => Promise<void>;
}

/** The PostgreSQL that `npm test` started. */
export function maintenanceUrl(): string {
  const url = process.env.TEST_DATABASE_URL;
  if (!url) throw new Error('TEST_DATABASE_URL is not set: run the tests by `npm test`');
  return url;
}

/**
 * Clones the template database, which holds the migrated empty schema and is made once per version of
 * the migrations: a fresh database costs some 50 ms instead of a whole migration.
 */
export async function freshDatabase(): Promise<FreshDatabase> {
  const template = await ensureTemplate();
  const name = `yanwu_test_${randomBytes(6).toString('hex')}`;
  await maintain((client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`));
  return {
    url: urlOf(name),
    drop: () => maintain((client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)),
  };
}

async function ensureTemplate(): Promise<string> {
  const shape = MIGRATIONS.map((migration) => String(migration)).join('\n');
  const name = `yanwu_template_${createHash('sha256').update(shape).digest('hex').slice(0, 12)}`;
  await maintain(async (client) => {
    // Spec files run in parallel processes: the first one makes the template, the others wait for it.
    await client.query('SELECT pg_advisory_lock(790002)');
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await makeTemplate(client, name);
  });
  return name;
}

async function makeTemplate(client: pg.Client, name: string): Promise<void> {
  const draft = `${name}_draft`;
  await client.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${draft}`);
  const dataSource = new DataSource(databaseOptions({ databaseUrl: urlOf(draft), poolSize: 2 }));
  await dataSource.initialize();
  await dataSource.runMigrations();
  await dataSource.destroy();
  await client.query(`ALTER DATABASE ${draft} RENAME TO ${name}`);
}

function urlOf(name: string): string {
  const url = new URL(maintenanceUrl());
  url.pathname = `/${name}`;
  return url.href;
}

async function maintain(work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: maintenanceUrl() });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

/** Folder of the shipped rule-sets. */
export const RULE_SETS = resolve(import.meta.dirname, '../../scenarios/rulesets');
