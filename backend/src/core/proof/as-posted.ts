import { PROOF_STARTED } from '../journal/kinds.js';
import { type Dossier, type ExportTable, objectIn, rowsOf, textIn, wholeIn } from './dossier.js';

/** Filing a report posts nothing: the next act that scores posts what became of it. No other filing changes an award. */
const WAITING: readonly ExportTable[] = ['incident', 'incident_report'];

/**
 * The dossier as the last act that scored saw it: without the incident reports filed since, and without the incidents
 * whose first report is one of them. The lines in force answer for this much and no more.
 */
export function asPosted(dossier: Dossier): Dossier {
  const last = lastScored(dossier);
  const rows = new Map(dossier.rows);
  for (const table of WAITING) {
    const seen = rowsOf(dossier, table).filter((row) => wholeIn(row, 'receipt_seq') <= last);
    rows.set(table, seen);
  }
  return { ...dossier, rows };
}

/** Number of the last record that scored, 0 before there was one; the start of the proof only sums up and posts nothing. */
function lastScored(dossier: Dossier): number {
  const last = rowsOf(dossier, 'journal_record').findLast(
    (record) => textIn(record, 'kind') !== PROOF_STARTED && Object.hasOwn(objectIn(record, 'details'), 'posted'),
  );
  return last === undefined ? 0 : wholeIn(last, 'seq');
}
