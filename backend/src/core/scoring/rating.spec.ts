import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { points } from '../kernel/points.js';
import { parseRuleSet } from '../ruleset/parse.js';
import type { RatingRules } from '../ruleset/rating-rules.js';
import { levelProblems, rate } from './rating.js';

const FILE = new URL('../../../../scenarios/rulesets/rtass.yaml', import.meta.url);
const TEXT = readFileSync(FILE, 'utf8');

function rulesOf(text: string): RatingRules {
  const parsed = parseRuleSet(text, 'rtass.yaml');
  if ('problems' in parsed || parsed.ruleSet.rating === null) throw new Error('rtass.yaml does not parse');
  return parsed.ruleSet.rating;
}

const RULES = rulesOf(TEXT);

function valueOf(levels: Record<string, string>, key: string) {
  const value = rate(RULES, levels).values.find((entry) => entry.key === key);
  if (value === undefined) throw new Error(`no value ${key}`);
  return value;
}

describe('rate', () => {
  it('leaves out a value whose factors are incomplete and says which are missing', () => {
    const rating = rate(RULES, { pl: '2', dl: '2', rl: '3', tl: '1' });
    expect(rating.values.find(({ key }) => key === 'ds')).toMatchObject({ exact: '5', text: '5.00', missing: [] });
    expect(rating.values.find(({ key }) => key === 'de')).toMatchObject({
      exact: null,
      text: null,
      grade: null,
      explanation: null,
      missing: ['vd', 've', 'vl', 'vdw', 'fd', 'rd', 'ci'],
    });
    expect(rating.missing).toHaveLength(17);
  });

  it('puts the figures into the formula', () => {
    expect(valueOf({ ol: '3', od: '2', tr: '4', al: '3' }, 'os')).toMatchObject({
      exact: '7.5',
      text: '7.50',
      grade: 'high',
      explanation: { label: '/', value: '7.5', parts: [{ label: '*', value: '30' }, { value: '4' }] },
    });
  });

  it('takes the mean of the parts that are judged, exactly, and lets it win over the factor itself', () => {
    const [ol] = rate(RULES, { ol: '4', irc: '1', wc: '2', lmc: '2' }).factors;
    expect(ol).toEqual({ key: 'ol', level: '5/3', meanOf: ['irc', 'wc', 'lmc'] });
  });

  it('warns where mirrored factors do not add up, and changes nothing', () => {
    const levels = { pl: '2', dl: '2', rl: '3', tl: '1' };
    expect(rate(RULES, { ...levels, al: '3' }).warnings).toEqual([]);
    const rating = rate(RULES, { ...levels, al: '1' });
    expect(rating.warnings).toEqual([{ factors: ['al', 'tl'], levels: ['1', '1'], sum: '2', expected: '4' }]);
    expect(rating.values.find(({ key }) => key === 'ds')?.exact).toBe('5');
    expect(rate(RULES, levels).warnings).toEqual([]);
  });

  it('grades what is shown, at the printed borders', () => {
    // Three factors of 0 or 4 reach 2.5 × n; parts of OL reach the borders between.
    const grade = (levels: Record<string, string>) => valueOf(levels, 'os').grade;
    const flat = { od: '0', tr: '0', al: '0' };
    expect(grade({ ...flat, ol: '0' })).toBe('none');
    expect(grade({ ...flat, ol: '1' })).toBe('low');
    expect(valueOf({ od: '4', tr: '2', al: '1', ol: '0' }, 'os')).toMatchObject({ text: '4.38', grade: 'medium' });
    expect(grade({ od: '4', tr: '4', al: '4', ol: '4' })).toBe('extreme');
  });

  it('never leaves 0 to 10, and ER is 10 − DE, whatever the levels', () => {
    const level = fc.constantFrom('0', '1', '2', '3', '4');
    const sheet = fc.record(Object.fromEntries(RULES.factors.map(({ key }) => [key, level])));
    fc.assert(
      fc.property(sheet, (levels) => {
        const values = new Map(rate(RULES, levels).values.map(({ key, exact }) => [key, points(exact ?? '-1')]));
        for (const value of values.values()) expect(value.gte(0) && value.lte(10)).toBe(true);
        expect(
          values
            .get('er')
            ?.add(values.get('de') ?? 0)
            .equals(10),
        ).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('does not take names of JavaScript for levels', () => {
    const rules = { ...RULES, factors: [{ ...RULES.factors[1], key: 'valueof', parts: [] }] } as RatingRules;
    expect(rate({ ...rules, values: [], mirrors: [] }, {}).missing).toEqual(['valueof']);
    const inherited = Object.create({ od: '4' }) as Record<string, string>;
    expect(rate(RULES, inherited).missing).toContain('od');
  });
});

describe('levelProblems', () => {
  it('names what is no factor and what is no level', () => {
    expect(
      levelProblems(RULES, { od: '2', irc: '4.0', zz: '1', tr: '5', al: '1.5', pl: 'two', dl: '9'.repeat(1e5) }),
    ).toEqual([
      { key: 'zz', code: 'UNKNOWN_FACTOR' },
      { key: 'tr', code: 'UNKNOWN_LEVEL' },
      { key: 'al', code: 'UNKNOWN_LEVEL' },
      { key: 'pl', code: 'UNKNOWN_LEVEL' },
      { key: 'dl', code: 'UNKNOWN_LEVEL' },
    ]);
  });
});

describe('rating rules that cannot be', () => {
  function problemsOf(...edits: readonly (readonly [string, string])[]): string[] {
    let text = TEXT;
    for (const [from, to] of edits) {
      if (!text.includes(from)) throw new Error(`nothing to edit: ${from}`);
      text = text.replace(from, to);
    }
    const parsed = parseRuleSet(text, 'rtass.yaml');
    const lines = text.split('\n');
    return 'problems' in parsed
      ? parsed.problems.map(({ line, column, code, path, message }) => {
          if (message.zh.includes('{') || message.en.includes('{')) throw new Error(`unfilled: ${message.en}`);
          return `${code} ${path} @ ${/^[^\s,}\]]+/.exec(lines[line - 1]?.slice(column - 1) ?? '')?.[0] ?? 'nothing'}`;
        })
      : [];
  }

  it.each([
    ['a name used twice', ['key: os, symbol', 'key: ol, symbol'], 'REPEATED_KEY rating.values.0.key @ ol'],
    ['a part named like a factor', ['key: irc,', 'key: od,'], 'REPEATED_KEY rating.factors.1.key @ od'],
    ['a name of a function', ['key: irc,', 'key: min,'], 'RESERVED_NAME rating.factors.0.parts.0.key @ min'],
    ['an unknown variable', ['(ol + od', '(olx + od'], 'UNKNOWN_VARIABLE rating.values.0.formula @ (olx'],
    ['a part in a formula', ['(ol + od', '(irc + od'], 'UNKNOWN_VARIABLE rating.values.0.formula @ (irc'],
    [
      'a formula that breaks off',
      ['(os + ds + ei) / 3', '(os + ds + ei) /'],
      'BAD_FORMULA rating.values.6.formula @ (os',
    ],
    [
      'a formula without end',
      ['(os + ds + ei) / 3', `${'('.repeat(5000)}1`],
      'FORMULA_TOO_LONG rating.values.6.formula @ ',
    ],
    [
      'a division by what may be zero',
      ['* 2.5 / 4', '* 2.5 / ol'],
      'RATING_UNSAFE_DIVISION rating.values.0.formula @ (ol',
    ],
    [
      'a hidden zero',
      ['(os + ds + ei) / 3', '1 / (os - ds + 1)'],
      'RATING_UNSAFE_DIVISION rating.values.6.formula @ 1',
    ],
    [
      'levels out of order',
      ['level: 1, title: { zh: 轻微,', 'level: 3, title: { zh: 轻微,'],
      'NOT_ASCENDING rating.factors.4.levels.2 @ {',
    ],
    ['grades out of order', ['from: 4.00', 'from: 0.01'], 'NOT_ASCENDING rating.grades.2 @ {'],
    ['grades not from zero', ['from: 0.00', 'from: 0.001'], 'GRADES_FROM_ZERO rating.grades.0.from @ 0.001'],
    ['a grade named twice', ['key: high,', 'key: low,'], 'REPEATED_KEY rating.grades.3.key @ low'],
    ['an unknown mirror', ['[al, tl]', '[al, tt]'], 'UNKNOWN_RATING_FACTOR rating.mirrors.0.factors.1 @ tt'],
    ['a mirror of itself', ['[al, tl]', '[al, al]'], 'MIRRORS_ITSELF rating.mirrors.0.factors @ ['],
    [
      'an example with an unknown factor',
      ['{ ol: 3,', '{ ox: 3,'],
      'UNKNOWN_RATING_KEY examples.0.given.rating.ox @ 3',
    ],
    ['an example with an unknown level', ['{ ol: 3,', '{ ol: 7,'], 'UNKNOWN_LEVEL examples.0.given.rating.ol @ 7'],
    [
      'an example with an unknown value',
      ['{ os: 7.5,', '{ ox: 7.5,'],
      'UNKNOWN_RATING_VALUE examples.0.expect.rating.ox @ 7.5',
    ],
    [
      'an example with an unknown grade',
      ['grade: { os: high', 'grade: { os: higher'],
      'UNKNOWN_GRADE examples.0.expect.grade.os @ higher',
    ],
  ] as const)('%s', (_name, edit, expected) => {
    expect(
      problemsOf(edit).filter((line) => !line.includes('examples.') || expected.includes('examples.')),
    ).toContainEqual(expect.stringContaining(expected));
  });

  it('names the whole circle, once', () => {
    const text = TEXT.replace('(fd + rd + ci) * 2.5 / 3', 'oe')
      .replace('(os + ds + ei) / 3', 'br')
      .replace('(ti + ei + (10 - bs)) / 3', 'ei');
    const parsed = parseRuleSet(text, 'rtass.yaml');
    const circles = 'problems' in parsed ? parsed.problems.filter(({ code }) => code === 'VALUES_IN_CIRCLE') : [];
    expect(circles.map(({ message }) => message.en)).toEqual([expect.stringContaining('ei → oe → br → ei')]);
  });

  it('allows a divisor that no level can make zero, a negative value included', () => {
    expect(
      problemsOf(['(os + ds + ei) / 3', '(os + ds + ei) / (os - ds + 11)']).filter((l) => !l.includes('example')),
    ).toEqual([]);
  });

  it('refuses values that square each other without end', () => {
    const lines = Array.from({ length: 40 }, (_, index) => {
      const before = index === 0 ? 'ol' : `x${index - 1}`;
      return `    - { key: x${index}, symbol: X, title: { zh: 数, en: X }, kind: process, formula: ${before} * ${before} }`;
    });
    const found = problemsOf(['  values:\n', `  values:\n${lines.join('\n')}\n`]);
    expect(found[0]).toMatch(/^RATING_TOO_LARGE rating\.values\.\d+\.formula/);
  });
});
