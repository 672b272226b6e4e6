import { createHash } from 'node:crypto';
import { canonicalJson } from '../kernel/canonical.js';

/**
 * The journal chain: every record carries the hash of its own content and of the record before it, so
 * a change, a gap or a swap anywhere shows at the first record behind it.
 */
export interface ChainContent {
  readonly streamId: string;
  readonly seq: number;
  readonly kind: string;
  readonly subjectId: string;
  readonly actorId: string | null;
  readonly commandId: string;
  readonly commandHash: string;
  readonly recordedAt: Date;
  readonly details: unknown;
}

export interface ChainRecord extends ChainContent {
  readonly prevHash: string;
  readonly hash: string;
}

/** What the first record of a stream points to. */
export const GENESIS_HASH = '0'.repeat(64);

/** SHA-256, lower-case hex, of UTF-8 text. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Hash naming a command's content, to tell a repeat from a reuse of the same id. */
export function commandHash(kind: string, content: unknown): string {
  return sha256(canonicalJson({ kind, content }));
}

/** Hash of a record that follows `prevHash`. */
export function recordHash(content: ChainContent, prevHash: string): string {
  const { streamId, seq, kind, subjectId, actorId, commandId, commandHash: command, recordedAt, details } = content;
  return sha256(
    canonicalJson([streamId, seq, kind, subjectId, actorId, commandId, command, recordedAt, details ?? null, prevHash]),
  );
}

/** First sequence at which the chain breaks, or null when it holds. Records must come in order. */
export function firstBreak(records: readonly ChainRecord[], startSeq = 1, startHash = GENESIS_HASH): number | null {
  let expectedSeq = startSeq;
  let prevHash = startHash;
  for (const record of records) {
    const isWhole = record.seq === expectedSeq && record.prevHash === prevHash;
    if (!isWhole || recordHash(record, prevHash) !== record.hash) return expectedSeq;
    prevHash = record.hash;
    expectedSeq += 1;
  }
  return null;
}
