import { Injectable } from '@nestjs/common';
import { Workbook } from '@cj-tech-master/excelts';
import type { Viewer } from '../../core/access/permissions.js';
import type { ZeroState } from '../../core/reporting/zero-report.js';
import { localOf } from '../../core/protection/wall-time.js';
import type { ZeroReportCell, ZeroReportDesk } from './zero-report.types.js';
import { ZeroReportService } from './zero-report.service.js';

/** A workbook on its way out. */
export interface Sheet {
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

/** Words of the workbook: it is filed with authorities, in Chinese whatever the reader's language. */
const WORDS: Readonly<Record<ZeroState, string>> = {
  FUTURE: '未到',
  OPEN: '未报',
  IN_TIME: '按时',
  OVERDUE: '逾时未报',
  LATE: '迟报',
  MISSED: '漏报',
};
const FILLS: Readonly<Partial<Record<ZeroState, string>>> = {
  LATE: 'FFFEF0C3',
  OVERDUE: 'FFFEF0C3',
  MISSED: 'FFFCE4EA',
};

/** Zero reports of a period as a workbook: the run of days, and every report. */
@Injectable()
export class ZeroReportExportService {
  constructor(private readonly reports: ZeroReportService) {}

  /** As far as the viewer may read them. @throws Refusal NOT_FOUND */
  async workbook(periodId: string, viewer: Viewer | null): Promise<Sheet> {
    const desk = await this.reports.desk(periodId, viewer);
    const workbook = new Workbook();
    writeRun(workbook, desk);
    writeReports(workbook, desk);
    const bytes = await workbook.xlsx.writeBuffer();
    return { fileName: `零报告 ${desk.periodName}.xlsx`, bytes: new Uint8Array(bytes) };
  }
}

function writeRun(workbook: Workbook, { days, units }: ZeroReportDesk): void {
  const sheet = workbook.addWorksheet('按日');
  sheet.addRow(['单位', ...days.map(({ day }) => day), '按时', '迟报', '漏报']);
  for (const { unit, days: cells } of units) {
    const count = (state: ZeroState): number => cells.filter((cell) => cell.state === state).length;
    const words = cells.map(({ state }) => WORDS[state]);
    const row = sheet.addRow([safe(unit.name), ...words, count('IN_TIME'), count('LATE'), count('MISSED')]);
    cells.forEach(({ state }, place) => {
      const argb = FILLS[state];
      if (argb === undefined) return;
      row.getCell(place + 2).fill = { type: 'pattern', pattern: 'solid', fgColor: { argb } };
    });
  }
  sheet.getRow(1).font = { bold: true };
  sheet.columns.forEach((column, place) => (column.width = place === 0 ? 24 : 12));
  sheet.views = [{ state: 'frozen', xSplit: 1, ySplit: 1 }];
}

function writeReports(workbook: Workbook, { units, zone }: ZeroReportDesk): void {
  const sheet = workbook.addWorksheet('报告');
  sheet.addRow(['日期', '单位', '状态', '内容', '起数', '首报时间', '迟报（秒）', '版本', '情况', '填报人']);
  for (const { unit, days } of units) {
    for (const cell of days)
      if (cell.state !== 'FUTURE') sheet.addRow([cell.day, safe(unit.name), ...rowOf(cell, zone)]);
  }
  sheet.getRow(1).font = { bold: true };
  [12, 24, 10, 8, 6, 18, 10, 6, 60, 14].forEach((width, place) => (sheet.getColumn(place + 1).width = width));
  sheet.views = [{ state: 'frozen', ySplit: 1 }];
}

function rowOf({ state, report, firstFiledAt, lateSeconds }: ZeroReportCell, zone: string): (string | number)[] {
  if (report === null || firstFiledAt === null) return [WORDS[state]];
  const kind = report.kind === 'CALM' ? '平安' : '有情况';
  const filed = localOf(firstFiledAt, zone).replace('T', ' ');
  const words = [safe(report.text), safe(report.filedByName)];
  return [WORDS[state], kind, report.situations, filed, lateSeconds, report.versionNo, ...words];
}

/** Text that a spreadsheet would take for a formula is kept as text. */
function safe(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
