import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { Injectable, Logger } from '@nestjs/common';
import { Refusal } from '../../core/kernel/refusal.js';
import type { WrittenSheet } from '../../core/plan/plan-sheets.js';
import { type Sheet, SHEET_LIMITS } from '../../core/plan/sheet.js';
import { SHEET_WORKER } from './sheet-worker.js';
import { unpackedSize } from './unpacked-size.js';

const MOST_MS = 30_000;
const MOST_MEGABYTES = 768;
const LIBRARY = createRequire(import.meta.url).resolve('@cj-tech-master/excelts');

/** A sheet with whether it is longer or wider than was read. */
export interface ReadSheet extends Sheet {
  readonly isCut: boolean;
}

/** XLSX files, read and written in a thread of their own. */
@Injectable()
export class WorkbookService {
  private readonly log = new Logger(WorkbookService.name);
  /** One at a time: each may take much memory. */
  private last: Promise<unknown> = Promise.resolve();

  /**
   * The sheets of a workbook.
   * @throws Refusal FILE_TOO_LARGE, also for what unpacks to too much; FILE_TYPE_REFUSED for what cannot be read in time
   */
  async read(bytes: Buffer): Promise<readonly ReadSheet[]> {
    const size = unpackedSize(bytes);
    if (size === null) throw new Refusal('FILE_TYPE_REFUSED', { wanted: 'XLSX' });
    if (size > SHEET_LIMITS.unpacked || bytes.length > SHEET_LIMITS.bytes) {
      throw new Refusal('FILE_TOO_LARGE', { limit: String(SHEET_LIMITS.bytes) });
    }
    const answer = await this.run({ task: 'read', bytes, limits: SHEET_LIMITS });
    if (!Array.isArray(answer)) throw new Refusal('FILE_TYPE_REFUSED', { wanted: 'XLSX' });
    return answer as ReadSheet[];
  }

  /** A workbook of these sheets. */
  async write(sheets: readonly WrittenSheet[]): Promise<Buffer> {
    const answer = await this.run({ task: 'write', sheets });
    if (!(answer instanceof Uint8Array)) throw new Error('the workbook could not be written');
    return Buffer.from(answer);
  }

  private run(task: Record<string, unknown>): Promise<unknown> {
    const turn = this.last.then(() => this.work(task));
    this.last = turn.catch(() => undefined);
    return turn;
  }

  /** Answers when the thread is gone, with its memory; null for whatever went wrong there. */
  private work(task: Record<string, unknown>): Promise<unknown> {
    const worker = new Worker(SHEET_WORKER, {
      eval: true,
      workerData: { ...task, library: LIBRARY },
      resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES },
    });
    const end = setTimeout(() => void worker.terminate(), MOST_MS);
    return new Promise((resolve) => {
      let said: unknown = null;
      worker.once('message', ({ answer, error }: { answer?: unknown; error?: string }) => {
        if (error !== undefined) this.log.debug(`workbook: ${error}`);
        said = answer ?? null;
        void worker.terminate();
      });
      worker.once('error', (error) => this.log.debug(`workbook: ${String(error)}`));
      worker.once('exit', () => {
        clearTimeout(end);
        resolve(said);
      });
    });
  }
}
