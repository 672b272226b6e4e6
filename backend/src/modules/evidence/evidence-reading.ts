import type { Readable } from 'node:stream';
import {
  BrokenSeal,
  FRAME_BYTES,
  type FrameKey,
  framesOf,
  openFrame,
  placeOf,
  SEAL_BYTES,
} from '../../core/evidence/sealed-frames.js';
import type { ByteRange } from './evidence-store.js';

/** A content as it rests somewhere. */
export interface RestingContent {
  readonly sizeBytes: number;
  /** Null: it rests as it is. */
  readonly frameKey: FrameKey | null;
  open(range: ByteRange): Promise<Readable>;
}

/** The bytes of a range, opened frame by frame. @throws BrokenSeal at the first frame that is not what was sealed */
export async function* readRange(content: RestingContent, range: ByteRange): AsyncGenerator<Buffer, void> {
  const { frameKey, sizeBytes } = content;
  if (frameKey === null) {
    yield* (await content.open(range)) as AsyncIterable<Buffer>;
    return;
  }
  const { first, last, sealed } = framesOf(range, sizeBytes);
  let index = first;
  for await (const frame of framesIn(await content.open(sealed), first, sizeBytes)) {
    const plain = openFrame(frameKey, placeOf(index, sizeBytes), frame);
    const begins = index * FRAME_BYTES;
    yield plain.subarray(Math.max(range.start - begins, 0), range.end + 1 - begins);
    index += 1;
  }
  if (index <= last) throw new BrokenSeal(`${frameKey.name}: cut before frame ${index}`);
}

/** The bytes of a range at once; for small ones. */
export async function readBytes(content: RestingContent, range: ByteRange): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of readRange(content, range)) parts.push(part);
  return Buffer.concat(parts);
}

/** The first bytes; fewer when there are fewer. */
export function readHead(content: RestingContent, bytes: number): Promise<Buffer> {
  return readBytes(content, { start: 0, end: Math.min(bytes, content.sizeBytes) - 1 });
}

/** Cuts a stream into sealed frames; a piece that is left over at its end is no frame. */
async function* framesIn(stream: Readable, first: number, sizeBytes: number): AsyncGenerator<Buffer> {
  let index = first;
  let held: Buffer[] = [];
  let heldBytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    held.push(chunk);
    heldBytes += chunk.length;
    for (let wanted = sealedLength(index, sizeBytes); wanted > 0 && heldBytes >= wanted;) {
      const all = held.length === 1 && held[0] !== undefined ? held[0] : Buffer.concat(held);
      yield all.subarray(0, wanted);
      held = [all.subarray(wanted)];
      heldBytes -= wanted;
      index += 1;
      wanted = sealedLength(index, sizeBytes);
    }
  }
}

/** Sealed bytes of the frame with this number; 0 behind the last. */
function sealedLength(index: number, sizeBytes: number): number {
  const plain = Math.min(FRAME_BYTES, sizeBytes - index * FRAME_BYTES);
  return plain > 0 ? plain + SEAL_BYTES : 0;
}
