/** What of a chronogram could not be understood, with the cell it stands in and what became of it. */
import type { Words } from './plan-problem.js';

const TEXTS = {
  NO_HEADINGS: {
    zh: '没有认出任何一列；请指定表头所在的行，再逐列选择用途',
    en: 'no column was recognised; say which row holds the headings and what each column is',
  },
  NO_TITLE_COLUMN: { zh: '没有一列是“注入（标题）”；请指定一列', en: 'no column is the title; choose one' },
  TOO_MANY_ROWS: {
    zh: '有 {count} 行注入，一份方案至多 {limit} 项；请按阶段拆成几份再导入',
    en: '{count} rows of injects, a plan holds at most {limit}; split the sheet, for example by phase',
  },
  CUT: {
    zh: '表格超过 {rows} 行或 {columns} 列，其余没有读',
    en: 'the sheet has more than {rows} rows or {columns} columns; the rest was not read',
  },
  NO_TITLE: { zh: '这一行没有标题，没有导入', en: 'this row has no title and was left out' },
  HEADING: {
    zh: '整行合并，当作阶段“{value}”的开头',
    en: 'merged across the row: taken as the start of phase "{value}"',
  },
  MERGED: { zh: '合并单元格，各行都取“{value}”', en: 'merged cells: each row takes "{value}"' },
  BAD_CODE: { zh: '编号“{value}”不能用，改为 {now}', en: 'the code "{value}" cannot be used and became {now}' },
  REPEATED_CODE: { zh: '编号“{value}”前面已有，改为 {now}', en: 'the code "{value}" was taken and became {now}' },
  BAD_TIME: {
    zh: '看不懂时刻“{value}”，先作手动注入；写成 T+01:10、H+2 或 14:30',
    en: 'cannot read the time "{value}"; made a manual inject, write T+01:10, H+2 or 14:30',
  },
  BEFORE_START: {
    zh: '“{value}”是 {at}，早于演练开始，照样导入；可在方案里整体平移',
    en: '"{value}" is {at}, before the start; imported as it is, shift the plan afterwards',
  },
  BAD_START: {
    zh: '起点“{value}”不对；写成 14:00 或 2026-10-12 14:00',
    en: 'the start "{value}" cannot be read; write 14:00 or 2026-10-12 14:00',
  },
  NO_START: {
    zh: '“{value}”是日期，但没有说 T+00:00 是何时；先作手动注入',
    en: '"{value}" is a date, but nothing says when T+00:00 is; made a manual inject',
  },
  BAD_TRIGGER: {
    zh: '不认识触发方式“{value}”，按有无时刻处理',
    en: 'unknown trigger "{value}"; decided by whether there is a time',
  },
  BAD_CONDITION: {
    zh: '看不懂条件“{value}”，先作手动注入，原文写进导调备注',
    en: 'cannot read the condition "{value}"; made a manual inject, the words are in its note',
  },
  BAD_CHANNEL: { zh: '不认识渠道“{value}”，改用站内', en: 'unknown channel "{value}"; set to in-site' },
  MANY_CELLS: { zh: '“{value}”是几个小组，改为全体', en: '"{value}" names several cells; set to all' },
  BAD_WITHIN: {
    zh: '看不懂时限“{value}”，先按 {now} 分',
    en: 'cannot read the limit "{value}"; {now} minutes for now',
  },
  NO_WITHIN: {
    zh: '有期望但没有时限，先按 {now} 分',
    en: 'something is expected without a limit; {now} minutes for now',
  },
  BAD_POINTS: { zh: '分值“{value}”不是数，先按 0', en: 'points "{value}" are no figure; 0 for now' },
  BAD_REMIND: { zh: '看不懂提醒间隔“{value}”，先不提醒', en: 'cannot read the reminder "{value}"; none for now' },
  BAD_REQUIRED: { zh: '前置“{value}”不是编号，没有导入', en: 'requirement "{value}" is no code and was left out' },
  ERROR_VALUE: { zh: '单元格是错误值 {value}，当作空', en: 'the cell holds the error {value}; taken as empty' },
  TOO_LONG: { zh: '超过 {limit} 字，没有导入这一行', en: 'longer than {limit} characters; the row was left out' },
  NOT_TAKEN: { zh: '这一行没有导入：{reason}', en: 'this row was left out: {reason}' },
} satisfies Record<string, Words>;

export type SheetProblemCode = keyof typeof TEXTS;

export interface SheetProblem {
  readonly code: SheetProblemCode;
  /** A1; empty where it is about the whole sheet. */
  readonly cell: string;
  readonly row: number;
  readonly message: Words;
}

/** Puts a problem together. */
export function sheetProblem(
  code: SheetProblemCode,
  place: { readonly cell: string; readonly row: number },
  params: Readonly<Record<string, string>> = {},
): SheetProblem {
  const fill = (template: string): string =>
    template.replace(/\{(\w+)\}/g, (whole, name: string) => params[name] ?? whole);
  return { code, ...place, message: { zh: fill(TEXTS[code].zh), en: fill(TEXTS[code].en) } };
}
