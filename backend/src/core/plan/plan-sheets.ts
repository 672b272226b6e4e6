/** A plan as sheets, and back: what was exported is read again to the very same plan, colours included. */
import { conditionText } from './condition-text.js';
import { offsetText } from './offset.js';
import {
  EVERY_CELL,
  type Expectation,
  type Inject,
  orderedInjects,
  type PlanColumn,
  type PlanContent,
  plannedSeconds,
} from './plan.js';
import { FilledSheet, type Sheet } from './sheet.js';
import { type ColumnUse, SHEET_FIELDS, type SheetField, type SheetMapping } from './sheet-headers.js';
import { type PlanFrame } from './sheet-plan.js';
import { CHANNEL_WORDS, EXPECTATION_WORDS, TRIGGER_WORDS, wordOf } from './words.js';

/** A sheet to be written: texts and figures, a fill per row. */
export interface WrittenSheet {
  readonly name: string;
  readonly widths: readonly number[];
  readonly rows: readonly { readonly cells: readonly (string | number)[]; readonly color: string | null }[];
}

const INJECTS = '注入';
const SETTINGS = '方案设置';
const CELLS = '小组';
const MOVES = '阶段';
const COLUMNS = '自定义列';
const FILES = '材料';
/** By this the product knows its own sheets again. */
const FORMAT = 'yanwu-plan/1';

/** Columns of the sheet of injects, in their order. */
const FIELDS: readonly SheetField[] = [
  ...(['code', 'time', 'title', 'body', 'trigger', 'condition', 'cell', 'units', 'channel', 'expects'] as const),
  ...(['expectsText', 'within', 'points', 'escalateTo', 'remind', 'requires', 'otherwise', 'move', 'note'] as const),
];
const WIDTHS: Readonly<Partial<Record<SheetField, number>>> = {
  title: 32,
  body: 48,
  condition: 26,
  expectsText: 26,
  note: 32,
};

/** The sheets of a plan; texts are Chinese, as chronograms here are. */
export function planSheets(content: PlanContent): WrittenSheet[] {
  const heads = [...FIELDS.map((field) => SHEET_FIELDS[field][0]), ...content.columns.map(headOf)];
  const injects = orderedInjects(content).map((inject) => ({ cells: rowOf(inject, content), color: inject.color }));
  const files = content.injects.flatMap(({ code, attachments }) =>
    attachments.map(({ name, text, evidenceId }) => [
      code,
      name,
      text === null ? '' : '文',
      text ?? '',
      evidenceId ?? '',
    ]),
  );
  const { title, summary, durationMinutes, cells, moves, columns } = content;
  return [
    {
      name: INJECTS,
      widths: [...FIELDS.map((field) => WIDTHS[field] ?? 12), ...content.columns.map(() => 14)],
      rows: [{ cells: heads, color: null }, ...injects],
    },
    plain(
      SETTINGS,
      ['项', '值'],
      [
        ['格式', FORMAT],
        ['标题', title],
        ['说明', summary],
        ['时长(分)', durationMinutes],
      ],
    ),
    plain(
      CELLS,
      ['键', '名称'],
      cells.map(({ key, name }) => [key, name]),
    ),
    plain(
      MOVES,
      ['键', '名称', '情况'],
      moves.map(({ key, name, situation }) => [key, name, situation]),
    ),
    plain(
      COLUMNS,
      ['键', '名称', '类型', '选项'],
      columns.map(({ key, name, kind, choices }) => [key, name, kind, choices.join('\n')]),
    ),
    plain(FILES, ['编号', '名称', '正文', '内容', '文件'], files),
  ];
}

function plain(name: string, head: readonly string[], rows: readonly (readonly (string | number)[])[]): WrittenSheet {
  return { name, widths: head.map(() => 24), rows: [head, ...rows].map((cells) => ({ cells, color: null })) };
}

/** A custom heading never reads like one of ours. */
function headOf({ name, key }: PlanColumn): string {
  return name === key ? name : `${name} [${key}]`;
}

function rowOf(inject: Inject, { cells, moves, columns }: PlanContent): (string | number)[] {
  const { trigger } = inject;
  const seconds = plannedSeconds(inject);
  const values: Readonly<Record<SheetField, string | number>> = {
    ...{ code: inject.code, title: inject.title, body: inject.body, note: inject.note, otherwise: inject.otherwise },
    time: seconds === null ? '' : offsetText(seconds),
    trigger: wordOf(TRIGGER_WORDS, trigger.kind),
    condition: trigger.kind === 'CONDITION' ? conditionText(trigger.when) : '',
    cell: inject.cell === EVERY_CELL ? everybodyIn(cells) : nameOf(cells, inject.cell),
    units: (inject.units ?? []).join('\n'),
    channel: wordOf(CHANNEL_WORDS, inject.channel),
    ...expectationCells(inject.expectation),
    requires: inject.requires.join('、'),
    move: inject.moveKey === null ? '' : nameOf(moves, inject.moveKey),
    attachments: '',
  };
  return [...FIELDS.map((field) => values[field]), ...columns.map(({ key }) => inject.values[key] ?? '')];
}

function expectationCells(expectation: Expectation | null) {
  if (expectation === null) return { expects: '', expectsText: '', within: '', points: '', escalateTo: '', remind: '' };
  const { kind, text, withinMinutes, points, escalateTo, remindMinutes } = expectation;
  return {
    expects: wordOf(EXPECTATION_WORDS, kind),
    ...{ expectsText: text, within: withinMinutes, points, remind: remindMinutes },
    escalateTo: escalateTo.join('\n'),
  };
}

/** 全体, unless a cell is called so. */
function everybodyIn(cells: PlanContent['cells']): string {
  return cells.some(({ key, name }) => [key, name].includes('全体')) ? EVERY_CELL : '全体';
}

/** The name where it tells one from all others, else the key. */
function nameOf(list: readonly { readonly key: string; readonly name: string }[], key: string): string {
  const name = list.find((one) => one.key === key)?.name ?? key;
  const isOnly =
    list.filter((one) => one.name === name).length === 1 && !list.some((one) => one.key === name && one.key !== key);
  return isOnly ? name : key;
}

/** Sheets the product wrote: how to read them. */
export interface OwnSheets {
  readonly mapping: SheetMapping;
  readonly frame: PlanFrame;
}

/** Knows the product's own sheets; null for anybody else's. */
export function ownSheets(sheets: readonly Sheet[]): OwnSheets | null {
  const tables = new Map(sheets.map((sheet) => [sheet.name, new FilledSheet(sheet)]));
  const rows = (name: string): string[][] => rowsOf(tables.get(name));
  const settings = new Map(rows(SETTINGS).map(([key = '', value = '']) => [key, value]));
  const injects = tables.get(INJECTS);
  if (settings.get('格式') !== FORMAT || injects === undefined) return null;
  const columns = rows(COLUMNS).map(([key = '', name = '', kind = 'TEXT', choices = '']): PlanColumn => {
    const known = (['NUMBER', 'CHECK', 'CHOICE'] as const).find((word) => word === kind) ?? 'TEXT';
    return { key, name, kind: known, choices: choices === '' ? [] : choices.split('\n') };
  });
  const mapping = mappingOf(injects, columns);
  const duration = Number(settings.get('时长(分)'));
  return {
    mapping,
    frame: {
      title: settings.get('标题') ?? '',
      summary: settings.get('说明') ?? '',
      durationMinutes: Number.isInteger(duration) && duration > 0 ? duration : null,
      cells: rows(CELLS).map(([key = '', name = '']) => ({ key, name })),
      moves: rows(MOVES).map(([key = '', name = '', situation = '']) => ({ key, name, situation })),
      columns: columnsInOrder(injects, mapping, columns),
      attachments: filesOf(rows(FILES)),
      isOwn: true,
    },
  };
}

function mappingOf(injects: FilledSheet, columns: readonly PlanColumn[]): SheetMapping {
  const heads = new Map<string, ColumnUse>(FIELDS.map((field) => [SHEET_FIELDS[field][0], field]));
  const custom = new Set(columns.map(headOf));
  const uses = Array.from({ length: injects.width }, (_, index): ColumnUse => {
    const head = injects.text(1, index + 1);
    // Ours come first: a custom column may have the heading of one of them.
    const own = index < FIELDS.length ? heads.get(head) : undefined;
    return own ?? (custom.has(head) ? 'CUSTOM' : 'IGNORE');
  });
  return { sheet: INJECTS, headerRow: 1, uses, startsAt: '', keepColors: true };
}

/** Custom columns as they stand in the sheet, then those that are not in it. */
function columnsInOrder(injects: FilledSheet, { uses }: SheetMapping, columns: readonly PlanColumn[]): PlanColumn[] {
  const heads = uses.flatMap((use, index) => (use === 'CUSTOM' ? [injects.text(1, index + 1)] : []));
  const there = heads.flatMap((head) => columns.find((column) => headOf(column) === head) ?? []);
  return [...there, ...columns.filter((column) => !there.includes(column))];
}

function filesOf(rows: readonly string[][]): Map<string, Inject['attachments']> {
  const files = new Map<string, Inject['attachments']>();
  for (const [code = '', name = '', hasText = '', text = '', evidenceId = ''] of rows) {
    const file = { name, text: hasText === '' ? null : text, evidenceId: evidenceId === '' ? null : evidenceId };
    files.set(code, [...(files.get(code) ?? []), file]);
  }
  return files;
}

/** Rows below the first as texts; empty ones are left out. */
function rowsOf(filled: FilledSheet | undefined): string[][] {
  if (filled === undefined) return [];
  return Array.from({ length: Math.max(0, filled.height - 1) }, (_, row) =>
    Array.from({ length: filled.width }, (__, column) => filled.text(row + 2, column + 1)),
  ).filter((row) => row.some((text) => text !== ''));
}
