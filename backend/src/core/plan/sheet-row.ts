/** The cells of one row by what they are, with whatever could not be understood. */
import { cellAddress, type FilledSheet, type SheetCell } from './sheet.js';
import type { SheetField } from './sheet-headers.js';
import { type SheetProblem, type SheetProblemCode, sheetProblem } from './sheet-problem.js';

const LONGEST_SHOWN = 40;
/** What sets names in one cell apart, as people write them. */
export const MANY = /[\n、，,;；]+/;

/** Reads the cells of one row. */
export class RowReader {
  readonly problems: SheetProblem[] = [];

  constructor(
    private readonly filled: FilledSheet,
    private readonly columns: ReadonlyMap<SheetField, number>,
    readonly row: number,
  ) {}

  has(field: SheetField): boolean {
    return this.columns.has(field);
  }

  cell(field: SheetField): SheetCell | null {
    const column = this.columns.get(field);
    return column === undefined ? null : this.filled.cell(this.row, column);
  }

  text(field: SheetField): string {
    const cell = this.cell(field);
    if (cell?.kind !== 'ERROR') return cell?.text.trim() ?? '';
    this.say('ERROR_VALUE', field, { value: cell.text });
    return '';
  }

  /** Notes a problem at the cell of a field, or at the row's first cell. */
  say(code: SheetProblemCode, field: SheetField | null, params: Readonly<Record<string, string>> = {}): void {
    const column = (field === null ? null : this.columns.get(field)) ?? 1;
    const place = { cell: cellAddress(this.row, column), row: this.row };
    const value = params.value;
    const shown = value !== undefined && value.length > LONGEST_SHOWN ? `${value.slice(0, LONGEST_SHOWN)}…` : value;
    this.problems.push(sheetProblem(code, place, shown === undefined ? params : { ...params, value: shown }));
  }

  /** Names in one cell: one a line, or set apart by commas. */
  list(field: SheetField, separator = MANY): string[] {
    const parts = this.text(field).split(separator);
    return [...new Set(parts.map((part) => part.trim()).filter((part) => part !== ''))];
  }
}
