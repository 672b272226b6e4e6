import { createHash } from 'node:crypto';

/**
 * The id of a command that time gives, always the same for the same thing done to the same subject: a look that is
 * repeated, after a restart or by another instance, finds that it is done.
 * @param what names the act within the subject, e.g. `release/I-07/<unit>/1`
 */
export function timerCommandId(kind: string, subjectId: string, what: string): string {
  const bytes = createHash('sha256').update(`${kind}/${subjectId}/${what}`).digest().subarray(0, 16);
  // Version 8 (made by our own rule) and the RFC 9562 variant.
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
