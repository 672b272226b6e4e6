import fc from 'fast-check';
import {
  CHANNELS,
  type Condition,
  COLUMN_KINDS,
  DRILL_FACTS,
  EXPECTATION_KINDS,
  INJECT_STATES,
  type Inject,
  type PlanContent,
  type Trigger,
} from '../src/core/plan/plan.js';
import { injectSchema, settingsSchema } from '../src/core/plan/schema-plan.js';
import { plainFigures } from '../src/core/plan/plain-figures.js';
import { injectFile } from '../src/core/plan/write-plan.js';

/** Texts as people type them, and as they should not: quotes, marks of formulas and of YAML, line ends, other scripts. */
const PIECES = [
  '登录失败',
  'I-01',
  '"',
  "'",
  '#',
  ': ',
  '- ',
  '=1+1',
  '@',
  '&a',
  '*b',
  '{',
  '[',
  '|',
  '>',
  '%',
  '~',
  '\n',
  '\t',
];
const MORE = [
  '，',
  '、',
  ';',
  '全体',
  'true',
  '0.10',
  '1e3',
  'null',
  '_x0041_',
  '<b>',
  ']]>',
  '😀',
  '（示例）',
  ' ',
  '\\',
  '—',
];
const words = (most = 6) =>
  fc.array(fc.constantFrom(...PIECES, ...MORE), { maxLength: most }).map((parts) => parts.join(''));
const name = words(4).map((text) => `甲${text}`);
const color = fc.option(fc.constantFrom('#ff0000', '#fff1b8', '#ffffff', '#0a0b0c'), { nil: null });
const minutes = fc.integer({ min: 0, max: 500 });

function condition(codes: readonly string[]): fc.Arbitrary<Condition> {
  const leaf = fc.oneof(
    fc.record({ inject: fc.constantFrom(...codes), is: fc.constantFrom(...INJECT_STATES), afterMinutes: minutes }),
    fc.record({
      fact: fc.constantFrom(...DRILL_FACTS),
      is: fc.constantFrom('THERE' as const, 'MISSING' as const),
      afterMinutes: minutes,
    }),
  );
  const { tree } = fc.letrec<{ tree: Condition }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      leaf,
      fc.record({ all: fc.array(tie('tree'), { maxLength: 3 }) }),
      fc.record({ any: fc.array(tie('tree'), { maxLength: 3 }) }),
    ),
  }));
  return tree;
}

function trigger(codes: readonly string[]): fc.Arbitrary<Trigger> {
  const seconds = fc.integer({ min: -7200, max: 90_000 });
  return fc.oneof(
    fc.record({ kind: fc.constant('TIMED' as const), offsetSeconds: seconds }),
    fc.record({ kind: fc.constant('MANUAL' as const), offsetSeconds: fc.option(seconds, { nil: null }) }),
    fc.record({ kind: fc.constant('CONDITION' as const), when: condition(codes), notBeforeSeconds: seconds }),
  );
}

interface Frame {
  readonly codes: readonly string[];
  readonly cells: readonly string[];
  readonly moves: readonly string[];
  readonly columns: readonly string[];
}

function inject(code: string, frame: Frame): fc.Arbitrary<Inject> {
  const expectation = fc.record({
    kind: fc.constantFrom(...EXPECTATION_KINDS),
    text: words(),
    withinMinutes: fc.integer({ min: 1, max: 600 }),
    points: fc.constantFrom('0', '10', '0.5', '1/3', '12.50'),
    escalateTo: fc.uniqueArray(name, { maxLength: 2 }),
    remindMinutes: minutes,
  });
  const attachment = fc.record({ name, text: fc.option(words(), { nil: null }), evidenceId: fc.constant(null) });
  return fc.record({
    code: fc.constant(code),
    title: name,
    body: words(10),
    note: words(),
    moveKey: fc.constantFrom(null, ...frame.moves),
    trigger: trigger(frame.codes),
    cell: fc.constantFrom('ALL', ...frame.cells),
    units: fc.option(fc.uniqueArray(name, { minLength: 1, maxLength: 3 }), { nil: null }),
    channel: fc.constantFrom(...CHANNELS),
    attachments: fc.array(attachment, { maxLength: 2 }),
    expectation: fc.option(expectation, { nil: null }),
    requires: fc.uniqueArray(fc.constantFrom(...frame.codes), { maxLength: 2 }),
    otherwise: words(),
    color,
    values: fc
      .dictionary(fc.constantFrom('none', ...frame.columns), name, { maxKeys: 2 })
      .map(({ none: _, ...values }) => values),
  });
}

/** Any plan the product could hold, problems of content included, as it would be stored. */
export const arbitraryPlan: fc.Arbitrary<PlanContent> = fc
  .record({
    count: fc.integer({ min: 1, max: 6 }),
    cells: fc.uniqueArray(fc.constantFrom('watch', '监测', '全体', 'c-3'), { maxLength: 3 }),
    moves: fc.uniqueArray(fc.constantFrom('m1', '处置', 'm.3'), { maxLength: 3 }),
    columns: fc.uniqueArray(fc.constantFrom('k1', '编号', '备注', 'k-2'), { maxLength: 3 }),
  })
  .chain(({ count, cells, moves, columns }) => {
    const codes = Array.from({ length: count }, (_, index) => `I-${String(index + 1).padStart(2, '0')}`);
    const frame = { codes, cells, moves, columns };
    return fc.record({
      title: name,
      summary: words(),
      durationMinutes: fc.integer({ min: 1, max: 2000 }),
      cells: fc.tuple(
        ...cells.map((key) => fc.record({ key: fc.constant(key), name: fc.oneof(name, fc.constant(key)) })),
      ),
      moves: fc.tuple(...moves.map((key) => fc.record({ key: fc.constant(key), name, situation: words() }))),
      columns: fc.tuple(
        ...columns.map((key) =>
          fc.record({
            key: fc.constant(key),
            name: fc.oneof(name, fc.constant(key)),
            kind: fc.constantFrom(...COLUMN_KINDS),
            choices: fc.uniqueArray(name, { maxLength: 2 }),
          }),
        ),
      ),
      injects: fc.tuple(...codes.map((code) => inject(code, frame))),
    });
  })
  .map(stored);

/** As the schema leaves it: trimmed, one spelling. */
function stored({ injects, durationMinutes, ...settings }: PlanContent): PlanContent {
  const given = settingsSchema.parse({ ...settings, durationMinutes: String(durationMinutes) });
  const kept = injects.map((one) => {
    const file = injectFile(one);
    return injectSchema.parse({
      ...file,
      trigger: plainFigures(file.trigger),
      expectation: plainFigures(one.expectation),
    });
  });
  return { ...given, injects: kept };
}
