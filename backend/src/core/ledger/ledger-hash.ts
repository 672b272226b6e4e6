import { GENESIS_HASH, sha256 } from '../journal/chain.js';
import { plainRow } from '../journal/seal.js';
import { canonicalJson } from '../kernel/canonical.js';

/** The ledger's hash before its first line. */
export const EMPTY_LEDGER_HASH = GENESIS_HASH;

/**
 * The ledger's hash after one act: SHA-256 over the hash before it and every column of every line it posted, in order.
 * An act that posts nothing leaves it as it was. So a line changed, moved, added or taken away shows, and so does a
 * whole act that is gone.
 */
export function ledgerHash(before: string, lines: readonly object[]): string {
  if (lines.length === 0) return before;
  return sha256(canonicalJson([before, ...lines.map((line) => plainRow(line))]));
}
