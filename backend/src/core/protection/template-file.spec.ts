import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { periodTimes } from './period-draft.js';
import { phaseOf } from './period.js';
import { dueTimes } from './schedule.js';
import { protectionJsonSchema } from './schema-protection.js';
import { readProtectionFile } from './template-file.js';
import type { TemplateTask } from './template.js';

const FOLDER = new URL('../../../../scenarios/protection/', import.meta.url);
const SCHEMA = new URL('../../../../scenarios/schema/protection.schema.json', import.meta.url);
const SAMPLE = `key: sample
name: { zh: 样例, en: Sample }
source: 示例/自拟
tasks:
  - key: first
    phase: BEFORE
    name: { zh: 一, en: One }
    measures: [{ zh: 做, en: Do, source: S8 1.1 }]
    evidence: { zh: 清单, en: List }
    dueDays: -20
  - key: second
    phase: BEFORE
    name: { zh: 二, en: Two }
    measures: [{ zh: 做, en: Do, source: 示例/自拟 }]
    evidence: { zh: 清单, en: List }
    dueDays: -10
    requires: [first]
`;

function problemsOf(...edits: readonly (readonly [string, string])[]): string[] {
  let text = SAMPLE;
  for (const [from, to] of edits) text = text.replace(from, to);
  const read = readProtectionFile(text, 'sample.yaml');
  return 'problems' in read ? read.problems.map(({ line, code, path }) => `${line} ${code} ${path}`) : [];
}

describe('templates of protection periods', () => {
  it('match the committed JSON Schema (UPDATE_PROTECTION_SCHEMA=1 rewrites it)', () => {
    const schema = JSON.parse(JSON.stringify(protectionJsonSchema())) as unknown;
    if (process.env.UPDATE_PROTECTION_SCHEMA === '1') writeFileSync(SCHEMA, `${JSON.stringify(schema, null, 2)}\n`);
    expect(JSON.parse(readFileSync(SCHEMA, 'utf8'))).toEqual(schema);
  });

  it.each(readdirSync(FOLDER).filter((name) => name.endsWith('.yaml')))('%s has no problem', (name) => {
    const read = readProtectionFile(readFileSync(new URL(name, FOLDER), 'utf8'), name);
    expect('problems' in read ? read.problems : []).toEqual([]);
  });

  it('reads a plan with its figures', () => {
    const read = readProtectionFile(SAMPLE, 'sample.yaml');
    expect(read).toMatchObject({
      file: {
        kind: 'TASKS',
        template: { tasks: [{ dueDays: -20, daily: false, requires: [] }, { requires: ['first'] }] },
      },
    });
  });

  it('reports every problem at once, each at its line', () => {
    expect(
      problemsOf(['phase: BEFORE', 'phase: SOON'], ['dueDays: -10', 'dueDays: soon'], ['requires:', 'require:']),
    ).toEqual(['6 NOT_ALLOWED tasks.0.phase', '16 BAD_FORMAT tasks.1.dueDays', '17 UNKNOWN_KEY tasks.1.require']);
  });

  it.each([
    ['a circle', ['dueDays: -20', 'dueDays: -20\n    requires: [second]'], '11 CYCLE tasks.0.requires'],
    ['a task that is not there', ['[first]', '[third]'], '17 UNKNOWN_TASK tasks.1.requires.0'],
    ['a key used twice', ['key: second', 'key: first'], '11 REPEATED_KEY tasks.1.key'],
  ] as const)('names %s', (_, edit, expected) => expect(problemsOf(edit)).toContain(expected));

  it.each([
    ['', 'NO_CONTENT'],
    ['tasks: [', 'BAD_YAML'],
    ['key: x', 'NO_CONTENT'],
    ['tasks: &a [*a]', 'NO_REFERENCES'],
  ])('refuses %j', (text, code) => {
    const read = readProtectionFile(text, 'x.yaml');
    expect('problems' in read ? read.problems.map((problem) => problem.code) : []).toContain(code);
  });
});

describe('deadlines of a template', () => {
  const tasks = (...days: (number | null)[]): TemplateTask[] =>
    days.map((dueDays, index) => ({
      ...{ key: `t${index}`, phase: 'BEFORE', name: { zh: '', en: '' }, measures: [], evidence: { zh: '', en: '' } },
      ...{ dueDays, daily: false, dueTime: null, requires: [], onlyIf: null },
    }));
  const period = (before: string) =>
    periodTimes({
      zone: 'Asia/Shanghai',
      windows: [{ startsLocal: '2026-09-30T18:00', endsLocal: '2026-10-08T08:00' }],
      phases: [
        { phase: 'BEFORE', startsLocal: before, endsLocal: '2026-09-25T00:00' },
        { phase: 'EVE', startsLocal: '2026-09-25T00:00', endsLocal: '2026-09-30T18:00' },
        { phase: 'AFTER', startsLocal: '2026-10-08T08:00', endsLocal: '2026-11-08T00:00' },
      ],
      zeroReportAt: '17:00',
    });
  const days = (before: string, ...wanted: (number | null)[]): string[] =>
    [...dueTimes(period(before), tasks(...wanted)).values()].map((at) =>
      new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(5, 10),
    );

  it('count from the start of the phase, and back from its end', () => {
    expect(days('2026-08-20T00:00', -28, -1, 0, 3, null)).toEqual(['08-28', '09-24', '08-20', '08-23', '09-25']);
  });

  it('share out a phase that is shorter, in the same order and never outside', () => {
    expect(days('2026-09-11T00:00', -28, -14, -2)).toEqual(['09-11', '09-18', '09-24']);
    for (let length = 1; length < 40; length += 1) {
      const before = new Date(Date.UTC(2026, 8, 25 - length)).toISOString().slice(0, 16);
      const span = phaseOf(period(before), 'BEFORE');
      const due = [...dueTimes(period(before), tasks(-28, -21, -20, -7, -1)).values()];
      expect(due.every((at) => at >= span.startsAt && at <= span.endsAt)).toBe(true);
      expect([...due].sort((a, b) => a.getTime() - b.getTime())).toEqual(due);
    }
  });
});
