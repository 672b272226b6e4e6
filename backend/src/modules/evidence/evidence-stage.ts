import { constants } from 'node:fs';
import { type FileHandle, open, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import {
  FRAME_BYTES,
  openFrame,
  SEALED_FRAME_BYTES,
  sealedBytes,
  sealFrame,
} from '../../core/evidence/sealed-frames.js';
import { Refusal } from '../../core/kernel/refusal.js';
import type { RestingContent } from './evidence-reading.js';
import { Sealer, type StagePlan } from './evidence-sealer.js';

export type { StagePlan } from './evidence-sealer.js';

/** Frames filled while others are being sealed and written. */
const FRAMES_AHEAD = 8;

/**
 * A file that arrives, perhaps in pieces: each byte is hashed, sealed and written once as it passes. Whole frames lie in
 * the staged file exactly as they will be kept; what is left of a piece behind the last whole frame lies sealed beside
 * it. The running digest is held in memory; after a restart what lies there is read once to have it again.
 */
export class StagedFile {
  private isSound = true;

  private constructor(
    private readonly plan: StagePlan,
    private readonly sealer: Sealer,
    private frames: number,
    private restBytes: number,
  ) {}

  /** A file of which nothing has arrived. */
  static async fresh(plan: StagePlan): Promise<StagedFile> {
    return new StagedFile(plan, await Sealer.fresh(plan), 0, 0);
  }

  /** What has arrived so far, as it lies on disk; behind the first frame that is not whole, nothing has. */
  static async resume(plan: StagePlan): Promise<StagedFile> {
    const { sealer, frames } = await Sealer.resume(plan);
    await truncate(plan.path, restingBytes(frames, plan.sizeBytes)).catch(() => undefined);
    const staged = new StagedFile(plan, sealer, frames, 0);
    if (!staged.isWhole) staged.restBytes = (await staged.readRest()).length;
    return staged;
  }

  /** Bytes that have arrived. */
  get offset(): number {
    return Math.min(this.frames * FRAME_BYTES, this.plan.sizeBytes) + this.restBytes;
  }

  get isWhole(): boolean {
    return this.offset === this.plan.sizeBytes && this.restBytes === 0;
  }

  /** SHA-256, lower-case hex, of all bytes that have arrived; meant for a whole file. */
  digest(): Promise<string> {
    return this.sealer.digest();
  }

  /** Says that nothing more will be asked of it. */
  forget(): void {
    this.sealer.forget();
  }

  /** What lies there, for reading; meant for a whole file. */
  get content(): RestingContent {
    const { path, frameKey, sizeBytes } = this.plan;
    return {
      sizeBytes,
      frameKey,
      open: async (range) => (await open(path, 'r')).createReadStream({ ...range, highWaterMark: SEALED_FRAME_BYTES }),
    };
  }

  /** Whether memory and disk still agree; if not, resume. */
  async isAsLeft(): Promise<boolean> {
    const { size } = await stat(this.plan.path).catch(() => ({ size: 0 }));
    return this.isSound && !this.sealer.isLost && size === restingBytes(this.frames, this.plan.sizeBytes);
  }

  /**
   * Takes bytes until they end; what came before a break is kept. The last byte of the file forces all of it to disk.
   * @returns the new offset
   * @throws Refusal FILE_TOO_LARGE when more comes than was announced
   */
  async append(chunks: AsyncIterable<Uint8Array>): Promise<number> {
    const file = await open(this.plan.path, constants.O_RDWR | constants.O_CREAT, 0o600);
    this.isSound = false;
    const pieces = new Pieces();
    try {
      const rest = await this.readRest();
      if (rest.length !== this.restBytes) throw new Error(`${this.plan.path}: what had arrived is no longer there`);
      pieces.present.set(rest);
      for await (const chunk of chunks) await this.take(chunk, pieces, file);
    } finally {
      await this.settle(pieces, file);
    }
    return this.offset;
  }

  private async take(chunk: Uint8Array, pieces: Pieces, file: FileHandle): Promise<void> {
    const { sizeBytes } = this.plan;
    if (this.offset + chunk.length > sizeBytes) throw new Refusal('FILE_TOO_LARGE', { maxBytes: String(sizeBytes) });
    for (let at = 0; at < chunk.length;) {
      const taken = Math.min(FRAME_BYTES - this.restBytes, chunk.length - at);
      pieces.present.set(chunk.subarray(at, at + taken), this.restBytes);
      at += taken;
      this.restBytes += taken;
      if (this.restBytes < FRAME_BYTES && this.offset < sizeBytes) continue;
      const plain = pieces.present.subarray(0, this.restBytes);
      const index = this.frames;
      this.frames += 1;
      this.restBytes = 0;
      // While these are sealed and written, the next ones are filled.
      await pieces.hand(this.sealer.frame({ index, plain, fd: file.fd }));
    }
  }

  private async settle(pieces: Pieces, file: FileHandle): Promise<void> {
    try {
      await pieces.settled();
      if (this.isWhole) {
        await file.sync();
        await rm(restPath(this.plan), { force: true });
      } else if (this.restBytes > 0) {
        const place = { index: this.frames, part: 'REST' } as const;
        const sealed = sealFrame(this.plan.frameKey, place, pieces.present.subarray(0, this.restBytes));
        await writeFile(restPath(this.plan), sealed, { mode: 0o600 });
      }
      this.isSound = true;
    } finally {
      await file.close();
    }
  }

  /** The bytes behind the last whole frame; one that belongs elsewhere does not open and counts as none. */
  private async readRest(): Promise<Buffer> {
    const sealed = await readFile(restPath(this.plan)).catch(() => null);
    if (sealed === null) return Buffer.alloc(0);
    try {
      return openFrame(this.plan.frameKey, { index: this.frames, part: 'REST' }, sealed);
    } catch {
      return Buffer.alloc(0);
    }
  }
}

/** Frames in memory both threads see, used in turns: one is filled while the others are sealed and written. */
class Pieces {
  private readonly all: Uint8Array[] = Array.from(
    { length: FRAMES_AHEAD },
    () => new Uint8Array(new SharedArrayBuffer(FRAME_BYTES)),
  );
  private readonly jobs: Promise<void>[] = [];
  present: Uint8Array = this.taken();

  /** Hands the present one on; answers when the next is free. */
  async hand(job: Promise<void>): Promise<void> {
    // Reported when it is waited for.
    job.catch(() => undefined);
    this.jobs.push(job);
    if (this.jobs.length === FRAMES_AHEAD) await this.jobs.shift();
    this.present = this.taken();
  }

  async settled(): Promise<void> {
    await Promise.all(this.jobs);
  }

  private taken(): Uint8Array {
    const next = this.all.shift() ?? new Uint8Array(FRAME_BYTES);
    this.all.push(next);
    return next;
  }
}

/** Where the bytes behind the last whole frame lie. */
export function restPath({ path }: Pick<StagePlan, 'path'>): string {
  return `${path}.rest`;
}

/** Sealed bytes of so many whole frames. */
function restingBytes(frames: number, sizeBytes: number): number {
  return Math.min(frames * SEALED_FRAME_BYTES, sealedBytes(sizeBytes));
}
