import type { Shape } from '../shape.js';
import type { proof as source } from '../zh-CN/proof.js';

export const proof: Shape<typeof source> = {
  panel: 'Checkpoint and export',
  title: 'Checkpoint {n}, signed {at}',
  none: 'No checkpoint yet',
  fingerprint: 'Key fingerprint',
  journal: 'Journal hash',
  ledger: 'Ledger hash',
  board: 'Board hash',
  signature: 'Signature',
  keep: 'Keep this checkpoint: with it anyone can find out later whether the records before it were rewritten:',
  docs: 'How it works:',
  copy: 'Copy checkpoint',
  copied: 'Copied',
  download: 'Download checkpoint',
  export: 'Export all records',
  exportHint: 'All records of both sides in a file that can be checked without a server. Each export is recorded.',
};
