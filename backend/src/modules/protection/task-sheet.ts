import { Workbook, type Worksheet } from '@cj-tech-master/excelts';
import { localOf } from '../../core/protection/wall-time.js';
import type { ProtectionPeriod } from './period.entity.js';
import { SHEET_WORDS, type SheetLanguage, type SheetWords } from './task-sheet-words.js';
import type { TaskActView, TaskCellView, TaskMatrix, TaskRow } from './task.types.js';

/** What a workbook is made of. */
export interface SheetSource {
  readonly period: ProtectionPeriod;
  readonly matrix: TaskMatrix;
  readonly acts: readonly (TaskActView & { readonly taskId: string; readonly unitId: string })[];
  readonly language: SheetLanguage;
}

/** Fills of exceptions; what is normal stays plain. */
const FILLS: Readonly<Record<string, string>> = { OVERDUE: 'FFFBE7EB', RETURNED: 'FFFFF1B8', SUBMITTED: 'FFEBEEF1' };
const HEAD_FILL = 'FFF4F5F7';
/** Texts that a spreadsheet would run as a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** The matrix, the list and everything on record, as one workbook. */
export async function taskWorkbook(source: SheetSource): Promise<Buffer> {
  const book = new Workbook();
  const words = SHEET_WORDS[source.language];
  addMatrix(book.addWorksheet(words.matrix), source, words);
  addList(book.addWorksheet(words.list), source, words);
  addActs(book.addWorksheet(words.acts), source, words);
  return Buffer.from(await book.xlsx.writeBuffer());
}

function addMatrix(sheet: Worksheet, { matrix, language }: SheetSource, words: SheetWords): void {
  const { units } = matrix;
  head(sheet, [words.phase, words.task, ...units.map(({ name }) => name), words.done]);
  for (const { task, cells } of matrix.rows) {
    const own = units.map(({ id }) => cells.find(({ unitId }) => unitId === id) ?? null);
    const done = cells.filter(({ state }) => state === 'SIGNED').length;
    const owed = cells.filter(({ state }) => state !== 'NOT_APPLICABLE').length;
    const texts = own.map((cell) => words.states[stateOf(cell)]);
    const row = sheet.addRow([words.phases[task.phase], safe(task.name[language]), ...texts, `${done}/${owed}`]);
    own.forEach((cell, index) => paint(row.getCell(index + 3), FILLS[stateOf(cell)]));
  }
  widths(sheet, [8, 30, ...units.map(() => 12), 8]);
}

function addList(sheet: Worksheet, source: SheetSource, words: SheetWords): void {
  const { matrix, period, language } = source;
  head(sheet, [
    words.phase,
    words.task,
    words.unit,
    words.day,
    words.state,
    words.due,
    words.submitted,
    words.measures,
    words.evidence,
  ]);
  for (const { task, cells } of matrix.rows) {
    const measures = task.measures.map((one) => `${one[language]}${one.source === '' ? '' : ` [${one.source}]`}`);
    for (const cell of cells) {
      const times = [localOf(cell.dueAt, period.zone), cell.submittedAt ? localOf(cell.submittedAt, period.zone) : ''];
      const row = sheet.addRow([
        words.phases[task.phase],
        safe(task.name[language]),
        safe(unitName(source, cell.unitId)),
        cell.day ?? '',
        words.states[stateOf(cell)],
        ...times.map((time) => time.replace('T', ' ')),
        safe(measures.join('；')),
        safe(task.evidence[language]),
      ]);
      paint(row.getCell(5), FILLS[stateOf(cell)]);
    }
  }
  widths(sheet, [8, 30, 18, 12, 10, 17, 17, 60, 30]);
}

function addActs(sheet: Worksheet, source: SheetSource, words: SheetWords): void {
  head(sheet, ['#', words.at, words.task, words.unit, words.day, words.act, words.by, words.text, words.files]);
  const names = new Map(source.matrix.rows.map(({ task }: TaskRow) => [task.id, task.name[source.language]]));
  for (const act of source.acts) {
    sheet.addRow([
      act.seq,
      localOf(act.at, source.period.zone).replace('T', ' '),
      safe(names.get(act.taskId) ?? ''),
      safe(unitName(source, act.unitId)),
      act.day ?? '',
      words.kinds[act.kind],
      safe(act.byName ?? words.clock),
      safe(act.text),
      safe(act.evidence.map(({ fileName, sha256 }) => `${fileName} ${sha256.slice(0, 8)}`).join('；')),
    ]);
  }
  widths(sheet, [8, 17, 30, 18, 12, 10, 14, 60, 40]);
}

function unitName({ matrix }: SheetSource, unitId: string): string {
  return matrix.units.find(({ id }) => id === unitId)?.name ?? '';
}

function stateOf(cell: TaskCellView | null): keyof SheetWords['states'] {
  if (cell === null) return 'NOT_APPLICABLE';
  return cell.isOverdue || cell.missedDays.length > 0 ? 'OVERDUE' : cell.state;
}

function head(sheet: Worksheet, titles: readonly string[]): void {
  const row = sheet.addRow(titles.map(safe));
  row.font = { bold: true };
  row.eachCell((cell) => paint(cell, HEAD_FILL));
  sheet.views = [{ state: 'frozen', xSplit: 2, ySplit: 1 }];
}

function widths(sheet: Worksheet, wanted: readonly number[]): void {
  wanted.forEach((width, index) => (sheet.getColumn(index + 1).width = width));
}

function paint(cell: ReturnType<ReturnType<Worksheet['getRow']>['getCell']>, color: string | undefined): void {
  if (color !== undefined) cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: color } };
}

/** A text that stays a text in any spreadsheet. */
function safe(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}
