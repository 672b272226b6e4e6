import { constants } from 'node:fs';
import { copyFile, link, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Refusal } from '../../core/kernel/refusal.js';
import type { ByteRange, ContentStore, StagedContent } from './evidence-store.js';

/** Larger reads mean fewer of them; a frame is this big. */
const READ_BYTES = 256 * 1024;

/** Contents as files of one folder. */
export class DiskStore implements ContentStore {
  constructor(private readonly root: string) {}

  /** A second name for the same bytes where the file system can, a copy where it cannot. */
  async put(name: string, staged: StagedContent): Promise<void> {
    const path = join(this.root, name);
    await rm(path, { force: true });
    await link(staged.path, path).catch(() => this.copy(staged.path, path));
    await flushFolder(this.root);
  }

  async open(name: string, range?: ByteRange): Promise<Readable> {
    const file = await open(join(this.root, name), 'r').catch((error: unknown) => {
      throw isMissing(error) ? new Refusal('NOT_FOUND') : error;
    });
    return file.createReadStream({ ...range, highWaterMark: READ_BYTES });
  }

  async remove(name: string): Promise<void> {
    await rm(join(this.root, name), { force: true });
  }

  async check(): Promise<void> {
    await mkdir(this.root, { recursive: true, mode: 0o700 });
  }

  private async copy(from: string, to: string): Promise<void> {
    await copyFile(from, to, constants.COPYFILE_FICLONE);
    const file = await open(to, 'r');
    try {
      await file.sync();
    } finally {
      await file.close();
    }
  }
}

function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}

/** A name is only safe once the folder itself is on disk. */
async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
