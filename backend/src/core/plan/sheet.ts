/** A spreadsheet as far as plans need it, whatever program wrote it. */

/** What stands in a cell. Instants are wall time; nobody's zone is known. */
export interface SheetCell {
  readonly text: string;
  readonly kind: 'TEXT' | 'NUMBER' | 'DATE' | 'SPAN' | 'ERROR';
  /** A NUMBER itself, a DATE in seconds since 1970 as if it were UTC, a SPAN (or time of day) in seconds. */
  readonly value: number | null;
  /** Fill `#rrggbb`, or null. */
  readonly color: string | null;
}

/** Cells that are one; rows and columns count from 1, both ends included. */
export interface MergedRange {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

export interface Sheet {
  readonly name: string;
  /** Rows from the first, cells from column A; null where nothing stands. */
  readonly rows: readonly (readonly (SheetCell | null)[])[];
  readonly merged: readonly MergedRange[];
}

/** What a sheet may measure. */
export const SHEET_LIMITS = {
  bytes: 8 * 1024 * 1024,
  unpacked: 96 * 1024 * 1024,
  sheets: 400,
  rows: 6000,
  columns: 80,
};

/** A1, B12, AA3. */
export function cellAddress(row: number, column: number): string {
  return `${columnName(column)}${row}`;
}

/** A, B, … Z, AA: columns count from 1. */
export function columnName(column: number): string {
  let name = '';
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  }
  return name;
}

/** A sheet in which every cell of a merged range says what its first one says. */
export class FilledSheet {
  private readonly masters = new Map<string, MergedRange>();

  constructor(readonly sheet: Sheet) {
    for (const range of sheet.merged) {
      for (let row = range.top; row <= Math.min(range.bottom, sheet.rows.length); row += 1) {
        for (let column = range.left; column <= Math.min(range.right, SHEET_LIMITS.columns); column += 1) {
          this.masters.set(`${row}:${column}`, range);
        }
      }
    }
  }

  /** What stands in a cell, or in the first cell of the range it belongs to. */
  cell(row: number, column: number): SheetCell | null {
    const range = this.masters.get(`${row}:${column}`);
    const [fromRow, fromColumn] = range === undefined ? [row, column] : [range.top, range.left];
    return this.sheet.rows[fromRow - 1]?.[fromColumn - 1] ?? null;
  }

  text(row: number, column: number): string {
    return this.cell(row, column)?.text.trim() ?? '';
  }

  /** The range a cell belongs to; null for a cell of its own. */
  rangeOf(row: number, column: number): MergedRange | null {
    return this.masters.get(`${row}:${column}`) ?? null;
  }

  /** Columns in use. */
  get width(): number {
    return this.sheet.rows.reduce((most, row) => Math.max(most, row.length), 0);
  }

  /** Rows in use. */
  get height(): number {
    return this.sheet.rows.length;
  }
}
