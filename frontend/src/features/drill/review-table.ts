import type { ReviewData } from './review-documents.js';

type Row = ReviewData['rows'][number];

/** Columns of the exported table, in their order; words come from the locale. */
export interface Column {
  readonly title: string;
  readonly of: (row: Row) => string;
}

/** A table for a spreadsheet: quoted where needed, and nothing a spreadsheet would take for a formula. */
export function tableText(columns: readonly Column[], rows: readonly Row[]): string {
  const lines = [columns.map(({ title }) => title), ...rows.map((row) => columns.map((column) => column.of(row)))];
  return `\ufeff${lines.map((cells) => cells.map(quoted).join(',')).join('\r\n')}\r\n`;
}

function quoted(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+([.,:]\d+)*$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
