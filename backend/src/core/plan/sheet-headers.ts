/** Which column of a chronogram is what: a guess by its heading, which people then mend. */
import { FilledSheet } from './sheet.js';
import { plainWord } from './words.js';

/** What a column can be. The first word of each is what the product writes itself. */
export const SHEET_FIELDS = {
  code: [
    '编号',
    '序号',
    '注入编号',
    '事件编号',
    'no',
    'id',
    'number',
    'code',
    'inject',
    'inject id',
    'inject no',
    'serial',
    'msel no',
    '#',
    'ref',
  ],
  time: [
    '时刻',
    '时间',
    '注入时间',
    '计划时间',
    '开始时间',
    '时间点',
    'time',
    'offset',
    'start',
    'start time',
    'inject time',
    'planned time',
    'timing',
    'h hour',
    'exercise time',
    'delta',
  ],
  title: [
    '注入',
    '标题',
    '名称',
    '事件',
    '注入名称',
    '事件名称',
    '主题',
    '情景',
    'title',
    'name',
    'event',
    'subject',
    'event title',
    'inject title',
    'event name',
  ],
  body: [
    '正文',
    '内容',
    '注入内容',
    '详细内容',
    '描述',
    '事件描述',
    '脚本',
    'body',
    'description',
    'content',
    'text',
    'details',
    'message',
    'event description',
    'inject description',
    'script',
  ],
  trigger: ['触发', '触发方式', '下发方式', '方式', 'trigger', 'trigger type', 'release'],
  condition: ['条件', '触发条件', '前提条件', 'condition', 'criteria', 'contingency'],
  cell: [
    '对象',
    '小组',
    '接收小组',
    '受众',
    '责任小组',
    '接收人',
    '角色',
    'cell',
    'audience',
    'to',
    'recipient',
    'team',
    'role',
    'group',
    'player',
    'responsible',
  ],
  units: [
    '单位',
    '参演单位',
    '接收单位',
    '目标单位',
    'unit',
    'units',
    'organization',
    'organisation',
    'agency',
    'entity',
  ],
  channel: [
    '渠道',
    '方法',
    '下发渠道',
    '传递方式',
    '途径',
    '媒介',
    'channel',
    'method',
    'delivery',
    'delivery method',
    'means',
    'medium',
    'mode',
  ],
  expects: [
    '期望',
    '期望动作',
    '预期动作',
    '预期行动',
    '预期反应',
    '应对要求',
    '考核点',
    'expectation',
    'expected action',
    'expected actions',
    'expected response',
    'expected outcome',
    'expected player action',
  ],
  expectsText: ['期望内容', '预期内容', '评分标准', 'expected text', 'criteria of success'],
  within: [
    '时限',
    '时限(分)',
    '响应时限',
    '处置时限',
    '完成时限',
    '限时',
    'within',
    'limit',
    'deadline',
    'time limit',
    'due',
    'duration',
  ],
  points: ['分值', '分值（示例）', '得分', '分数', 'points', 'score', 'marks'],
  escalateTo: ['升级', '升级对象', '逐级升级', 'escalation', 'escalate to'],
  remind: ['提醒', '提醒间隔', '提醒(分)', 'remind', 'reminder'],
  requires: [
    '前置',
    '依赖',
    '前置注入',
    '前置编号',
    'requires',
    'depends on',
    'dependency',
    'dependencies',
    'predecessor',
    'prerequisite',
  ],
  otherwise: ['不触发时', '否则', '备选', 'otherwise', 'else', 'fallback', 'alternative'],
  move: ['阶段', '环节', '幕', '演练阶段', 'phase', 'move', 'stage', 'vignette', 'storyline'],
  note: [
    '导调备注',
    '备注',
    '导调说明',
    '控制组说明',
    '说明',
    'note',
    'notes',
    'remarks',
    'comment',
    'comments',
    'controller notes',
    'facilitator notes',
  ],
  attachments: ['材料', '附件', '附件名称', 'attachment', 'attachments', 'files', 'materials', 'documents'],
} as const satisfies Record<string, readonly string[]>;

export type SheetField = keyof typeof SHEET_FIELDS;
/** What becomes of a column. */
export type ColumnUse = SheetField | 'CUSTOM' | 'IGNORE';

export const FIELD_NAMES = Object.keys(SHEET_FIELDS) as SheetField[];

/** How a sheet is read. */
export interface SheetMapping {
  readonly sheet: string;
  /** Row of the headings, from 1. */
  readonly headerRow: number;
  /** By column, from A. */
  readonly uses: readonly ColumnUse[];
  /** Wall time of T+00:00, `YYYY-MM-DD HH:mm` or `HH:mm`; empty: times of day are offsets themselves. */
  readonly startsAt: string;
  readonly keepColors: boolean;
}

/** Rows looked at for headings. */
const MOST_TITLE_ROWS = 30;

/** The field a heading names; null for none. */
export function fieldOf(heading: string): SheetField | null {
  const plain = heading.replace(/[（(].*?[)）]/g, '');
  for (const text of [heading, plain, ...heading.split(/[\n/|]/)]) {
    const wanted = plainWord(text);
    if (wanted === '') continue;
    const found = FIELD_NAMES.find((field) => SHEET_FIELDS[field].some((word) => plainWord(word) === wanted));
    if (found !== undefined) return found;
  }
  return heading.trim() === '#' ? 'code' : null;
}

/** The mapping a sheet seems to want. */
export function guessMapping(filled: FilledSheet, givenRow?: number): SheetMapping {
  const headerRow = givenRow ?? guessHeaderRow(filled);
  const taken = new Set<SheetField>();
  const uses = Array.from({ length: filled.width }, (_, index): ColumnUse => {
    const heading = filled.text(headerRow, index + 1);
    const field = fieldOf(heading);
    if (field === null || taken.has(field)) return heading === '' ? 'IGNORE' : 'CUSTOM';
    taken.add(field);
    return field;
  });
  // Without any title, what is described is its own title.
  const body = uses.indexOf('body');
  if (!taken.has('title') && body >= 0) uses[body] = 'title';
  const mapping = { sheet: filled.sheet.name, headerRow, uses, startsAt: '', keepColors: true };
  return { ...mapping, startsAt: guessStart(filled, mapping) };
}

function guessHeaderRow(filled: FilledSheet): number {
  let [best, most] = [1, 0];
  for (let row = 1; row <= Math.min(filled.height, MOST_TITLE_ROWS); row += 1) {
    const fields = Array.from({ length: filled.width }, (_, index) => {
      const range = filled.rangeOf(row, index + 1);
      // A title across the sheet is one heading, not many.
      return range !== null && range.left <= index ? null : fieldOf(filled.text(row, index + 1));
    });
    const count = new Set(fields.filter((field) => field !== null)).size;
    if (count > most) [best, most] = [row, count];
  }
  return best;
}

/** Dates and times of the morning or later are wall time: the first of them is taken for the start. */
function guessStart(filled: FilledSheet, { headerRow, uses }: SheetMapping): string {
  const column = uses.indexOf('time') + 1;
  if (column === 0) return '';
  const cells = Array.from({ length: filled.height - headerRow }, (_, index) =>
    filled.cell(headerRow + 1 + index, column),
  );
  const dates = cells.flatMap((cell) => (cell?.kind === 'DATE' && cell.value !== null ? [cell.value] : []));
  if (dates.length > 0) {
    const first = new Date(Math.min(...dates) * 1000).toISOString();
    return `${first.slice(0, 10)} ${first.slice(11, 16)}`;
  }
  const times = cells.flatMap((cell) => timeOfDay(cell));
  const first = times[0];
  return first !== undefined && Math.min(...times) >= 6 * 3600 ? clockText(first) : '';
}

function timeOfDay(cell: { kind: string; value: number | null; text: string } | null): number[] {
  if (cell === null) return [];
  if (cell.kind === 'SPAN' && cell.value !== null) return [cell.value];
  const match = /^(\d{1,2}):([0-5]\d)$/.exec(cell.text.trim());
  return match === null ? [] : [Number(match[1]) * 3600 + Number(match[2]) * 60];
}

function clockText(seconds: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}`;
}
