import { describe, expect, it } from '@jest/globals';
import { FilledSheet, type MergedRange, type SheetCell } from './sheet.js';
import { guessMapping } from './sheet-headers.js';
import { readSheetPlan } from './sheet-plan.js';

const FRAME = { title: '导调表', summary: '', durationMinutes: null, cells: [], moves: [], columns: null };
const cell = (text: string, more: Partial<SheetCell> = {}): SheetCell => ({
  text,
  kind: 'TEXT',
  value: null,
  color: null,
  ...more,
});
const row = (...texts: (string | SheetCell | null)[]) =>
  texts.map((text) => (text === null || text === '' ? null : typeof text === 'string' ? cell(text) : text));

function read(rows: ReturnType<typeof row>[], merged: MergedRange[] = [], change = {}) {
  const filled = new FilledSheet({ name: '表', rows, merged });
  const mapping = { ...guessMapping(filled), ...change };
  return { mapping, ...readSheetPlan(filled, mapping, { ...FRAME, attachments: null, isOwn: false }) };
}

describe("somebody else's chronogram", () => {
  const HEAD = row('序号', '时间', '事件名称', '事件描述', '接收小组', '方式', '预期行动', '时限(分)', '主责');
  const rows = [
    row('某单位应急演练导调表'),
    HEAD,
    row('第一阶段 发现'),
    row(
      '1',
      cell('H+2', { color: '#ff0000' }),
      cell('告警', { color: '#fff1b8' }),
      '网关告警',
      '监测',
      '定时',
      '研判',
      '15',
      '甲',
    ),
    row('2', 'J-60', '预备会', '', '', '', '', '', '甲'),
    row('2', '下午', '电话', '', null, '传真', '签收', '', '乙'),
    row('3', cell('14:30', { kind: 'SPAN', value: 52_200 }), '', '没有标题'),
  ];
  const merged = [
    { top: 1, left: 1, bottom: 1, right: 9 },
    { top: 3, left: 1, bottom: 3, right: 9 },
    { top: 4, left: 5, bottom: 6, right: 5 },
  ];
  const { plan, problems, mapping } = read(rows, merged, { startsAt: '' });

  it('finds its headings below the title and guesses the columns', () => {
    expect(mapping.headerRow).toBe(2);
    expect(mapping.uses).toEqual(['code', 'time', 'title', 'body', 'cell', 'trigger', 'expects', 'within', 'CUSTOM']);
  });

  it('takes the value of merged cells for each row, headings across as phases, colours, times', () => {
    expect(plan?.injects.map(({ code, cell: to }) => [code, to])).toEqual([
      ['1', '监测'],
      ['2', '监测'],
      ['2-2', '监测'],
    ]);
    expect(plan?.moves).toEqual([{ key: 'move-1', name: '第一阶段 发现', situation: '' }]);
    expect(plan?.injects[0]).toMatchObject({
      trigger: { offsetSeconds: 7200 },
      color: '#fff1b8',
      expectation: { kind: 'ANALYSE', withinMinutes: 15 },
    });
    expect(plan?.injects[1]?.trigger).toEqual({ kind: 'TIMED', offsetSeconds: -60 * 86_400 });
    expect(plan?.columns).toMatchObject([{ name: '主责' }]);
  });

  it('lists whatever was not understood with its cell', () => {
    expect(problems.map(({ code, cell: at }) => `${at} ${code}`)).toEqual([
      'E4 MERGED',
      'A3 HEADING',
      'B5 BEFORE_START',
      'B6 BAD_TIME',
      'F6 BAD_TRIGGER',
      'A6 REPEATED_CODE',
      'H6 NO_WITHIN',
      'C7 NO_TITLE',
    ]);
  });
});

it('takes dates and times of day from the start that is given', () => {
  const rows = [
    row('编号', '时间', '标题'),
    row('A', cell('2026-10-12 15:00', { kind: 'DATE', value: Date.UTC(2026, 9, 12, 15) / 1000 }), '甲'),
    row('B', '13:30', '乙'),
  ];
  const { plan } = read(rows, [], { startsAt: '2026-10-12 14:00' });
  expect(plan?.injects.map(({ trigger }) => 'offsetSeconds' in trigger && trigger.offsetSeconds)).toEqual([
    3600, 84_600,
  ]);
});

it('refuses 5,000 rows clearly and 2,000 not at all', () => {
  const many = (count: number) => [
    row('编号', '时间', '标题'),
    ...Array.from({ length: count }, (_, index) => row(`I-${index}`, `${index}`, '题')),
  ];
  const { plan, problems } = read(many(5000));
  expect(plan).toBeNull();
  expect(problems.at(-1)).toMatchObject({ code: 'TOO_MANY_ROWS', message: { zh: expect.stringContaining('5000 行') } });
  expect(read(many(2000)).plan?.injects).toHaveLength(2000);
});
