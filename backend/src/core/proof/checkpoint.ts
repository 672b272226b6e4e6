/**
 * Checkpoints 校验点: now and then the exercise's key signs where journal, ledger and board stand. Whoever keeps one can
 * show later that the history before it was rewritten, even by somebody who recomputed every hash.
 *
 * What is signed names no journal number: a party that files often could tell from it how much everyone together has
 * filed. The journal's hash finds its record as well. The board's hash is salted, so that nobody can try out what a
 * board that is not shown to them might say; the salt comes with the export.
 */
import { createHash, createPublicKey, sign, verify } from 'node:crypto';
import { sha256 } from '../journal/chain.js';
import type { PlainRow } from '../journal/seal.js';
import { canonicalJson } from '../kernel/canonical.js';

/** Every statement begins with it, so that the signature can be taken for nothing else. */
const FORMAT = 'yanwu-checkpoint-1';

/** What is signed. */
export interface CheckpointContent {
  readonly exerciseId: string;
  /** 1, 2, 3 … within the exercise. */
  readonly number: number;
  readonly journalHash: string;
  readonly ledgerHash: string;
  readonly boardHash: string;
  /** SHA-256 of the checkpoint before, statement and signature; null for the first. So none can be taken out. */
  readonly previous: string | null;
  /** ISO text, UTC. */
  readonly recordedAt: string;
  /** Of the key that signs. */
  readonly fingerprint: string;
}

/** Which rules and which parties a board was made of. */
export interface BoardOf {
  readonly attack: string;
  readonly defense: string;
  readonly teams: readonly string[];
  readonly units: readonly string[];
}

/** A checkpoint as anyone may carry it away. */
export interface PublishedProof {
  /** PEM, SPKI. */
  readonly publicKey: string;
  readonly statement: string;
  /** Base64. */
  readonly signature: string;
}

/** The exact text that is signed. */
export function statementOf(content: CheckpointContent): string {
  const { exerciseId, number, journalHash, ledgerHash, boardHash, previous, recordedAt, fingerprint } = content;
  const hashes = { journalHash, ledgerHash, boardHash, previous };
  return canonicalJson({ format: FORMAT, exerciseId, number, ...hashes, recordedAt, fingerprint });
}

/** What the next checkpoint says of this one. */
export function linkTo(statement: string, signature: string): string {
  return sha256(`${statement}\n${signature}`);
}

/** Hash of a board with its salt. */
export function boardHash(salt: string, of: BoardOf, standings: readonly PlainRow[]): string {
  return sha256(canonicalJson([salt, of, standings]));
}

/** SHA-256, lower-case hex, of a public key in its DER form; null for text that is no key. */
export function fingerprintOf(publicKey: string): string | null {
  try {
    const der = createPublicKey(publicKey).export({ type: 'spki', format: 'der' });
    return createHash('sha256').update(der).digest('hex');
  } catch {
    return null;
  }
}

/** Signs a statement; base64. */
export function signStatement(statement: string, privateKey: string): string {
  return sign(null, Buffer.from(statement, 'utf8'), privateKey).toString('base64');
}

/** Whether the signature is this key's over this statement; false for anything that is no key or no signature. */
export function isSigned({ publicKey, statement, signature }: PublishedProof): boolean {
  try {
    return verify(null, Buffer.from(statement, 'utf8'), publicKey, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}
