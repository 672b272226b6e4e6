import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import sharp from 'sharp';
import { isUUID } from 'class-validator';
import type { Viewer } from '../../core/access/permissions.js';
import { readMarkCode } from '../../core/evidence/mark-code.js';
import { type Brightness, type FoundMark, searchMark } from '../../core/evidence/watermark.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { requireGrants } from '../../platform/access/viewer.js';
import type { Custody } from './custody.entity.js';
import { CustodyQueryService } from './custody-query.service.js';
import { DocumentService } from './document.service.js';

/** Larger pictures are not decoded, and of large ones the middle is searched. */
const MAX_DECODED_PIXELS = 60_000_000;
const SEARCHED_PIXELS = 1200;
/** Searches at once: each keeps a processor busy for seconds. */
const MOST_AT_ONCE = 2;

/** What a handed-on picture or document says. */
export interface MarkReading {
  /** Null: no mark was found, which proves nothing. */
  readonly code: string | null;
  /** Size against what had been handed out; null for documents. */
  readonly scale: number | null;
  /** How clearly the pattern stood out, in standard deviations; null for documents. */
  readonly clarity: number | null;
  /** Id of the custody record; null when this exercise wrote none of that code. */
  readonly recordId: string | null;
}

/** Reads hidden marks. */
@Injectable()
export class MarkReadingService {
  private underway = 0;

  constructor(
    private readonly queries: CustodyQueryService,
    private readonly documents: DocumentService,
  ) {}

  /** @throws Refusal NOT_FOUND before the body is read */
  requireReader(exerciseId: string, viewer: Viewer | null): void {
    if (!isUUID(exerciseId)) throw new Refusal('NOT_FOUND');
    requireGrants(viewer, exerciseId, 'custody.read');
  }

  /** @throws Refusal NOT_FOUND, LIMIT_REACHED, FILE_TYPE_REFUSED for what is neither a picture nor a PDF */
  async read(exerciseId: string, bytes: Buffer, viewer: Viewer | null): Promise<MarkReading> {
    this.requireReader(exerciseId, viewer);
    if (this.underway >= MOST_AT_ONCE) throw new Refusal('LIMIT_REACHED', { limit: String(MOST_AT_ONCE) });
    this.underway += 1;
    try {
      const isDocument = bytes.subarray(0, 1024).includes('%PDF-');
      const found = isDocument ? await this.inDocument(bytes) : await inPicture(bytes);
      const record: Custody | null = found === null ? null : await this.queries.byCode(exerciseId, found.code);
      const { code = null, scale = null, clarity = null } = found ?? {};
      return { code, scale, clarity, recordId: record?.id ?? null };
    } finally {
      this.underway -= 1;
    }
  }

  private async inDocument(bytes: Buffer): Promise<(Pick<FoundMark, 'code'> & Partial<FoundMark>) | null> {
    const code = readMarkCode((await this.documents.readCode(bytes)) ?? '');
    return code === null ? null : { code };
  }
}

/** The search gives others their turn after each scale. */
async function inPicture(bytes: Buffer): Promise<FoundMark | null> {
  const search = searchMark(await brightnessOf(bytes));
  for (;;) {
    const step = search.next();
    if (step.done === true) return step.value;
    await setImmediate();
  }
}

async function brightnessOf(bytes: Buffer): Promise<Brightness> {
  try {
    const picture = sharp(bytes, { limitInputPixels: MAX_DECODED_PIXELS }).timeout({ seconds: 20 }).rotate();
    const whole = picture.flatten({ background: '#ffffff' }).grayscale();
    const { data, info } = await whole.raw().toBuffer({ resolveWithObject: true });
    const [width, height] = [Math.min(info.width, SEARCHED_PIXELS), Math.min(info.height, SEARCHED_PIXELS)];
    const left = Math.floor((info.width - width) / 2);
    const top = Math.floor((info.height - height) / 2);
    const middle = sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } });
    const values = await middle.extract({ left, top, width, height }).grayscale().raw().toBuffer();
    return { width, height, values };
  } catch {
    throw new Refusal('FILE_TYPE_REFUSED', { detected: '' });
  }
}
