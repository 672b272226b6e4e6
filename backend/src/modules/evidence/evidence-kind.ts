import { fileTypeFromBlob } from 'file-type';
import sharp from 'sharp';
import { type FileKind, fileKind } from '../../core/evidence/file-kind.js';
import { FRAME_BYTES } from '../../core/evidence/sealed-frames.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { readBytes, readHead, type RestingContent } from './evidence-reading.js';

/** First bytes looked at for telling text from everything else. */
const HEAD_BYTES = 64 * 1024;
/** Edge of a preview picture; the largest picture, packed and unpacked, of which one is made. */
const THUMBNAIL_PIXELS = 320;
const MAX_PACKED_BYTES = 64 * 1024 ** 2;
const MAX_DECODED_PIXELS = 50_000_000;
const THUMBNAIL_SECONDS = 15;

/** The kind of a content, found in it. @throws Refusal FILE_TYPE_REFUSED */
export async function kindOf(content: RestingContent, extension: string): Promise<FileKind> {
  const detected = await detect(content);
  const kind = fileKind({ extension, detected, head: await readHead(content, HEAD_BYTES) });
  if (kind === null) throw new Refusal('FILE_TYPE_REFUSED', { detected: detected ?? '' });
  return kind;
}

/** What the detector calls it; null when it knows no name, which includes plain text. */
async function detect(content: RestingContent): Promise<string | null> {
  try {
    return (await fileTypeFromBlob(asBlob(content)))?.ext ?? null;
  } catch {
    // Cut or forged containers: decided as unknown content, which only text may be.
    return null;
  }
}

/** As much of a Blob as the detector uses: it jumps from entry to entry of an archive and unpacks at most a list. */
function asBlob(content: RestingContent): Blob {
  const { sizeBytes: size } = content;
  let held: { index: number; bytes: Promise<Buffer> } | null = null;
  const frame = (index: number): Promise<Buffer> => {
    if (held?.index !== index) {
      const range = { start: index * FRAME_BYTES, end: Math.min((index + 1) * FRAME_BYTES, size) - 1 };
      held = { index, bytes: readBytes(content, range) };
    }
    return held.bytes;
  };
  const read = async (start: number, end: number): Promise<ArrayBuffer> => {
    const bytes = new Uint8Array(Math.max(0, Math.min(end, size) - start));
    for (let at = 0; at < bytes.length;) {
      const begins = Math.floor((start + at) / FRAME_BYTES);
      const part = (await frame(begins)).subarray(start + at - begins * FRAME_BYTES).subarray(0, bytes.length - at);
      bytes.set(part, at);
      at += part.length;
    }
    return bytes.buffer;
  };
  const slice = (start = 0, end = size) => ({ arrayBuffer: () => read(start, end) });
  return { size, type: '', slice } as unknown as Blob;
}

/** A preview (WebP); null when the picture cannot be decoded, which is no reason to refuse it. */
export async function thumbnailOf(content: RestingContent): Promise<Buffer | null> {
  if (content.sizeBytes > MAX_PACKED_BYTES) return null;
  try {
    const picture = await readBytes(content, { start: 0, end: content.sizeBytes - 1 });
    const preview = await sharp(picture, { limitInputPixels: MAX_DECODED_PIXELS, failOn: 'error' })
      .timeout({ seconds: THUMBNAIL_SECONDS })
      .rotate()
      .resize({ width: THUMBNAIL_PIXELS, height: THUMBNAIL_PIXELS, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 78 })
      .toBuffer();
    return preview.length <= FRAME_BYTES ? preview : null;
  } catch {
    return null;
  }
}
