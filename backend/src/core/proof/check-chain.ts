import { type ChainRecord, GENESIS_HASH, isWhole } from '../journal/chain.js';
import type { PlainRow } from '../journal/seal.js';
import { type Dossier, rowsOf, textIn, textOrNull, wholeIn } from './dossier.js';
import { type CheckResult, Findings } from './findings.js';

/** A journal row as the chain reads it. */
export function chainRecord(row: PlainRow): ChainRecord {
  return {
    streamId: textIn(row, 'stream_id'),
    seq: wholeIn(row, 'seq'),
    kind: textIn(row, 'kind'),
    subjectId: textIn(row, 'subject_id'),
    partyId: textOrNull(row, 'party_id'),
    actorId: textOrNull(row, 'actor_id'),
    commandId: textIn(row, 'command_id'),
    commandHash: textIn(row, 'command_hash'),
    recordedAt: textIn(row, 'recorded_at'),
    details: row.details ?? {},
    prevHash: textIn(row, 'prev_hash'),
    hash: textIn(row, 'hash'),
  };
}

interface Place {
  readonly seq: number;
  readonly hash: string;
}

/** Every record from the first to the head: no number missing or twice, each hash right, each hanging on the one before. */
export function checkChain(dossier: Dossier): CheckResult {
  const findings = new Findings();
  const rows = rowsOf(dossier, 'journal_record');
  let before: Place = { seq: 0, hash: GENESIS_HASH };
  for (const row of rows) {
    const record = chainRecord(row);
    compare(findings, dossier, { record, before });
    before = { seq: record.seq, hash: record.hash };
  }
  const { head } = dossier.header;
  if (before.seq !== head.seq || before.hash !== head.hash) {
    const params = { expected: String(head.seq), found: String(before.seq) };
    findings.add('HEAD_DIFFERS', { seq: Math.min(before.seq, head.seq) + (before.seq === head.seq ? 0 : 1), params });
  }
  return findings.result(rows.length);
}

function compare(findings: Findings, dossier: Dossier, pair: { record: ChainRecord; before: Place }): void {
  const { record, before } = pair;
  const expected = before.seq + 1;
  const about = { id: record.commandId, params: { expected: String(expected), found: String(record.seq) } };
  if (record.seq > expected) return findings.add('RECORD_MISSING', { ...about, seq: expected, id: '' });
  if (record.seq < expected) return findings.add('RECORD_INSERTED', { ...about, seq: record.seq });
  if (record.streamId !== dossier.header.exerciseId) findings.add('FOREIGN_RECORD', { ...about, seq: record.seq });
  if (!isWhole(record, record.prevHash)) return findings.add('RECORD_CHANGED', { ...about, seq: record.seq });
  if (record.prevHash !== before.hash) findings.add('LINK_BROKEN', { ...about, seq: record.seq });
}
