/**
 * What a thread of its own does with spreadsheets: one that keeps the parser busy or fills the memory must end its thread
 * and not the server. Given as text, since threads of CommonJS start from text wherever the program is run from.
 */
export const SHEET_WORKER = `
'use strict';
const { parentPort, workerData } = require('node:worker_threads');
const { Workbook } = require(workerData.library);
const EPOCH = Date.UTC(1899, 11, 30);

function colorOf(cell) {
  const fill = cell.fill;
  if (!fill || fill.type !== 'pattern' || fill.pattern === 'none') return null;
  const argb = fill.fgColor && fill.fgColor.argb;
  return typeof argb === 'string' && /^[0-9a-f]{8}$/i.test(argb) ? '#' + argb.slice(2).toLowerCase() : null;
}

/** The value a cell shows: of a formula its result. */
function shown(value) {
  if (value === null || value === undefined || typeof value !== 'object' || value instanceof Date) return value;
  if (Array.isArray(value.richText)) return value.richText.map((part) => part.text).join('');
  if ('error' in value) return value;
  if ('formula' in value || 'sharedFormula' in value) return shown(value.result);
  if ('text' in value) return shown(value.text);
  if ('hyperlink' in value) return value.hyperlink;
  if ('checkbox' in value) return value.checkbox;
  return '';
}

function cellOf(cell, is1904) {
  const color = colorOf(cell);
  const value = shown(cell.value);
  if (value === null || value === undefined || value === '') return color === null ? null : { text: '', kind: 'TEXT', value: null, color };
  if (value instanceof Date) return timeOf(value, cell.numFmt || '', color, is1904);
  if (typeof value === 'number') return { text: String(value), kind: 'NUMBER', value, color };
  if (typeof value === 'boolean') return { text: String(value), kind: 'TEXT', value: null, color };
  if (typeof value === 'object') return { text: String(value.error || '#'), kind: 'ERROR', value: null, color };
  return { text: String(value).slice(0, 32767), kind: 'TEXT', value: null, color };
}

/** A number shown as a time: a day and more is a date, unless it is shown as hours. */
function timeOf(date, format, color, is1904) {
  const seconds = Math.round((date.getTime() - EPOCH) / 1000);
  if (Number.isNaN(seconds)) return { text: '#NUM!', kind: 'ERROR', value: null, color };
  const epoch = is1904 ? 1462 * 86400 : 0;
  if (/\\[h+\\]/i.test(format) || seconds - epoch < 86400) {
    const span = seconds - epoch < 0 ? seconds : seconds - epoch;
    const two = (n) => String(n).padStart(2, '0');
    const rest = span % 60;
    return { text: two(Math.floor(span / 3600)) + ':' + two(Math.floor(span / 60) % 60) + (rest ? ':' + two(rest) : ''), kind: 'SPAN', value: span, color };
  }
  return { text: date.toISOString().slice(0, 16).replace('T', ' '), kind: 'DATE', value: date.getTime() / 1000, color };
}

function sheetOf(sheet, limits, is1904) {
  const rows = [];
  const height = Math.min(sheet.rowCount, limits.rows);
  for (let row = 1; row <= height; row += 1) {
    const found = sheet.findRow(row);
    const cells = [];
    if (found) {
      const width = Math.min(found.cellCount, limits.columns);
      for (let column = 1; column <= width; column += 1) {
        const cell = found.findCell(column);
        // Cells under a merged one repeat it: only the first says it here.
        cells.push(!cell || (cell.isMerged && cell.master !== cell) ? null : cellOf(cell, is1904));
      }
    }
    while (cells.length > 0 && cells[cells.length - 1] === null) cells.pop();
    rows.push(cells);
  }
  while (rows.length > 0 && rows[rows.length - 1].every((cell) => cell === null || cell.text === '')) rows.pop();
  const merged = mergesOf(sheet).slice(0, 20000);
  return { name: sheet.name, rows, merged, isCut: sheet.rowCount > limits.rows || sheet.columnCount > limits.columns };
}

function mergesOf(sheet) {
  const list = sheet.model && Array.isArray(sheet.model.merges) ? sheet.model.merges : [];
  return list.flatMap((range) => {
    const match = /^([A-Z]+)(\\d+):([A-Z]+)(\\d+)$/.exec(String(range));
    if (!match) return [];
    const column = (name) => [...name].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
    return [{ top: +match[2], left: column(match[1]), bottom: +match[4], right: column(match[3]) }];
  });
}

async function read({ bytes, limits }) {
  const book = new Workbook();
  await book.xlsx.load(Buffer.from(bytes));
  const is1904 = Boolean(book.properties && book.properties.date1904);
  const sheets = book.worksheets.filter((sheet) => sheet.state !== 'veryHidden').slice(0, limits.sheets);
  return sheets.map((sheet) => sheetOf(sheet, limits, is1904));
}

async function write({ sheets }) {
  const book = new Workbook();
  for (const { name, widths, rows } of sheets) {
    const sheet = book.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] });
    widths.forEach((width, index) => { sheet.getColumn(index + 1).width = width; });
    rows.forEach(({ cells, color }, index) => {
      const row = sheet.getRow(index + 1);
      cells.forEach((value, at) => {
        if (value === '' && color === null) return;
        const cell = row.getCell(at + 1);
        if (value !== '') cell.value = value;
        cell.alignment = { wrapText: true, vertical: 'top' };
        if (index === 0) cell.font = { bold: true };
        if (color !== null) cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FF' + color.slice(1).toUpperCase() } };
      });
    });
  }
  return new Uint8Array(await book.xlsx.writeBuffer());
}

const work = workerData.task === 'write' ? write : read;
work(workerData).then((answer) => parentPort.postMessage({ answer }), (error) => parentPort.postMessage({ error: String(error) }));
`;
