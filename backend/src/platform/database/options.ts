import type { DataSourceOptions } from 'typeorm';
import type { Config } from '../config/config.js';
import { MIGRATIONS } from './migrations.js';
import { SnakeNaming } from './naming.js';

/** Connection settings shared by server, seed, tests and tools. The schema changes only by migration. */
export function databaseOptions(config: Pick<Config, 'databaseUrl' | 'poolSize'>): DataSourceOptions {
  return {
    type: 'postgres',
    url: config.databaseUrl,
    poolSize: config.poolSize,
    namingStrategy: new SnakeNaming(),
    migrations: MIGRATIONS,
    migrationsTransactionMode: 'each',
    synchronize: false,
    installExtensions: false,
    applicationName: 'yanwu',
  };
}
