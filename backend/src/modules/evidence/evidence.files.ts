import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { fileTypeFromFile } from 'file-type';
import sharp from 'sharp';
import { Refusal } from '../../core/kernel/refusal.js';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';

/** First bytes kept for telling text from everything else. */
export const HEAD_BYTES = 64 * 1024;
/** Edge of a preview picture, and the largest picture that is decoded to make one. */
const THUMBNAIL_PIXELS = 320;
const MAX_DECODED_PIXELS = 50_000_000;
const THUMBNAIL_SECONDS = 15;

/** A body that has safely arrived on disk but belongs to nobody yet. */
export interface Received {
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly head: Uint8Array;
}

/** Evidence on disk. Names are made here; nothing the sender wrote ever becomes part of a path. */
@Injectable()
export class EvidenceFiles {
  private readonly log = new Logger(EvidenceFiles.name);
  readonly root: string;
  private readonly incoming: string;

  constructor(@Inject(CONFIG) config: Pick<Config, 'dataDir'>) {
    this.root = join(config.dataDir, 'evidence');
    this.incoming = join(this.root, 'incoming');
  }

  /**
   * Streams a body to disk, hashing as it passes, and forces it down. Nothing is left behind on failure.
   * @throws Refusal FILE_TOO_LARGE as soon as the limit is passed, BAD_INPUT when the body breaks off or is empty
   */
  async receive(body: Readable, maxBytes: number): Promise<Received> {
    await mkdir(this.incoming, { recursive: true, mode: 0o700 });
    const path = join(this.incoming, randomUUID());
    try {
      return { path, ...(await write(body, path, maxBytes)) };
    } catch (error) {
      await this.discard(path);
      throw body.errored ? new Refusal('BAD_INPUT', {}, [{ path: 'file', code: 'INTERRUPTED' }]) : error;
    }
  }

  /** What the content is, as the detector names it; null when it knows none, which includes plain text. */
  async detect(path: string): Promise<string | null> {
    try {
      return (await fileTypeFromFile(path))?.ext ?? null;
    } catch {
      // Cut or forged containers: decided as unknown content, which only text may be.
      return null;
    }
  }

  /** Makes a received file permanent under the evidence's id. */
  async keep(received: Received, id: string): Promise<void> {
    await rename(received.path, join(this.root, id));
    await flushFolder(this.root);
  }

  /** Makes a preview; false when the picture cannot be decoded, which is no reason to refuse it. */
  async makeThumbnail(id: string): Promise<boolean> {
    try {
      await sharp(join(this.root, id), { limitInputPixels: MAX_DECODED_PIXELS, failOn: 'error' })
        .timeout({ seconds: THUMBNAIL_SECONDS })
        .rotate()
        .resize({ width: THUMBNAIL_PIXELS, height: THUMBNAIL_PIXELS, fit: 'inside', withoutEnlargement: true })
        .webp({ quality: 78 })
        .toFile(join(this.root, thumbnailName(id)));
      return true;
    } catch (error) {
      this.log.debug(`no thumbnail for ${id}: ${String(error)}`);
      await this.discard(join(this.root, thumbnailName(id)));
      return false;
    }
  }

  /** Takes back a kept file whose record was not written. */
  async withdraw(id: string): Promise<void> {
    await this.discard(join(this.root, id));
    await this.discard(join(this.root, thumbnailName(id)));
  }

  async discard(path: string): Promise<void> {
    await rm(path, { force: true });
  }
}

/** File name of the preview inside the evidence folder. */
export function thumbnailName(id: string): string {
  return `${id}.webp`;
}

async function write(body: Readable, path: string, maxBytes: number): Promise<Omit<Received, 'path'>> {
  const hash = createHash('sha256');
  const head: Buffer[] = [];
  let sizeBytes = 0;
  const file = await open(path, 'wx', 0o600);
  try {
    // The connection stays usable after a refusal, so that the answer still reaches the sender.
    for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      if (sizeBytes < HEAD_BYTES) head.push(chunk);
      sizeBytes += chunk.length;
      if (sizeBytes > maxBytes) throw new Refusal('FILE_TOO_LARGE', { maxBytes: String(maxBytes) });
      hash.update(chunk);
      await file.appendFile(chunk);
    }
    if (sizeBytes === 0) throw new Refusal('BAD_INPUT', {}, [{ path: 'file', code: 'REQUIRED' }]);
    await file.sync();
  } finally {
    await file.close();
  }
  return { sizeBytes, sha256: hash.digest('hex'), head: Buffer.concat(head).subarray(0, HEAD_BYTES) };
}

/** A rename is only safe once the folder itself is on disk. */
async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
