import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { EvidenceKeys } from './evidence-keys.service.js';
import { type StagePlan, StagedFile, restPath } from './evidence-stage.js';
import { EvidenceStores } from './evidence-stores.service.js';
import type { EvidenceUpload } from './evidence-upload.entity.js';

/** Files that arrive, on the local disk whatever store will keep them; what memory knows of them is held here. */
@Injectable()
export class EvidenceStages {
  readonly folder: string;
  private readonly held = new Map<string, StagedFile>();

  constructor(
    private readonly keys: EvidenceKeys,
    stores: EvidenceStores,
  ) {
    this.folder = join(stores.root, 'incoming');
  }

  /** The place of a new upload. */
  async begin(upload: EvidenceUpload): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    this.held.set(upload.id, await StagedFile.fresh(await this.planOf(upload)));
  }

  /** What has arrived of an upload; read anew from disk when memory does not know. */
  async of(upload: EvidenceUpload): Promise<StagedFile> {
    const held = this.held.get(upload.id);
    if (held !== undefined && (await held.isAsLeft())) return held;
    held?.forget();
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const staged = await StagedFile.resume(await this.planOf(upload));
    this.held.set(upload.id, staged);
    return staged;
  }

  /** Removes what has arrived of an upload. */
  async discard(id: string): Promise<void> {
    this.held.get(id)?.forget();
    this.held.delete(id);
    const path = this.pathOf(id);
    await Promise.all([path, restPath({ path }), this.thumbnailPath(id)].map((file) => rm(file, { force: true })));
  }

  /** Ids of uploads of which something lies here. */
  async present(): Promise<Set<string>> {
    const names = await readdir(this.folder).catch(() => []);
    return new Set(names.map((name) => name.replace(/\..*$/, '')));
  }

  pathOf(id: string): string {
    return join(this.folder, id);
  }

  /** Where a preview waits to be stored. */
  thumbnailPath(id: string): string {
    return join(this.folder, `${id}.webp`);
  }

  private async planOf({ id, keyBox, sizeBytes }: EvidenceUpload): Promise<StagePlan> {
    return { path: this.pathOf(id), frameKey: { key: await this.keys.open(keyBox, id), name: id }, sizeBytes };
  }
}
