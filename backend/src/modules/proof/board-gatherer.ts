import type { PlainRow } from '../../core/journal/seal.js';
import { type FoldableEntry, foldLedger, type LedgerSums } from '../../core/ledger/ledger.js';
import { BOARD_TABLES, presentBoard, rulesFor, standingRows } from '../../core/proof/board-fold.js';
import { ruleSetsOf } from '../../core/proof/check-rules.js';
import type { ExportTable } from '../../core/proof/dossier.js';
import { EXPORT_FORMAT, EXPORT_VERSION } from '../../core/proof/export-format.js';
import { entriesOf, entryFactOf } from '../../core/proof/ledger-lines.js';

/** Lines summed up at once. */
const BATCH = 1000;

/** Makes the final board from rows as they pass by, keeping only what a board is made of. */
export class BoardGatherer {
  private readonly rows = new Map<ExportTable, PlainRow[]>();
  private pending: FoldableEntry[] = [];
  private sums: LedgerSums = new Map();

  constructor(private readonly exerciseId: string) {}

  take(table: ExportTable, row: PlainRow): void {
    if (BOARD_TABLES.includes(table)) this.rows.set(table, [...(this.rows.get(table) ?? []), row]);
    if (table !== 'score_entry') return;
    this.pending.push(entryFactOf(row));
    if (this.pending.length >= BATCH) this.fold();
  }

  /** The board of both sides; empty when its rule-sets cannot be read, which the check will say. */
  standings(): PlainRow[] {
    this.fold();
    const head = { seq: 0, hash: '' };
    const header = { format: EXPORT_FORMAT, version: EXPORT_VERSION, exerciseId: this.exerciseId, code: '', name: '' };
    const dossier = { header: { ...header, takenAt: '', head }, rows: this.rows };
    const of = presentBoard(dossier);
    const rules = rulesFor(of, ruleSetsOf(dossier));
    return rules === null ? [] : standingRows(rules, of, this.sums);
  }

  private fold(): void {
    this.sums = foldLedger([...entriesOf(this.sums), ...this.pending]);
    this.pending = [];
  }
}
