import { createHash } from 'node:crypto';
import { type ChainRecord, GENESIS_HASH, recordHash } from '../../src/core/journal/chain.js';
import { sealOf } from '../../src/core/journal/seal.js';
import { ledgerHash } from '../../src/core/ledger/ledger-hash.js';
import { chainRecord } from '../../src/core/proof/check-chain.js';
import type { PublishedProof } from '../../src/core/proof/checkpoint.js';
import { ExportReader } from '../../src/core/proof/export-format.js';
import {
  type Case,
  checksFor,
  type Difference,
  firstDifference,
  type NamedResult,
  runCheck,
} from '../../src/core/proof/verify.js';

/** A row as an attacker holds it: anything can be put in. */
export type LooseRow = Record<string, unknown>;

interface RowLine {
  table: string;
  row: LooseRow;
}

/** An exported file taken apart, to be changed and put together again with a last line that fits. */
export class ExportFile {
  private constructor(
    readonly header: { head: { seq: number; hash: string } } & LooseRow,
    readonly lines: RowLine[],
  ) {}

  static parse(text: string): ExportFile {
    const values = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as RowLine & { header: ExportFile['header'] });
    const [first, ...rest] = values;
    if (first === undefined) throw new Error('empty');
    return new ExportFile(first.header, rest.slice(0, -1));
  }

  rows(table: string): LooseRow[] {
    return this.lines.filter((line) => line.table === table).map(({ row }) => row);
  }

  /** The first row of a table for which the condition holds. */
  row(table: string, wanted: (row: LooseRow) => boolean = () => true): LooseRow {
    const found = this.rows(table).find(wanted);
    if (found === undefined) throw new Error(`no such ${table}`);
    return found;
  }

  remove(row: LooseRow): void {
    this.lines.splice(this.placeOf(row), 1);
  }

  insertAfter(row: LooseRow, forged: LooseRow): void {
    const place = this.placeOf(row);
    this.lines.splice(place + 1, 0, { table: this.lines[place]?.table ?? '', row: forged });
  }

  /** Exchanges a row with the next one of its table; false when it is the last. */
  swapWithNext(row: LooseRow): boolean {
    const place = this.placeOf(row);
    const [a, b] = [this.lines[place], this.lines[place + 1]];
    if (a === undefined || b === undefined || a.table !== b.table) return false;
    this.lines.splice(place, 2, b, a);
    return true;
  }

  /** The file again, its last line right: a forger would not forget it. */
  text(): string {
    const body = [{ header: this.header }, ...this.lines].map((line) => `${JSON.stringify(line)}\n`).join('');
    const sha256 = createHash('sha256').update(body).digest('hex');
    return `${body}${JSON.stringify({ end: { rows: this.lines.length, sha256 } })}\n`;
  }

  private placeOf(row: LooseRow): number {
    return this.lines.findIndex((line) => line.row === row);
  }
}

/** What the check says of a file: its first difference, null when everything holds. */
export function differenceIn(text: string, published: PublishedProof | null = null): Difference | null {
  const reader = new ExportReader();
  for (const line of text.trimEnd().split('\n')) reader.take(line);
  const subject: Case = { ...reader.finish(), published };
  return differenceOf(subject);
}

export function differenceOf(subject: Case): Difference | null {
  const results: NamedResult[] = [];
  for (const name of checksFor(subject)) {
    results.push(runCheck(name, subject));
    // What follows would only find the consequences, and takes the most time.
    if (name === 'REVERSALS' && results.some(({ findings }) => findings.length > 0)) break;
  }
  return firstDifference(results, subject.dossier);
}

/** A value unlike the given one, of the same type. */
export function otherThan(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (Array.isArray(value)) return [...(value as unknown[]), 'forged'];
  if (typeof value === 'object') return { ...value, forged: 'forged' };
  if (typeof value !== 'string') return 'forged';
  if (/^\d{4}-.*Z$/.test(value)) return new Date(new Date(value).getTime() + 1).toISOString();
  if (/^[0-9a-f]{8,}(-[0-9a-f]{4}){0,3}/.test(value)) return value.replace(/^./, value.startsWith('0') ? '1' : '0');
  return /^-?\d+(\.\d+)?$/.test(value) ? `${value}9` : `${value}x`;
}

/** What somebody does who holds the database: seals, posted hashes and the whole chain made to fit what is there. */
export function coverUp(file: ExportFile): void {
  const records = file.rows('journal_record');
  let ledger = GENESIS_HASH;
  let before = GENESIS_HASH;
  for (const record of records) {
    const details = record.details as { sealed?: LooseRow[]; posted?: LooseRow };
    for (const seal of details.sealed ?? []) reseal(file, records, { record, seal });
    if (details.posted) ledger = repost(file, record, { posted: details.posted, ledger });
    record.prev_hash = before;
    record.hash = recordHash(chainRecord(record) satisfies ChainRecord, before);
    before = record.hash as string;
  }
  file.header.head.hash = before;
}

function reseal(
  file: ExportFile,
  records: readonly LooseRow[],
  { record, seal }: { record: LooseRow; seal: LooseRow },
): void {
  const isLast = records.every((other) => {
    const { sealed = [] } = other.details as { sealed?: LooseRow[] };
    const again = sealed.some(({ table, id }) => table === seal.table && id === seal.id);
    return !again || (other.seq as number) <= (record.seq as number);
  });
  const keys: Record<string, string> = { rule_set: 'hash', exercise_key: 'exercise_id' };
  const key = keys[seal.table as string] ?? 'id';
  const row = file.rows(seal.table as string).find((candidate) => candidate[key] === seal.id);
  if (isLast && row) seal.hash = sealOf(seal.table as 'unit', row).hash;
}

function repost(file: ExportFile, record: LooseRow, { posted, ledger }: { posted: LooseRow; ledger: string }): string {
  const lines = file.rows('score_entry').filter(({ seq }) => seq === record.seq);
  posted.lines = lines.length;
  posted.parties = [...new Set(lines.map((line) => line.party_id as string))].sort();
  posted.hash = ledgerHash(ledger, lines);
  return posted.hash as string;
}

type Change = (file: ExportFile, row: LooseRow) => void;

/**
 * What can be done to a record of a kind without being found at exactly its number: nothing, when all is well. The kind
 * must be in the export.
 */
export function undetectedRecords(text: string, kind: string): string[] {
  const ofKind = (file: ExportFile): LooseRow => file.row('journal_record', (row) => row.kind === kind);
  const untouched = ofKind(ExportFile.parse(text));
  const changes: [name: string, change: Change][] = Object.keys(untouched).map((column) => [
    `${column} changed`,
    (_, row) => (row[column] = otherThan(row[column])),
  ]);
  changes.push(
    ['taken out', (file, row) => file.remove(row)],
    ['forged', (file, row) => file.insertAfter(row, { ...row, command_id: otherThan(row.command_id) })],
    ['moved', (file, row) => file.swapWithNext(row) || file.remove(row)],
  );
  return changes.flatMap(([name, change]) => {
    const file = ExportFile.parse(text);
    change(file, ofKind(file));
    const seq = differenceIn(file.text())?.seq ?? null;
    return seq === untouched.seq ? [] : [`${kind} ${name}: ${String(seq)} instead of ${String(untouched.seq)}`];
  });
}

/** What can be done to the rows of a table without being found: nothing, when all is well. The table must be filled. */
export function undetectedRows(text: string, table: string): string[] {
  const { length } = ExportFile.parse(text).rows(table);
  // The last checkpoint has nothing after it that would name it: only one that somebody kept can.
  const removable = table === 'checkpoint' ? length - 1 : length;
  const own = { id: 'ffffffff-ffff-4fff-bfff-ffffffffffff', number: 99, ordinal: 99, side: 'X' };
  const changes: [name: string, change: (file: ExportFile) => void][] = [
    ['copied', (file) => file.insertAfter(file.row(table), { ...file.row(table) })],
    ['forged', (file) => forge(file, table, own)],
    ['moved', (file) => file.swapWithNext(file.row(table)) || file.remove(file.row(table))],
  ];
  for (let index = 0; index < removable; index += 1) {
    changes.push([`${index} taken out`, (file) => file.remove(file.rows(table)[index] ?? {})]);
  }
  return changes.flatMap(([name, change]) => {
    const file = ExportFile.parse(text);
    change(file);
    return differenceIn(file.text()) === null ? [`${table} ${name}`] : [];
  });
}

function forge(file: ExportFile, table: string, own: LooseRow): void {
  const last = file.rows(table).at(-1) ?? {};
  file.insertAfter(last, { ...last, ...own });
}
