import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { Injectable, Logger } from '@nestjs/common';
import type { Viewer } from '../../core/access/permissions.js';
import type { MarkWords } from '../../core/evidence/visible-mark.js';
import { Refusal } from '../../core/kernel/refusal.js';
import type { Evidence } from '../evidence/evidence.entity.js';
import { ContentService } from './content.service.js';
import { DOCUMENT_WORKER } from './document-worker.js';
import { Turns } from './turns.js';
import { hiddenTile } from './picture.service.js';
import { VisibleMarkService } from './visible-mark.service.js';

/** Larger documents are only handed out as files. */
export const MAX_DOCUMENT_BYTES = 24 * 1024 * 1024;
const MOST_MS = 30_000;
const MOST_MEGABYTES = 768;
/** Threads at work at the same time; further documents wait for their turn. */
const MOST_AT_ONCE = 2;
/** Documents marked last: a page asks whether there is one and then for itself. */
const KEPT = 4;
/** Width of a page of paper in points. */
const PAGE_POINTS = 595;
const LIBRARY = createRequire(import.meta.url).resolve('@cantoo/pdf-lib');

/** PDFs as they are shown: without anything that runs, marked on every page. */
@Injectable()
export class DocumentService {
  private readonly log = new Logger(DocumentService.name);
  private readonly turns = new Turns(MOST_AT_ONCE);
  private readonly kept = new Map<string, Promise<Buffer | null>>();

  constructor(
    private readonly content: ContentService,
    private readonly marks: VisibleMarkService,
  ) {}

  /** The marked document; null for what cannot be read, is encrypted or takes too long. */
  marked(evidence: Evidence, words: MarkWords, viewer: Viewer): Promise<Buffer | null> {
    const known = this.kept.get(words.code);
    if (known !== undefined) return known;
    const made = this.turns.take(() => this.mark(evidence, words, viewer));
    this.kept.set(words.code, made);
    // What went wrong is tried again by whoever asks next.
    made.catch(() => this.kept.get(words.code) === made && this.kept.delete(words.code));
    for (const code of [...this.kept.keys()].slice(0, -KEPT)) this.kept.delete(code);
    return made;
  }

  /** The code in a document somebody handed on; null when it has none or cannot be read. */
  async readCode(bytes: Buffer): Promise<string | null> {
    const code = await this.turns.take(() => this.run({ task: 'read', bytes }));
    return typeof code === 'string' ? code : null;
  }

  private async mark(evidence: Evidence, words: MarkWords, viewer: Viewer): Promise<Buffer | null> {
    if (evidence.sizeBytes > MAX_DOCUMENT_BYTES) throw new Refusal('FILE_TOO_LARGE');
    const bytes = await this.content.head(evidence, evidence.sizeBytes);
    const visible = await this.marks.tile(words, viewer, PAGE_POINTS * 1.6);
    const hidden = await hiddenTile(words.code);
    const marked = await this.run({ task: 'mark', bytes, code: words.code, visible, hidden });
    return marked instanceof Uint8Array ? Buffer.from(marked) : null;
  }

  /** Answers when the thread is gone, with its memory. */
  private run(task: Record<string, unknown>): Promise<unknown> {
    const worker = new Worker(DOCUMENT_WORKER, {
      eval: true,
      workerData: { ...task, library: LIBRARY },
      resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES },
    });
    const end = setTimeout(() => void worker.terminate(), MOST_MS);
    return new Promise((resolve) => {
      let said: unknown = null;
      worker.once('message', ({ answer, error }: { answer?: unknown; error?: string }) => {
        if (error !== undefined) this.log.debug(`document not read: ${error}`);
        said = answer ?? null;
        void worker.terminate();
      });
      worker.once('error', (error) => this.log.debug(`document not read: ${String(error)}`));
      worker.once('exit', () => {
        clearTimeout(end);
        resolve(said);
      });
    });
  }
}
