import fc from 'fast-check';
import { afterOf, beforeOf, listPieces, type Piece, textPieces, valuePieces } from './pieces.js';

const spelled = (pieces: readonly Piece[]): string =>
  pieces.map(({ kind, text }) => `${{ SAME: '', REMOVED: '-', ADDED: '+' }[kind]}${text}`).join('|');

describe('pieces', () => {
  it.each([
    ['', '', ''],
    ['same', 'same', 'same'],
    ['', 'new', '+new'],
    ['old', '', '-old'],
    ['logged in at 02:51', 'logged in at 02:51:07', 'logged in at 02:51|+:07'],
    ['以弱口令登录堡垒机', '以默认口令登录堡垒机', '以|-弱|+默认|口令登录堡垒机'],
    ['a b c', 'a c', 'a |-b |c'],
    ['first\nsecond\n', 'first\nthird\nsecond\n', 'first\n|+third\n|second\n'],
    ['10.0.0.1', '10.0.0.12', '10.0.0.|-1|+12'],
  ])('text %j to %j', (before, after, expected) => expect(spelled(textPieces(before, after))).toBe(expected));

  it.each<[string[], string[], string]>([
    [[], [], ''],
    [['a', 'b', 'c'], ['a', 'c', 'd'], 'a|-b|c|+d'],
    [['a', 'b'], ['b', 'a'], '-a|b|+a'],
    [['a'], ['a', 'a'], 'a|+a'],
  ])('list %j to %j', (before, after, expected) => expect(spelled(listPieces(before, after))).toBe(expected));

  it('exchanges a value as a whole', () => {
    expect(spelled(valuePieces('OFFICE', 'CORE'))).toBe('-OFFICE|+CORE');
    expect(spelled(valuePieces('', 'CORE'))).toBe('+CORE');
    expect(spelled(valuePieces('CORE', 'CORE'))).toBe('CORE');
  });

  it('gives back both sides, whatever they are', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('口', '令', ' ', '\n', 'a', '1') }),
    );
    fc.assert(
      fc.property(text, text, (before, after) => {
        const found = textPieces(before, after);
        expect(beforeOf(found).join('')).toBe(before);
        expect(afterOf(found).join('')).toBe(after);
      }),
    );
    const list = fc.array(fc.constantFrom('a', 'b', 'c', ''));
    fc.assert(
      fc.property(list, list, (before, after) => {
        const found = listPieces(before, after);
        expect(beforeOf(found)).toEqual(before);
        expect(afterOf(found)).toEqual(after);
      }),
    );
  });

  it('compares very long texts by lines, and gives up on words it could not show anyway', () => {
    const long = Array.from({ length: 400 }, (_, line) => `line ${line} of many`).join('\n');
    const other = Array.from({ length: 400 }, (_, line) => `row ${line + 1} among others`).join('\n');
    const found = textPieces(long, other);
    expect(found.map(({ kind }) => kind)).toEqual(['REMOVED', 'ADDED']);
    const mended = long.replace('line 3 of', 'line three of').replace('line 390 of', 'line three-ninety of');
    const byLines = textPieces(long, mended);
    expect(beforeOf(byLines).join('')).toBe(long);
    expect(byLines.filter(({ kind }) => kind === 'ADDED').length).toBeGreaterThanOrEqual(2);
  });
});
