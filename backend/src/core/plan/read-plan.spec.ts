import { describe, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { readOffset } from './offset.js';
import { readPlan } from './read-plan.js';
import { planJsonSchema } from './schema-plan.js';

const SCHEMA = new URL('../../../../scenarios/schema/plan.schema.json', import.meta.url);

const HEAD = `title: 演练
durationMinutes: 270
cells: [{ key: watch, name: 值守 }]
injects:
`;
const timed = (code: string, at: string, more = ''): string =>
  `  - { code: ${code}, title: 题, trigger: { kind: TIMED, at: ${at} }${more} }\n`;
const codesOf = (text: string): string[] => readPlan(text).problems.map(({ code }) => code);

describe('offsets', () => {
  it.each([
    ['T+01:10', 4200],
    ['T+1:10:30', 4230],
    ['T-00:30', -1800],
    ['t+0', 0],
    ['T0', 0],
    ['H+2', 7200],
    ['H-1', -3600],
    ['H+1.5', 5400],
    ['H+1:30', 5400],
    ['J-60', -60 * 86_400],
    ['J+1', 86_400],
    ['J0', 0],
    ['D+1 09:30', 86_400 + 34_200],
    ['01:10', 4200],
    ['90', 5400],
    ['+90', 5400],
    ['T+90', 5400],
    ['M+5', 300],
    ['90 分', 5400],
    ['90分钟', 5400],
    ['15 min', 900],
    ['1小时30分', 5400],
    ['2 小时', 7200],
    ['1h30m', 5400],
    ['PT1H30M', 5400],
    ['45秒', 45],
    ['Ｔ＋０１：１０', 4200],
  ])('reads %s', (text, seconds) => {
    expect(readOffset(text)).toBe(seconds);
  });

  it.each(['', '下午两点', 'T+01:75', 'X+3', '1:2', 'J+999999', '2026-10-12', '9'.repeat(50), 'T+', 'H+', 'P'])(
    'does not read %j',
    (text) => {
      expect(readOffset(text)).toBeNull();
    },
  );
});

describe('reading a plan', () => {
  it('reads a plan with its defaults', () => {
    const { plan, problems } = readPlan(`${HEAD}${timed('I-01', 'T+00:05', ', values: {}')}`);
    expect(problems).toEqual([]);
    expect(plan?.injects[0]).toMatchObject({
      cell: 'ALL',
      units: null,
      trigger: { kind: 'TIMED', offsetSeconds: 300 },
    });
  });

  it('reads conditions and expectations', () => {
    const { plan, problems } = readPlan(`${HEAD}  - code: I-01
    title: 甲
    trigger: { kind: MANUAL }
    expectation: { kind: DETECT, withinMinutes: 10, points: 0.5, escalateTo: [watch, 值班领导] }
  - code: I-02
    title: 乙
    trigger:
      kind: CONDITION
      notBefore: H+1
      when: { any: [{ inject: I-01, is: NOT_COMPLETED, afterMinutes: 30 }, { fact: INCIDENT_OPENED, is: THERE }] }
`);
    expect(problems).toEqual([]);
    expect(plan?.injects[0]?.expectation).toMatchObject({ points: '0.5', remindMinutes: 0, withinMinutes: 10 });
    expect(plan?.injects[1]?.trigger).toMatchObject({
      notBeforeSeconds: 3600,
      when: { any: [{}, { afterMinutes: 0 }] },
    });
  });

  it('lists all problems at once, each at its place', () => {
    const text = `title: 演练
durationMinutes: 60
sumary: x
injects:
  - { code: A, title: 甲, trigger: { kind: TIMED, at: 下午 } }
  - { code: B, title: 乙, trigger: { kind: TIMED, at: T+02:00 }, requires: [Z, A] }
  - { code: C, title: 丙, trigger: { kind: SOON } }
  - { code: D, title: 丁, trigger: { kind: CONDITION, when: { inject: X, is: DONE } }, colour: red }
`;
    const { plan, problems } = readPlan(text);
    expect(plan).toBeNull();
    const places = problems.map(({ code, line, column }) => `${line}:${column} ${code}`);
    expect(places).toEqual([
      '3:1 UNKNOWN_KEY',
      '5:54 BAD_OFFSET',
      '6:76 UNKNOWN_REQUIRED',
      '7:43 NOT_ALLOWED',
      expect.stringMatching(/^8:\d+ NOT_ALLOWED$/),
      expect.stringMatching(/^8:\d+ UNKNOWN_KEY$/),
    ]);
  });

  it.each([
    ['no YAML', 'title: [', ['BAD_YAML']],
    ['a list', '- a', ['NOT_A_MAP']],
    ['nothing', '', ['NOT_A_MAP']],
    ['aliases', 'title: &a x\nsummary: *a', ['BAD_YAML', 'BAD_YAML']],
    ['no title and no duration', 'injects: []', ['MISSING', 'MISSING']],
  ])('says what is wrong with %s', (_, text, codes) => {
    expect(codesOf(text)).toEqual(expect.arrayContaining(codes));
    expect(readPlan(text).plan).toBeNull();
  });

  it('refuses more injects than a plan holds, saying how many it holds', () => {
    const rows = Array.from({ length: 5000 }, (_, index) => timed(`I-${index}`, 'T+00:01')).join('');
    const { plan, problems } = readPlan(HEAD + rows);
    expect(plan).toBeNull();
    expect(problems[0]?.message.en).toContain('2000');
  });

  it('matches the committed JSON Schema (UPDATE_PLAN_SCHEMA=1 rewrites it)', () => {
    const schema = JSON.parse(JSON.stringify(planJsonSchema()));
    if (process.env.UPDATE_PLAN_SCHEMA === '1') writeFileSync(SCHEMA, `${JSON.stringify(schema, null, 2)}\n`);
    expect(JSON.parse(readFileSync(SCHEMA, 'utf8'))).toEqual(schema);
  });
});
