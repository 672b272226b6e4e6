import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Config, ConfigError } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import type { StoreName } from './evidence-content.entity.js';
import type { ContentStore } from './evidence-store.js';
import { DiskStore } from './evidence-store.disk.js';
import { S3Store } from './evidence-store.s3.js';

/** The stores there are: new contents go to the configured one, older ones are read where they were put. */
@Injectable()
export class EvidenceStores {
  /** Folder of everything that is kept on the local disk. */
  readonly root: string;
  /** Where new contents go. */
  readonly present: StoreName;
  private readonly stores: Readonly<Partial<Record<StoreName, ContentStore>>>;

  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIG) config: Pick<Config, 'dataDir' | 's3'>,
  ) {
    this.root = join(config.dataDir, 'evidence');
    this.present = config.s3 === undefined ? 'DISK' : 'S3';
    this.stores = {
      DISK: new DiskStore(this.root),
      ...(config.s3 !== undefined && { S3: new S3Store(config.s3) }),
    };
  }

  /** @throws ConfigError when a store cannot be used, or contents lie in one that is no longer configured */
  async prepare(): Promise<void> {
    for (const store of Object.values(this.stores)) await store.check();
    if (this.stores.S3 !== undefined) return;
    const rows = await this.dataSource.query<unknown[]>(`SELECT 1 FROM evidence_content WHERE store = 'S3' LIMIT 1`);
    if (rows.length > 0) {
      throw new ConfigError(['YANWU_S3: missing, but evidence in this database lies in an S3 store']);
    }
  }

  /** @throws Error for a store that is not configured, which `prepare` has made sure of */
  named(name: StoreName): ContentStore {
    const store = this.stores[name];
    if (store === undefined) throw new Error(`evidence store ${name} is not configured`);
    return store;
  }
}
