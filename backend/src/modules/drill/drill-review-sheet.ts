import { Workbook, type Worksheet } from '@cj-tech-master/excelts';
import type { CellState } from '../../core/drill/view.js';
import type { DrillReview, DrillReviewRow } from './drill-review.types.js';

/** Words of the workbook: reviews are filed in Chinese, whatever the reader's language. */
const STATES: Readonly<Record<CellState, string>> = {
  WAITING: '未到',
  DUE: '待下发',
  RELEASED: '未签收',
  ACKNOWLEDGED: '已签收',
  COMPLETED: '完成',
  OVERDUE: '逾期',
  COMPLETED_LATE: '逾期后完成',
  TAKEN_BACK: '已收回',
  NOT_TRIGGERED: '未触发',
};
const LATE = 'FFFCE4EA';
const HEAD = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFEDF0F3' } } as const;

/** The review as a workbook: units, every inject at every unit, notes. */
export async function reviewWorkbook(review: DrillReview): Promise<Uint8Array> {
  const workbook = new Workbook();
  writeUnits(table(workbook, '单位', UNIT_HEAD), review);
  writeRows(table(workbook, '明细', ROW_HEAD), review);
  writeNotes(table(workbook, '导调笔记', ['演练时刻', '时间（UTC）', '记录人', '内容']), review);
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}

const UNIT_HEAD = ['单位', '已下发', '应答', '完成', '逾期', '未完成', '签收用时中位数（分）', '评估得分', '应评满分'];
const ROW_HEAD = [
  '编号',
  '注入',
  '单位',
  '状态',
  '下发',
  '签收用时（分）',
  '用时（分）',
  '时限（分）',
  '逾期',
  '未完成',
].concat(['提醒', '升级', '电话', '回执', '得分', '满分', '评语']);

function table(workbook: Workbook, name: string, head: readonly string[]): Worksheet {
  const sheet = workbook.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] });
  const row = sheet.addRow([...head]);
  row.font = { bold: true };
  row.fill = HEAD;
  sheet.columns.forEach((column, place) => (column.width = WIDE.has(head[place] ?? '') ? 36 : 12));
  return sheet;
}

const WIDE: ReadonlySet<string> = new Set(['注入', '回执', '评语', '内容']);

function writeUnits(sheet: Worksheet, { units }: DrillReview): void {
  for (const unit of units) {
    const { unitName, released, expected, completed, late, missed } = unit;
    const median = minutes(unit.medianAcknowledgeSeconds);
    sheet.addRow([unitName, released, expected, completed, late, missed, median, exact(unit.points), exact(unit.of)]);
  }
}

function writeRows(sheet: Worksheet, { rows }: DrillReview): void {
  for (const row of rows) {
    const written = sheet.addRow(cellsOf(row));
    if (row.isLate || row.isMissed)
      written.getCell(4).fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: LATE } };
  }
}

function cellsOf(row: DrillReviewRow): (string | number)[] {
  const { code, title, unitName, reminders, level, calls } = row;
  const times = [row.acknowledgeSeconds, row.usedSeconds, row.limitSeconds].map(minutes);
  const marks = [exact(row.points ?? ''), exact(row.of ?? ''), row.comment ?? ''];
  const [isLate, isMissed] = [row.isLate, row.isMissed].map((is) => (is ? '是' : ''));
  const start = [code, title, unitName, STATES[row.state], placeText(row.releasedAtSeconds)];
  return [...start, ...times, isLate ?? '', isMissed ?? '', reminders, level, calls, row.reply ?? '', ...marks];
}

function writeNotes(sheet: Worksheet, { notes }: DrillReview): void {
  for (const { drillSeconds, at, actorName, text } of notes)
    sheet.addRow([placeText(drillSeconds), at.toISOString(), actorName, text]);
}

/** T+01:10:00; empty for nothing. */
function placeText(seconds: number | null): string {
  if (seconds === null) return '';
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `T+${parts.map((part) => String(part).padStart(2, '0')).join(':')}`;
}

/** Minutes with one place, for people; empty for nothing. */
function minutes(seconds: number | null): number | string {
  return seconds === null ? '' : Math.round(seconds / 6) / 10;
}

/** A short decimal as a figure the reader can add up; a fraction stays text. */
function exact(points: string): number | string {
  return /^\d{1,9}(\.\d{1,4})?$/.test(points) ? Number(points) : points;
}
