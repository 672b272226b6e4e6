import { describe, expect, it } from '@jest/globals';
import {
  changesBetween,
  entriesOf,
  groupsOf,
  isJudged,
  isSame,
  levelsOf,
  withLevel,
  withoutKeys,
} from './rating-form.js';

const group = (zh: string) => ({ zh, en: zh });
const ol = { key: 'ol', group: group('进攻'), parts: [{ key: 'irc' }, { key: 'wc' }] };
const od = { key: 'od', group: group('进攻'), parts: [] };
const pl = { key: 'pl', group: group('防守'), parts: [] };
const factors = [ol, od, pl];

describe('a sheet of levels', () => {
  it('goes to the server in the order of the rules, without what the rules do not know', () => {
    expect(entriesOf(factors, { pl: '1', old: '2', irc: '3', ol: '0' })).toEqual([
      { key: 'ol', level: '0' },
      { key: 'irc', level: '3' },
      { key: 'pl', level: '1' },
    ]);
  });

  it('takes a level, another one, and none again', () => {
    const levels = withLevel(withLevel({}, 'od', '3'), 'od', '4');
    expect(levels).toEqual({ od: '4' });
    expect(withLevel(levels, 'od', null)).toEqual({});
    expect(withoutKeys({ ol: '1', irc: '2', wc: '3' }, ['irc', 'wc'])).toEqual({ ol: '1' });
  });

  it('is the same whatever the order, and not when one is missing', () => {
    expect(
      isSame(
        { a: '1', b: '2' },
        levelsOf([
          { key: 'b', level: '2' },
          { key: 'a', level: '1' },
        ]),
      ),
    ).toBe(true);
    expect(isSame({ a: '1' }, { a: '1', b: '2' })).toBe(false);
    expect(isSame({ a: '1' }, { a: '2' })).toBe(false);
  });

  it('shows factors in their groups', () => {
    expect(groupsOf(factors).map(({ title, factors: own }) => [title.zh, own.map(({ key }) => key)])).toEqual([
      ['进攻', ['ol', 'od']],
      ['防守', ['pl']],
    ]);
  });

  it('counts a factor as judged by its parts', () => {
    expect([isJudged(ol, { wc: '0' }), isJudged(ol, { od: '1' }), isJudged(od, { od: '0' })]).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('says what one sheet changed in the other', () => {
    expect(changesBetween(factors, { ol: '1', pl: '2' }, { ol: '3', irc: '4', pl: '2' })).toEqual([
      { key: 'ol', before: '1', after: '3' },
      { key: 'irc', before: null, after: '4' },
    ]);
  });
});
