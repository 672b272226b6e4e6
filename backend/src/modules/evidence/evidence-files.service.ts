import { writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { openFrame, sealedBytes, sealFrame } from '../../core/evidence/sealed-frames.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { EvidenceContent, type ScanState } from './evidence-content.entity.js';
import { EvidenceKeys } from './evidence-keys.service.js';
import { readHead, readRange, type RestingContent } from './evidence-reading.js';
import { EvidenceStages } from './evidence-stages.service.js';
import type { ByteRange } from './evidence-store.js';
import { EvidenceStores } from './evidence-stores.service.js';
import type { EvidenceUpload } from './evidence-upload.entity.js';
import type { Evidence } from './evidence.entity.js';

export type { ByteRange } from './evidence-store.js';

/** What is needed to find the content of a piece of evidence. */
export type EvidenceRef = Pick<Evidence, 'id' | 'sizeBytes'>;

/** The only frame of a preview. */
const PREVIEW_PLACE = { index: 0, part: 'LAST' } as const;

/**
 * Contents of evidence: sealed at rest, in whatever store. Names are made by the server; nothing the sender wrote ever
 * becomes part of one. Whoever reads a content reads it here.
 */
@Injectable()
export class EvidenceFiles {
  constructor(
    private readonly dataSource: DataSource,
    private readonly keys: EvidenceKeys,
    private readonly stores: EvidenceStores,
    private readonly stages: EvidenceStages,
  ) {}

  /**
   * The content, decrypted; the whole of it or the bytes of a range. The first of it has been opened when this answers;
   * a frame further on that does not open breaks the stream off.
   * @throws Refusal NOT_FOUND when the content is no longer there, BAD_INPUT for a range beyond it
   * @throws BrokenSeal when it is not what was stored
   */
  async openRead(evidence: EvidenceRef, range?: ByteRange): Promise<Readable> {
    const { start, end } = range ?? { start: 0, end: evidence.sizeBytes - 1 };
    if (start < 0 || end < start || end >= evidence.sizeBytes) throw new Refusal('BAD_INPUT');
    const parts = readRange(await this.contentOf(evidence), { start, end });
    const first = await parts.next();
    const content = Readable.from(following(first, parts), { objectMode: false });
    // Closed before anything was read of it, `following` has not begun and ends nothing.
    content.once('close', () => void parts.return().catch(() => undefined));
    return content;
  }

  /** The first bytes, decrypted; fewer when there are fewer. @throws as openRead */
  async head(evidence: EvidenceRef, bytes: number): Promise<Buffer> {
    return readHead(await this.contentOf(evidence), bytes);
  }

  /** The preview of a picture (WebP), decrypted. @throws Refusal NOT_FOUND when it has none */
  async openThumbnail({ id, hasThumbnail }: Pick<Evidence, 'id' | 'hasThumbnail'>): Promise<Readable> {
    if (!hasThumbnail) throw new Refusal('NOT_FOUND');
    const { store, keyBox } = await this.rowOf(id);
    const name = thumbnailName(id);
    const parts: Buffer[] = [];
    for await (const part of await this.stores.named(store).open(name)) parts.push(part as Buffer);
    const resting = Buffer.concat(parts);
    if (keyBox === null) return Readable.from([resting]);
    return Readable.from([openFrame({ key: await this.keys.open(keyBox, id), name }, PREVIEW_PLACE, resting)]);
  }

  /** Destroys a content and its key for good; the permanent row and its digest stay. Repeating it does no harm. */
  async destroy(id: string): Promise<void> {
    const row = await this.dataSource.manager.findOneBy(EvidenceContent, { evidenceId: id });
    if (row === null) return;
    const store = this.stores.named(row.store);
    await store.remove(id);
    await store.remove(thumbnailName(id));
    await this.dataSource.manager.delete(EvidenceContent, { evidenceId: id });
  }

  /** Has the present store keep what arrived under the id of its upload, and its preview if there is one. */
  async keep(upload: EvidenceUpload, preview: Buffer | null): Promise<void> {
    const { id, keyBox, sizeBytes } = upload;
    const store = this.stores.named(this.stores.present);
    await store.put(id, { path: this.stages.pathOf(id), sizeBytes: sealedBytes(sizeBytes) });
    if (preview === null) return;
    const name = thumbnailName(id);
    const sealed = sealFrame({ key: await this.keys.open(keyBox, id), name }, PREVIEW_PLACE, preview);
    await writeFile(this.stages.thumbnailPath(id), sealed, { mode: 0o600 });
    await store.put(name, { path: this.stages.thumbnailPath(id), sizeBytes: sealed.length });
  }

  /** Notes where the content of new evidence lies, in the transaction that records the evidence. */
  async note(tx: EntityManager, { id, keyBox, keyMark }: EvidenceUpload, scanState: ScanState): Promise<void> {
    await tx.insert(EvidenceContent, { evidenceId: id, store: this.stores.present, keyBox, keyMark, scanState });
  }

  /** Takes back what was kept under an id that has not become evidence. */
  async withdraw(id: string): Promise<void> {
    const store = this.stores.named(this.stores.present);
    await store.remove(id);
    await store.remove(thumbnailName(id));
  }

  private async contentOf({ id, sizeBytes }: EvidenceRef): Promise<RestingContent> {
    const { store, keyBox } = await this.rowOf(id);
    const frameKey = keyBox === null ? null : { key: await this.keys.open(keyBox, id), name: id };
    return { sizeBytes, frameKey, open: (range) => this.stores.named(store).open(id, range) };
  }

  private async rowOf(evidenceId: string): Promise<EvidenceContent> {
    const row = await this.dataSource.manager.findOneBy(EvidenceContent, { evidenceId });
    if (row === null) throw new Refusal('NOT_FOUND');
    return row;
  }
}

/** Name of the preview in the store. */
function thumbnailName(id: string): string {
  return `${id}.webp`;
}

async function* following(
  first: IteratorResult<Buffer, void>,
  rest: AsyncGenerator<Buffer, void>,
): AsyncGenerator<Buffer, void> {
  if (first.done === true) return;
  try {
    yield first.value;
    yield* rest;
  } finally {
    // A reader who goes away before the second part has not begun `rest`.
    await rest.return();
  }
}
