import { sealedFrom } from './check-seals.js';
import { canonicalJson } from '../kernel/canonical.js';
import { EMPTY_LEDGER_HASH, ledgerHash } from '../ledger/ledger-hash.js';
import type { PlainRow } from '../journal/seal.js';
import { type Dossier, objectIn, rowsOf, textIn, textOrNull, textsIn, wholeIn } from './dossier.js';
import { type CheckResult, Findings } from './findings.js';
import { entryFactOf, linesByAct } from './ledger-lines.js';

/** The ledger's hash after each act that posted lines, recomputed from the lines alone, by journal number. */
export function ledgerHashes(dossier: Dossier): ReadonlyMap<number, string> {
  const hashes = new Map<number, string>();
  let hash = EMPTY_LEDGER_HASH;
  for (const [seq, lines] of linesByAct(rowsOf(dossier, 'score_entry'))) {
    hash = ledgerHash(hash, lines);
    hashes.set(seq, hash);
  }
  return hashes;
}

/** Every act's lines are those its record counted and hashed, and no line is there that no act posted. */
export function checkLedger(dossier: Dossier): CheckResult {
  const findings = new Findings();
  const records = rowsOf(dossier, 'journal_record');
  const rows = rowsOf(dossier, 'score_entry');
  const acts = linesByAct(rows);
  const from = sealedFrom(records);
  const hashes = ledgerHashes(dossier);
  const scored = new Set<number>();
  let before = EMPTY_LEDGER_HASH;
  for (const record of records) {
    const posted = postedIn(record);
    if (posted === null) continue;
    const seq = wholeIn(record, 'seq');
    scored.add(seq);
    const lines = acts.get(seq) ?? [];
    const isHashed = seq >= from;
    // Where seals begin, the record's hash stands for all lines before it.
    const expected = seq === from && from > 1 ? hashUpTo(hashes, seq) : ledgerHash(before, lines);
    compareAct(findings, { seq, lines, posted, expected: isHashed ? expected : null });
    before = isHashed ? textIn(posted, 'hash') : expected;
  }
  for (const [seq, lines] of acts) if (!scored.has(seq)) addStray(findings, seq, lines);
  return findings.result(rows.length);
}

interface Act {
  readonly seq: number;
  readonly lines: readonly PlainRow[];
  readonly posted: PlainRow;
  /** Null for an act older than the ledger's chain. */
  readonly expected: string | null;
}

function compareAct(findings: Findings, { seq, lines, posted, expected }: Act): void {
  const table = 'score_entry';
  const count = wholeIn(posted, 'lines');
  const id = textIn(lines[0] ?? {}, 'id');
  const parties = [...new Set(lines.map((line) => textIn(line, 'party_id')))].sort();
  const params = { expected: String(count), found: String(lines.length) };
  if (count !== lines.length) findings.add('LINES_DIFFER', { seq, table, id, params });
  else if (canonicalJson(parties) !== canonicalJson(textsIn(posted, 'parties'))) {
    findings.add('LEDGER_DIFFERS', { seq, table, id, params });
  } else if (expected !== null && expected !== textIn(posted, 'hash')) {
    findings.add('LEDGER_DIFFERS', { seq, table, id, params });
  }
}

function addStray(findings: Findings, seq: number, lines: readonly PlainRow[]): void {
  findings.add('LINE_WITHOUT_RECORD', { seq, table: 'score_entry', id: textIn(lines[0] ?? {}, 'id') });
}

function postedIn(record: PlainRow): PlainRow | null {
  const details = objectIn(record, 'details');
  return Object.hasOwn(details, 'posted') ? objectIn(details, 'posted') : null;
}

function hashUpTo(hashes: ReadonlyMap<number, string>, seq: number): string {
  return [...hashes].findLast(([act]) => act <= seq)?.[1] ?? EMPTY_LEDGER_HASH;
}

/** What a reversal changes of the line it cancels. */
const OWN_COLUMNS = new Set(['id', 'seq', 'ordinal', 'recorded_at', 'amount', 'reverses_id']);

/** Every reversal cancels one earlier line, that line alone, to exactly nothing, once. */
export function checkReversals(dossier: Dossier): CheckResult {
  const findings = new Findings();
  const earlier = new Map<string, PlainRow>();
  const cancelled = new Set<string>();
  let count = 0;
  for (const row of rowsOf(dossier, 'score_entry')) {
    const reverses = textOrNull(row, 'reverses_id');
    if (reverses !== null) {
      count += 1;
      const line = earlier.get(reverses);
      const isRight = line !== undefined && !cancelled.has(reverses) && cancels(row, line);
      cancelled.add(reverses);
      const about = { seq: wholeIn(row, 'seq'), table: 'score_entry', id: textIn(row, 'id') };
      if (!isRight) findings.add('REVERSAL_WRONG', about);
    }
    earlier.set(textIn(row, 'id'), row);
  }
  return findings.result(count);
}

function cancels(row: PlainRow, line: PlainRow): boolean {
  if (textOrNull(line, 'reverses_id') !== null) return false;
  if (!entryFactOf(row).amount.equals(entryFactOf(line).amount.neg())) return false;
  const rest = (of: PlainRow): string =>
    canonicalJson(Object.fromEntries(Object.entries(of).filter(([column]) => !OWN_COLUMNS.has(column))));
  return rest(row) === rest(line);
}
