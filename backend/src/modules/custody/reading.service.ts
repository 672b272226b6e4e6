import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import type { Viewer } from '../../core/access/permissions.js';
import { type ByteRange, readRange } from '../../core/evidence/byte-range.js';
import { Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import type { Evidence } from '../evidence/evidence.entity.js';
import { EvidenceFiles } from '../evidence/evidence-files.service.js';
import { ContentService } from './content.service.js';
import type { Custody } from './custody.entity.js';
import type { OpenOriginalInput } from './custody.inputs.js';
import { CustodyService } from './custody.service.js';
import { DocumentService } from './document.service.js';
import { PictureService } from './picture.service.js';
import { formOf, type Preview, PreviewService } from './preview.service.js';

/** A file on its way out. */
export interface HandedFile {
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly range: ByteRange | null;
  readonly content: Readable;
}

/** What somebody asks for: all of a file or a range of it, with the ticket of an original. */
interface Wanted {
  readonly id: string;
  readonly ticket: string | undefined;
  readonly range: string | undefined;
}

/** The one way by which content leaves the store for people: authorised, recorded, then handed out. */
@Injectable()
export class ReadingService {
  constructor(
    private readonly content: ContentService,
    private readonly custody: CustodyService,
    private readonly previews: PreviewService,
    private readonly pictures: PictureService,
    private readonly documents: DocumentService,
    private readonly files: EvidenceFiles,
  ) {}

  /** @throws Refusal NOT_FOUND, EVIDENCE_DESTROYED */
  preview(id: string, viewer: Viewer): Promise<Preview> {
    return this.previews.preview(id, viewer);
  }

  /** The marked picture. @throws Refusal NOT_FOUND, EVIDENCE_DESTROYED, FILE_TYPE_REFUSED */
  async picture(id: string, viewer: Viewer): Promise<Buffer> {
    const { evidence, record } = await this.shown(id, 'PICTURE', viewer);
    return this.pictures.marked(evidence, await this.previews.wordsOf(record, viewer), viewer);
  }

  /** The marked document. @throws Refusal NOT_FOUND, EVIDENCE_DESTROYED, FILE_TYPE_REFUSED */
  async document(id: string, viewer: Viewer): Promise<{ bytes: Buffer; fileName: string }> {
    const { evidence, record } = await this.shown(id, 'DOCUMENT', viewer);
    const bytes = await this.documents.marked(evidence, await this.previews.wordsOf(record, viewer), viewer);
    if (bytes === null) throw new Refusal('FILE_TYPE_REFUSED', { detected: evidence.mediaType });
    return { bytes, fileName: evidence.fileName };
  }

  /** A thumbnail in which nothing can be read: no look, no record. @throws Refusal NOT_FOUND, EVIDENCE_DESTROYED */
  async thumbnail(id: string, viewer: Viewer): Promise<Buffer> {
    const evidence = await this.content.readable(id, viewer);
    if ((await this.content.withheld(evidence)) !== null) throw new Refusal('NOT_FOUND');
    const parts: Buffer[] = [];
    for await (const part of await this.files.openThumbnail(evidence)) parts.push(part as Buffer);
    return this.pictures.thumbnail(Buffer.concat(parts));
  }

  /**
   * A file as it was stored: for its own party as it is, for others by the ticket of an original they asked for.
   * @throws Refusal NOT_FOUND, EVIDENCE_DESTROYED, BAD_INPUT for a missing ticket or a wrong range
   */
  async file({ id, ticket, range }: Wanted, viewer: Viewer): Promise<HandedFile> {
    const evidence = await this.content.readable(id, viewer);
    const { fileName, sizeBytes } = evidence;
    const bytes = readRange(range, sizeBytes);
    if (this.content.isOwn(evidence, viewer)) {
      await this.custody.look({ evidence, viewer, act: 'DOWNLOADED', form: 'OWN_FILE' });
    } else await this.requireTicket(evidence, ticket, viewer);
    const content = await this.files.openRead(evidence, bytes ?? undefined);
    return { fileName, sizeBytes, range: bytes, content };
  }

  /** Records that somebody asks for the original, and why. @throws Refusal NOT_FOUND, EVIDENCE_DESTROYED, BAD_INPUT */
  async openOriginal(input: OpenOriginalInput, viewer: Viewer): Promise<Custody> {
    const evidence = await this.content.readable(input.evidenceId, viewer);
    const reason = input.reason.trim();
    if (reason === '') refuseBadInput([{ path: 'reason', code: 'REQUIRED' }]);
    const { commandId } = input;
    return this.custody.record({ evidence, viewer, act: 'DOWNLOADED', form: 'ORIGINAL', reason, commandId });
  }

  /** Evidence that is shown in this form, with the record of the look. */
  private async shown(id: string, form: 'PICTURE' | 'DOCUMENT', viewer: Viewer) {
    const evidence = await this.content.readable(id, viewer);
    const isShown = formOf(evidence) === form && (await this.content.withheld(evidence)) === null;
    if (!isShown) throw new Refusal('NOT_FOUND');
    return { evidence, record: await this.previews.look(evidence, viewer) };
  }

  /** A ticket is the record of an original that this person asked for a moment ago. */
  private async requireTicket(evidence: Evidence, ticket: string | undefined, viewer: Viewer): Promise<void> {
    const record = ticket !== undefined && isUUID(ticket) ? await this.custody.find(ticket) : null;
    const isFitting =
      record?.evidenceId === evidence.id &&
      record.personId === viewer.userId &&
      record.form === 'ORIGINAL' &&
      this.custody.isRecent(record);
    if (!isFitting) refuseBadInput([{ path: 'ticket', code: 'REQUIRED' }]);
  }
}
