import type { PlainRow } from '../journal/seal.js';
import { lastSeals } from './check-seals.js';
import { type Dossier, EXPORT_TABLES, isExportTable, rowsOf, textIn, wholeIn } from './dossier.js';
import type { FileState } from './export-format.js';
import { type CheckResult, Findings } from './findings.js';

/** Rows come in the order the format fixes, none twice. */
export function checkOrder(dossier: Dossier): CheckResult {
  const findings = new Findings();
  const seals = lastSeals(rowsOf(dossier, 'journal_record'));
  let count = 0;
  for (const table of Object.keys(EXPORT_TABLES)) {
    if (!isExportTable(table)) continue;
    const columns = EXPORT_TABLES[table];
    let before: PlainRow | null = null;
    for (const row of rowsOf(dossier, table)) {
      count += 1;
      if (before !== null && !isBefore(before, row, columns)) {
        const id = textIn(row, columns.at(-1) ?? '');
        const own = wholeIn(row, 'seq');
        const seq = own > 0 ? own : (seals.get(`${table}/${id}`)?.seq ?? null);
        findings.add('OUT_OF_ORDER', { seq, table, id });
      }
      before = row;
    }
  }
  return findings.result(count);
}

function isBefore(a: PlainRow, b: PlainRow, columns: readonly string[]): boolean {
  for (const column of columns) {
    const [x, y] = [a[column], b[column]];
    if (x === y) continue;
    if (typeof x === 'number' && typeof y === 'number') return x < y;
    return typeof x === 'string' && typeof y === 'string' && x < y;
  }
  return false;
}

/** The file is whole: its tables in order, as many rows as its last line says, with the digest it says. */
export function checkFile(file: FileState): CheckResult {
  const findings = new Findings();
  for (const { line, table } of file.misplaced) findings.add('OUT_OF_ORDER', { table, id: `line ${line}` });
  const params = { expected: String(file.statedRows), found: String(file.rows) };
  if (file.statedRows !== file.rows || !file.digestHolds) findings.add('FILE_DIFFERS', { table: 'end', params });
  return findings.result(file.rows);
}
