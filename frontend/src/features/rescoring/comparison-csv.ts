/** The comparison as a table for a spreadsheet: every changed line, then every party, old and new. */

/** One cell; a spreadsheet takes what begins like a formula for one, so such text gets an apostrophe before it. */
export function csvCell(text: string): string {
  const isFigure = /^-?\d+(\.\d+|\/\d+)?$/.test(text);
  const safe = !isFigure && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Rows as CSV with CRLF; the mark at the start tells spreadsheets that it is UTF-8. */
export function csvText(rows: readonly (readonly (string | number | null)[])[]): string {
  const lines = rows.map((row) => row.map((cell) => csvCell(cell === null ? '' : String(cell))).join(','));
  return `\u{feff}${lines.join('\r\n')}\r\n`;
}
