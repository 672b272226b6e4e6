/**
 * How the content of evidence rests: in frames of a fixed size, each sealed by itself with AES-256-GCM under a data key
 * of its file. A frame is nonce (12 bytes, random), ciphertext, tag (16 bytes). What it is bound to, as additional data:
 * the name of the content, its place in it, and whether it is the last. So a frame cannot be moved, swapped between
 * files or left out, and a content cut short is found out; any range is read without touching the rest.
 *
 * Nonces are random and not the frame's number: after an upload broke off, its last frame is sealed again.
 */
import { createCipheriv, createDecipheriv, randomBytes, randomFillSync } from 'node:crypto';

/** Plain bytes of every frame but the last. */
export const FRAME_BYTES = 256 * 1024;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** What sealing adds to each frame. */
export const SEAL_BYTES = NONCE_BYTES + TAG_BYTES;
/** Sealed bytes of every frame but the last. */
export const SEALED_FRAME_BYTES = FRAME_BYTES + SEAL_BYTES;
export const DATA_KEY_BYTES = 32;
const CIPHER = 'aes-256-gcm';

/** MORE follows, LAST of its file, or the unfinished REST of an upload that waits to go on. */
export type FramePart = 'MORE' | 'LAST' | 'REST';
const PART: Readonly<Record<FramePart, number>> = { MORE: 0, LAST: 1, REST: 2 };

/** What frames are sealed with and bound to. */
export interface FrameKey {
  readonly key: Uint8Array;
  /** Name of the content, made by the server. */
  readonly name: string;
}

/** Where a frame stands. */
export interface FramePlace {
  readonly index: number;
  readonly part: FramePart;
}

/** A frame that was changed, moved, cut, or sealed under another key. */
export class BrokenSeal extends Error {
  override readonly name = 'BrokenSeal';
}

/** A new key for one file. */
export function newDataKey(): Buffer {
  return randomBytes(DATA_KEY_BYTES);
}

/** Seals a frame; the answer is a new buffer. */
export function sealFrame({ key, name }: FrameKey, place: FramePlace, plain: Uint8Array): Buffer {
  const sealed = Buffer.allocUnsafe(plain.length + SEAL_BYTES);
  const nonce = sealed.subarray(0, NONCE_BYTES);
  randomFillSync(nonce);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(boundTo(name, place));
  sealed.set(cipher.update(plain), NONCE_BYTES);
  cipher.final();
  sealed.set(cipher.getAuthTag(), NONCE_BYTES + plain.length);
  return sealed;
}

/** The plain bytes of a frame. @throws BrokenSeal */
export function openFrame({ key, name }: FrameKey, place: FramePlace, sealed: Uint8Array): Buffer {
  if (sealed.length <= SEAL_BYTES) throw new BrokenSeal(`${name}: frame ${place.index} is cut`);
  const end = sealed.length - TAG_BYTES;
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE_BYTES)).setAAD(boundTo(name, place));
  decipher.setAuthTag(sealed.subarray(end));
  const plain = decipher.update(sealed.subarray(NONCE_BYTES, end));
  try {
    decipher.final();
  } catch {
    throw new BrokenSeal(`${name}: frame ${place.index} does not open`);
  }
  return plain;
}

/** Number of frames of a content; an empty one has none. */
export function frameCount(sizeBytes: number): number {
  return Math.ceil(sizeBytes / FRAME_BYTES);
}

/** Sealed size of a whole content. */
export function sealedBytes(sizeBytes: number): number {
  return sizeBytes + frameCount(sizeBytes) * SEAL_BYTES;
}

/** Where the frame with this number stands in a content of this size. */
export function placeOf(index: number, sizeBytes: number): FramePlace {
  return { index, part: index === frameCount(sizeBytes) - 1 ? 'LAST' : 'MORE' };
}

/** Frames that hold a range (first and last byte, both included), and where they lie in the sealed content. */
export function framesOf(range: { start: number; end: number }, sizeBytes: number) {
  const first = Math.floor(range.start / FRAME_BYTES);
  const last = Math.floor(range.end / FRAME_BYTES);
  const end = Math.min((last + 1) * SEALED_FRAME_BYTES, sealedBytes(sizeBytes)) - 1;
  return { first, last, sealed: { start: first * SEALED_FRAME_BYTES, end } };
}

function boundTo(name: string, { index, part }: FramePlace): Buffer {
  const place = Buffer.alloc(9);
  place.writeBigUInt64BE(BigInt(index));
  place[8] = PART[part];
  return Buffer.concat([place, Buffer.from(name, 'utf8')]);
}
