import { kindRule, PROOF_STARTED } from '../journal/kinds.js';
import {
  isSealedTable,
  type PlainRow,
  type Seal,
  SEALED_TABLES,
  type SealedTable,
  sealOf,
  sealsIn,
} from '../journal/seal.js';
import { type Dossier, objectIn, rowsOf, textIn, wholeIn } from './dossier.js';
import { type CheckResult, Findings } from './findings.js';

/** The last record that sealed a row. */
interface LastSeal extends Seal {
  readonly seq: number;
}

const nameOf = (table: string, id: string): string => `${table}/${id}`;

/** The last seal of every row that was ever sealed, by table and id. */
export function lastSeals(records: readonly PlainRow[]): ReadonlyMap<string, LastSeal> {
  const last = new Map<string, LastSeal>();
  for (const record of records) {
    const seq = wholeIn(record, 'seq');
    for (const seal of sealsIn(record.details)) last.set(nameOf(seal.table, seal.id), { ...seal, seq });
  }
  return last;
}

/** The record from which on acts carry seals: 1, unless the exercise is older than seals are. */
export function sealedFrom(records: readonly PlainRow[]): number {
  const start = records.find((record) => textIn(record, 'kind') === PROOF_STARTED);
  return start === undefined ? 1 : wholeIn(start, 'seq');
}

/** Archives of filed versions, and the table whose rows they keep. */
const VERSIONS = [
  ['submission_version', 'attack_submission'],
  ['report_version', 'incident_report'],
] as const satisfies readonly (readonly [SealedTable, SealedTable])[];

/**
 * Every row is the one its last act sealed, every sealed row is there, no row is there that no act wrote, and every
 * record carries the seals its kind owes; archived versions are what their filings sealed.
 */
export function checkSeals(dossier: Dossier): CheckResult {
  const findings = new Findings();
  const records = rowsOf(dossier, 'journal_record');
  const from = sealedFrom(records);
  for (const record of records) if (wholeIn(record, 'seq') >= from) checkKind(findings, record);
  const last = lastSeals(records);
  const seen = new Set<string>();
  for (const table of Object.keys(SEALED_TABLES)) {
    if (!isSealedTable(table)) continue;
    for (const row of rowsOf(dossier, table)) seen.add(checkRow(findings, { table, row, last }));
  }
  for (const [version, table] of VERSIONS) {
    for (const row of rowsOf(dossier, version)) checkVersion(findings, records, { version, table, row, from });
  }
  for (const [name, { table, id, seq }] of last) if (!seen.has(name)) findings.add('ROW_MISSING', { seq, table, id });
  return findings.result(seen.size);
}

/**
 * An archived version is what its own filing sealed: a row that was changed before it was archived, and sealed anew since,
 * shows here.
 */
function checkVersion(
  findings: Findings,
  records: readonly PlainRow[],
  about: { version: SealedTable; table: SealedTable; row: PlainRow; from: number },
): void {
  const { version, table, row, from } = about;
  const seq = wholeIn(row, 'receipt_seq');
  if (seq < from) return;
  const { id, hash } = sealOf(table, objectIn(row, 'content'));
  const filing = records.find((record) => wholeIn(record, 'seq') === seq);
  const sealed = sealsIn(filing?.details).find((seal) => seal.table === table && seal.id === id);
  if (sealed?.hash !== hash) findings.add('ROW_CHANGED', { seq, table: version, id: textIn(row, 'id') });
}

function checkRow(
  findings: Findings,
  about: { table: SealedTable; row: PlainRow; last: ReadonlyMap<string, LastSeal> },
): string {
  const { table, row, last } = about;
  const { id, hash } = sealOf(table, row);
  const name = nameOf(table, id);
  const sealed = last.get(name);
  if (sealed === undefined) findings.add('ROW_WITHOUT_RECORD', { seq: ownSeq(row), table, id });
  else if (sealed.hash !== hash) findings.add('ROW_CHANGED', { seq: sealed.seq, table, id });
  return name;
}

/** Where a row itself claims to come from. */
function ownSeq(row: PlainRow): number | null {
  const claimed = ['seq', 'receipt_seq', 'opened_seq'].map((column) => wholeIn(row, column)).find((seq) => seq > 0);
  return claimed ?? null;
}

function checkKind(findings: Findings, record: PlainRow): void {
  const seq = wholeIn(record, 'seq');
  const kind = textIn(record, 'kind');
  const rule = kindRule(kind);
  const details: unknown = record.details;
  const carries = { sealed: hasMember(details, 'sealed'), posted: hasMember(details, 'posted') };
  const about = { seq, id: textIn(record, 'command_id') };
  if (rule === null) {
    if (carries.sealed || carries.posted) findings.add('UNKNOWN_KIND', { ...about, params: { kind } });
    return;
  }
  const sealed = new Set<string>(sealsIn(details).map(({ table }) => table));
  const missing = rule.seals.filter((table) => !sealed.has(table));
  for (const table of missing) findings.add('SEAL_MISSING', { ...about, params: { kind, table } });
  if (rule.posts !== carries.posted) findings.add('POSTED_MISSING', { ...about, params: { kind } });
  const isGarbled = carries.sealed && sealsIn(details).length !== listLength(details);
  if (isGarbled) findings.add('SEAL_MISSING', { ...about, params: { kind, table: '' } });
}

function hasMember(details: unknown, name: string): boolean {
  return details !== null && typeof details === 'object' && Object.hasOwn(details, name);
}

function listLength(details: unknown): number {
  const sealed: unknown = (details as { sealed?: unknown }).sealed;
  return Array.isArray(sealed) ? sealed.length : -1;
}
