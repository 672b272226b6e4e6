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
  /** Whose record it is; absent where it was hashed without, as all were before checkpoints existed. */
  readonly partyId?: string | null;
  readonly commandId: string;
  readonly commandHash: string;
  /** A date, or its ISO text as in an export. */
  readonly recordedAt: Date | string;
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
  const party = content.partyId === undefined ? [] : [content.partyId];
  return sha256(
    canonicalJson([
      ...[streamId, seq, kind, subjectId, actorId, commandId, command, recordedAt, details ?? null],
      ...party,
      prevHash,
    ]),
  );
}

/** Whether a record's own hash is that of its content; early records were hashed without their party. */
export function isWhole(record: ChainRecord, prevHash: string): boolean {
  if (recordHash(record, prevHash) === record.hash) return true;
  const { partyId: _, ...early } = record;
  return recordHash(early, prevHash) === record.hash;
}

/** First sequence at which the chain breaks, or null when it holds. Records must come in order. */
export function firstBreak(records: readonly ChainRecord[], startSeq = 1, startHash = GENESIS_HASH): number | null {
  let expectedSeq = startSeq;
  let prevHash = startHash;
  for (const record of records) {
    const follows = record.seq === expectedSeq && record.prevHash === prevHash;
    if (!follows || !isWhole(record, prevHash)) return expectedSeq;
    prevHash = record.hash;
    expectedSeq += 1;
  }
  return null;
}
