import { createHash } from 'node:crypto';

/**
 * The UUID of a step or thing of the story, always the same for the same name: an interrupted play that starts again
 * repeats its commands and gets their first receipts.
 */
export function idOf(name: string): string {
  const bytes = createHash('sha1').update(`yunze-2026/${name}`).digest().subarray(0, 16);
  // Version 5 (name-based) and the RFC 9562 variant.
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
