import { Injectable } from '@nestjs/common';
import sharp, { type Sharp } from 'sharp';
import type { MarkWords } from '../../core/evidence/visible-mark.js';
import type { Viewer } from '../../core/access/permissions.js';
import { markTile, TILE_PIXELS } from '../../core/evidence/watermark.js';
import { Refusal } from '../../core/kernel/refusal.js';
import type { Evidence } from '../evidence/evidence.entity.js';
import { ContentService } from './content.service.js';
import { VisibleMarkService } from './visible-mark.service.js';

/** Larger files and pictures are not decoded. */
export const MAX_PICTURE_BYTES = 64 * 1024 * 1024;
const MAX_DECODED_PIXELS = 50_000_000;
const DECODE_SECONDS = 15;
/** Longest edge of what is shown: legible, and no original. */
const SHOWN_PIXELS = 2400;
const QUALITY = 90;
/** Nothing of a picture can be read at this size. */
const THUMBNAIL_PIXELS = 96;

/** Pictures as they are shown: decoded and drawn anew, so that nothing but pixels is left, and marked. */
@Injectable()
export class PictureService {
  constructor(
    private readonly content: ContentService,
    private readonly marks: VisibleMarkService,
  ) {}

  /** The picture with both marks, as JPEG. @throws Refusal FILE_TYPE_REFUSED for what cannot be decoded */
  async marked(evidence: Evidence, words: MarkWords, viewer: Viewer): Promise<Buffer> {
    if (evidence.sizeBytes > MAX_PICTURE_BYTES) throw new Refusal('FILE_TOO_LARGE');
    const bytes = await this.content.head(evidence, evidence.sizeBytes);
    try {
      const { data, info } = await decoded(bytes, SHOWN_PIXELS).raw().toBuffer({ resolveWithObject: true });
      const { width, height, channels } = info;
      const visible = await this.marks.tile(words, viewer, width);
      const layers = [
        { input: await fitted(visible, width, height), tile: true, gravity: 'northwest' },
        { input: await hiddenTile(words.code, width, height), tile: true, gravity: 'northwest' },
      ];
      return await sharp(data, { raw: { width, height, channels } })
        .composite(layers)
        .jpeg({ quality: QUALITY, chromaSubsampling: '4:4:4' })
        .toBuffer();
    } catch (error) {
      throw error instanceof Refusal ? error : new Refusal('FILE_TYPE_REFUSED', { detected: evidence.mediaType });
    }
  }

  /** A thumbnail too small to read anything in, from the store's own. @throws Refusal NOT_FOUND when there is none */
  async thumbnail(bytes: Buffer): Promise<Buffer> {
    return decoded(bytes, THUMBNAIL_PIXELS).webp({ quality: 70 }).toBuffer();
  }
}

function decoded(bytes: Buffer, edge: number): Sharp {
  return sharp(bytes, { limitInputPixels: MAX_DECODED_PIXELS, failOn: 'error' })
    .timeout({ seconds: DECODE_SECONDS })
    .rotate()
    .resize({ width: edge, height: edge, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb');
}

/** The hidden mark as a tile, cut to the picture where that is smaller. */
export function hiddenTile(code: string, width: number = TILE_PIXELS, height: number = TILE_PIXELS): Promise<Buffer> {
  const tile = sharp(markTile(code), { raw: { width: TILE_PIXELS, height: TILE_PIXELS, channels: 4 } });
  const [w, h] = [Math.min(width, TILE_PIXELS), Math.min(height, TILE_PIXELS)];
  return tile.extract({ left: 0, top: 0, width: w, height: h }).png().toBuffer();
}

/** A layer may not be larger than what it is laid over. */
async function fitted(tile: Buffer, width: number, height: number): Promise<Buffer> {
  return sharp(tile).resize({ width, height, fit: 'inside', withoutEnlargement: true }).png().toBuffer();
}
