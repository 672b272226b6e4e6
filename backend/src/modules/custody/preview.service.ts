import { Injectable } from '@nestjs/common';
import type { Viewer } from '../../core/access/permissions.js';
import { type CastPreview, MAX_CAST_BYTES, readCast } from '../../core/evidence/cast.js';
import { type CaptureSummary, MAX_CAPTURE_BYTES, summarizeCapture } from '../../core/evidence/pcap-summary.js';
import { hexLines, MAX_TEXT_BYTES, previewText, type TextPreview } from '../../core/evidence/preview-text.js';
import { markLine, type MarkWords } from '../../core/evidence/visible-mark.js';
import type { Evidence } from '../evidence/evidence.entity.js';
import { ContentService, type Withheld } from './content.service.js';
import type { Custody, CustodyForm } from './custody.entity.js';
import { CustodyService } from './custody.service.js';
import { DocumentService, MAX_DOCUMENT_BYTES } from './document.service.js';
import { hiddenTile, MAX_PICTURE_BYTES } from './picture.service.js';
import { VisibleMarkService } from './visible-mark.service.js';

/** First bytes of a file that nothing else can be shown of. */
const HEX_BYTES = 512;

/** What a page needs to show evidence without running anything of it. */
export interface Preview {
  readonly evidenceId: string;
  /** WITHHELD: nothing of it is shown. */
  readonly form: CustodyForm | 'WITHHELD';
  readonly withheld: Withheld | null;
  readonly custody: { readonly code: string; readonly recordedAt: Date; readonly count: number } | null;
  /** Both marks, for what the page itself draws: a line of text, and a faint tile (PNG as data URL). */
  readonly mark: { readonly line: string; readonly tile: string } | null;
  readonly text?: TextPreview;
  readonly capture?: CaptureSummary;
  readonly cast?: CastPreview;
  readonly hex?: readonly string[];
}

/** What is shown of a content, besides the marks. */
type Shown = Pick<Preview, 'text' | 'capture' | 'cast' | 'hex'> & { readonly form: CustodyForm };

/** Previews: what evidence is, shown without executing it. */
@Injectable()
export class PreviewService {
  constructor(
    private readonly content: ContentService,
    private readonly custody: CustodyService,
    private readonly marks: VisibleMarkService,
    private readonly documents: DocumentService,
  ) {}

  /** The preview, once the look is on record. @throws Refusal NOT_FOUND, EVIDENCE_DESTROYED */
  async preview(id: string, viewer: Viewer): Promise<Preview> {
    const evidence = await this.content.readable(id, viewer);
    const withheld = await this.content.withheld(evidence);
    if (withheld !== null) {
      return { evidenceId: evidence.id, form: 'WITHHELD', withheld, custody: null, mark: null };
    }
    const record = await this.look(evidence, viewer);
    const count = await this.custody.countOf(evidence.id, viewer.userId);
    const { code, recordedAt } = record;
    const words = await this.marks.words(record, viewer);
    const line = markLine(words);
    const tile = `data:image/png;base64,${(await hiddenTile(code)).toString('base64')}`;
    const isReadable =
      formOf(evidence) !== 'DOCUMENT' || (await this.documents.marked(evidence, words, viewer)) !== null;
    const shown = isReadable ? await this.shown(evidence) : await this.bytesOf(evidence);
    const custody = { code, recordedAt, count };
    return { evidenceId: evidence.id, withheld, custody, mark: { line, tile }, ...shown };
  }

  /** The record of looking at this evidence. */
  look(evidence: Evidence, viewer: Viewer): Promise<Custody> {
    return this.custody.look({ evidence, viewer, act: 'VIEWED', form: formOf(evidence) });
  }

  /** What the marks of a record say. */
  wordsOf(record: Custody, viewer: Viewer): Promise<MarkWords> {
    return this.marks.words(record, viewer);
  }

  private async shown(evidence: Evidence): Promise<Shown> {
    const form = formOf(evidence);
    const { sizeBytes, mediaType } = evidence;
    if (form === 'PICTURE' || form === 'DOCUMENT') return { form };
    if (form === 'CAPTURE') {
      const capture = summarizeCapture(await this.content.head(evidence, MAX_CAPTURE_BYTES), sizeBytes);
      if (capture !== null) return { form, capture };
    }
    if (form === 'CAST') {
      const cast = readCast(await this.content.head(evidence, MAX_CAST_BYTES), sizeBytes);
      if (cast !== null) return { form, cast };
    }
    if (form === 'TEXT' || form === 'CAST') {
      const text = previewText(await this.content.head(evidence, MAX_TEXT_BYTES), mediaType, sizeBytes);
      return { form: 'TEXT', text };
    }
    return this.bytesOf(evidence);
  }

  private async bytesOf(evidence: Evidence): Promise<Shown> {
    return { form: 'BYTES', hex: hexLines(await this.content.head(evidence, HEX_BYTES)) };
  }
}

/** In which form evidence is shown, by what was found in it when it was stored. */
export function formOf({ mediaType, fileName, sizeBytes, isImage }: Evidence): CustodyForm {
  if (isImage) return sizeBytes <= MAX_PICTURE_BYTES ? 'PICTURE' : 'BYTES';
  if (mediaType === 'application/pdf') return sizeBytes <= MAX_DOCUMENT_BYTES ? 'DOCUMENT' : 'BYTES';
  if (mediaType.includes('pcap')) return 'CAPTURE';
  if (!mediaType.startsWith('text/plain')) return 'BYTES';
  return fileName.toLowerCase().endsWith('.cast') ? 'CAST' : 'TEXT';
}
