import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { hashRuleSet } from './hash.js';
import { parseRuleSet } from './parse.js';
import type { Problem } from './source.js';

const TEXT = readFileSync(new URL('../../../../scenarios/rulesets/rtass.yaml', import.meta.url), 'utf8');

/** Problems of a text; it must have some. */
function refused(text: string): readonly Problem[] {
  const parsed = parseRuleSet(text, 'hostile.yaml');
  if (!('problems' in parsed)) throw new Error('was accepted');
  expect(parsed.problems.length).toBeGreaterThan(0);
  return parsed.problems;
}

function places(text: string): string[] {
  return refused(text).map(({ line, column, code }) => `${line}:${column} ${code}`);
}

/** The good file with one line replaced; the number of that line. */
function edited(from: string, to: string): { readonly text: string; readonly line: number } {
  const at = TEXT.indexOf(from);
  if (at < 0) throw new Error(`nothing to edit: ${from}`);
  return { text: TEXT.replace(from, () => to), line: TEXT.slice(0, at).split('\n').length };
}

describe('a hostile rule-set file', () => {
  it('is measured against a file that is accepted', () => {
    expect('ruleSet' in parseRuleSet(TEXT, 'rtass.yaml')).toBe(true);
  });

  it('with an alias bomb is refused at its first anchor', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
    for (const [name, before] of ['ba', 'cb', 'dc', 'ed', 'fe', 'gf', 'hg', 'ih'].map((pair) => [...pair])) {
      bomb.push(`${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(', ')}]`);
    }
    expect(places(bomb.join('\n')).slice(0, 3)).toEqual([
      '1:4 NO_REFERENCES',
      '2:4 NO_REFERENCES',
      '2:8 NO_REFERENCES',
    ]);
  });

  it.each([
    ['an anchor on a key', '&a key: 1', '1:1'],
    ['an alias as a key', '*a : 1', '1:1'],
    ['a tag', 'a: !!binary aGk=', '1:4'],
    ['a tag of its own', 'a: !<tag:x> 1', '1:4'],
    ['an anchor on a block text', 'a: &b |\n  text', '1:4'],
    ['an anchor in a list', 'a:\n  - &b 1', '2:5'],
    ['an anchor before everything', '--- &b\na: 1', '1:5'],
  ])('with %s is refused there', (_name, text, place) => {
    expect(places(text)).toContain(`${place} NO_REFERENCES`);
  });

  it.each(['__proto__', 'constructor', 'prototype'])('cannot use %s as a key', (name) => {
    const { text, line } = edited('isSample: false', `isSample: false\n${name}: { polluted: yes }`);
    expect(places(text)).toContain(`${line + 1}:1 FORBIDDEN_KEY`);
    const deep = edited('{ rating: { os: 7.5 }', `{ rating: { ${name}: 7.5 }`);
    expect(places(deep.text).join()).toContain(`${deep.line}:`);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('cannot call a thing constructor', () => {
    expect(places(edited('- { key: none,', '- { key: constructor,').text).join()).toContain('BAD_FORMAT');
    expect(places(edited('- key: ol\n', '- key: constructor\n').text).join()).toContain('BAD_FORMAT');
  });

  it.each([
    ['nine hundred thousand digits', '9'.repeat(900_000)],
    ['nineteen digits', '1234567890123456789'],
    ['an exponent', '1e400'],
    ['a small exponent', '4e0'],
    ['infinity', '.inf'],
    ['not a number', '.nan'],
    ['hexadecimal', '0x04'],
    ['octal', '0o4'],
    ['a sign', '+4'],
    ['a negative figure', '-4'],
    ['nineteen decimals', '4.0000000000000000001'],
  ])('with %s as a figure is refused at the figure', (_name, figure) => {
    const { text, line } = edited('from: 4.00 }', `from: ${figure} }`);
    const [problem] = refused(text);
    expect(problem).toMatchObject({ line, code: 'BAD_FORMAT', path: 'rating.grades.2.from' });
    expect(problem?.message.en.length).toBeLessThan(120);
  });

  it.each([
    ['lists', '['.repeat(10_000), '1:33'],
    ['lists that close', '['.repeat(10_000) + ']'.repeat(10_000), '1:33'],
    ['mappings', '{a: '.repeat(10_000), '1:129'],
    ['block lists', '- '.repeat(10_000) + 'x', '1:65'],
    ['block mappings', Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'), '33:33'],
    ['keys of keys', '? '.repeat(10_000), '1:65'],
    ['half a million lists', '['.repeat(500_000), '1:33'],
  ])('nested too deeply is refused where it goes too deep: %s', (_name, text, place) => {
    expect(places(text)).toEqual([`${place} TOO_DEEP`]);
  });

  it('with a formula nested ten thousand deep is refused at the formula', () => {
    const { text, line } = edited('(os + ds + ei) / 3', `${'('.repeat(10_000)}os${')'.repeat(10_000)}`);
    expect(refused(text)[0]).toMatchObject({ line, code: 'FORMULA_TOO_LONG' });
    const chain = edited('(os + ds + ei) / 3', Array.from({ length: 100_000 }, () => 'os').join(' + '));
    expect(refused(chain.text)[0]).toMatchObject({ line: chain.line, code: 'FORMULA_TOO_LONG' });
  });

  it('of fifty megabytes is refused without being read', () => {
    expect(places('a: 1\n'.repeat(10 * 1024 * 1024))).toEqual(['1:1 TOO_LARGE']);
    expect(hashRuleSet('a: 1\n'.repeat(10 * 1024 * 1024))).toMatch(/^[0-9a-f]{64}$/);
  });

  it('with a hundred thousand keys is refused before they are compared with each other', () => {
    const keys = Array.from({ length: 100_000 }, (_, index) => `k${index}: 1`).join('\n');
    expect(places(keys)).toEqual(['1:1 TOO_MANY_ENTRIES']);
  });

  it('with thousands of mistakes lists the first ones and says that there are more', () => {
    const keys = Array.from({ length: 1900 }, (_, index) => `wrong${index}: 1`).join('\n');
    const problems = refused(`${TEXT}${keys}`);
    expect(problems).toHaveLength(201);
    expect(problems.filter(({ code }) => code === 'MORE_PROBLEMS')).toHaveLength(1);
  });

  it.each([
    ['bytes that were no UTF-8', '\ufffd', 'U+FFFD'],
    ['a zero', '\u0000', 'U+0000'],
    ['an escape sequence of a terminal', '\u001b[31m', 'U+001B'],
    ['half a character', '\ud800', 'U+D800'],
  ])('with %s is refused at the character', (_name, character, name) => {
    const { text, line } = edited('title: { zh: 红蓝对抗', `title: { zh: ${character}红蓝对抗`);
    expect(refused(text)).toEqual([
      expect.objectContaining({
        line,
        column: 14,
        code: 'BAD_CHARACTER',
        message: expect.objectContaining({ en: expect.stringContaining(name) }),
      }),
    ]);
  });

  it.each([
    ['two documents', '---\na: 1\n---\nb: 2\n'],
    ['tabs as indentation', 'a:\n\tb: 1\n'],
    ['a merge key', 'a: { x: 1 }\nb: { <<: { y: 2 } }\n'],
    ['a YAML 1.1 directive', '%YAML 1.1\n---\nversion: 1\n'],
    ['carriage returns only', 'a: [\rb: {\r'],
    ['a key that is a mapping', '? { a: 1 }\n: 2\n'],
    ['a date', 'version: 2001-12-14t21:59:43.10-05:00\n'],
    ['nothing but comments', '# nothing\n'],
  ])('with %s is answered with problems at lines', (_name, text) => {
    for (const problem of refused(text)) {
      expect(problem.line).toBeGreaterThan(0);
      expect(problem.column).toBeGreaterThan(0);
    }
  });
});
