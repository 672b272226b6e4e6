/**
 * Lines of comma-separated values (RFC 4180) with a byte order mark, so that spreadsheets read Chinese. A value that a
 * spreadsheet would take for a formula is given an apostrophe: file names and reasons come from anybody.
 */
export function csvText(lines: readonly (readonly string[])[]): string {
  return `\ufeff${lines.map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`;
}

function cell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
