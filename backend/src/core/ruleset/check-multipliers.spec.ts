import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseRuleSet } from './parse.js';

const TEXT = readFileSync(new URL('../../../../scenarios/rulesets/xc-2022.yaml', import.meta.url), 'utf8');

/** Problems of the file after edits, as `CODE path @ word that stands at the place reported`. */
function problemsOf(...edits: readonly (readonly [string, string])[]): string[] {
  const text = edits.reduce((whole, [from, to]) => {
    if (!whole.includes(from)) throw new Error(`nothing to edit: ${from}`);
    return whole.replace(from, to);
  }, TEXT);
  const parsed = parseRuleSet(text, 'xc-2022.yaml');
  if (!('problems' in parsed)) return [];
  const lines = text.split('\n');
  return parsed.problems.map(({ line, column, code, path }) => {
    const word = /^[^\s,}\]]+/.exec(lines[line - 1]?.slice(column - 1) ?? '')?.[0] ?? 'nothing';
    return `${code} ${path.replace(/^examples\.\d+/, 'examples.N')} @ ${word}`;
  });
}

const ORDER = '    order: [decay, key-unit, non-participant]';
const PATH_CAP = 'limit: 3000, within: unit-total';

describe('what a file says about multipliers and nested caps', () => {
  it('is right as shipped', () => {
    expect(problemsOf()).toEqual([]);
  });

  it.each([
    [
      'a multiplier that is missing in order',
      [ORDER, '    order: [decay, key-unit]'],
      ['NOT_IN_ORDER attack.multipliers.nonParticipant @ times:'],
    ],
    [
      'one that stands there twice',
      [ORDER, '    order: [decay, key-unit, non-participant, decay]'],
      ['REPEATED_KEY attack.multipliers.order.3 @ decay'],
    ],
    ['a multiplier of nothing', ['times: 1.4', 'times: 0'], ['ZERO_TIMES attack.multipliers.keyUnit.times @ 0']],
    [
      'one of nothing, with decimals',
      ['times: 0.8', 'times: 0.0'],
      ['ZERO_TIMES attack.multipliers.nonParticipant.times @ 0.0'],
    ],
    ['a negative one', ['times: 1.4', 'times: -1.4'], ['BAD_FORMAT attack.multipliers.keyUnit.times @ -1.4']],
    [
      'too many places',
      ['    places: 0\n    roundEach', '    places: 7\n    roundEach'],
      ['TOO_MANY_PLACES attack.multipliers.places @ 7'],
    ],
    ['shares that rise', ['[1, 0.7, 0.4]', '[0.7, 0.4, 1]'], ['SHARES_RISE attack.multipliers.decay.shares.2 @ 1']],
    ['a share of nothing', ['[1, 0.7, 0.4]', '[1, 0.7, 0]'], ['SHARE_OF_ZERO attack.multipliers.decay.shares.2 @ 0']],
    [
      'a share above one',
      ['[1, 0.7, 0.4]', '[3/2, 0.7, 0.4]'],
      ['SHARE_ABOVE_ONE attack.multipliers.decay.shares.0 @ 3/2'],
    ],
    ['no shares', ['[1, 0.7, 0.4]', '[]'], ['TOO_FEW attack.multipliers.decay.shares @ [']],
    ['an unknown wider family', [PATH_CAP, 'limit: 3000, within: all'], ['UNKNOWN_CAP attack.caps.1.within @ all']],
    ['a family within itself', [PATH_CAP, 'limit: 3000, within: path'], ['CAP_LOOP attack.caps.1.within @ path']],
    [
      'a circle, at each of its members',
      ['limit: 37000 }', 'limit: 37000, within: path }'],
      ['CAP_LOOP attack.caps.0.within @ path', 'CAP_LOOP attack.caps.1.within @ unit-total'],
    ],
    [
      'a wider family that is lower',
      [PATH_CAP, 'limit: 38000, within: unit-total'],
      ['CAP_OUT_OF_REACH attack.caps.1.within @ unit-total'],
    ],
    ['a limit of nothing', [PATH_CAP, 'limit: 0, within: unit-total'], ['ZERO_LIMIT attack.caps.1.limit @ 0']],
    [
      'a factor of nothing',
      [
        '  factors: []',
        '  factors: [{ key: f, title: { zh: 倍, en: F }, clause: { zh: 倍, en: F }, times: 0, on: result, categories: null }]',
      ],
      ['ZERO_TIMES attack.factors.0.times @ 0'],
    ],
    ['an example at an unknown unit', ['unit: x1', 'unit: x9'], ['UNKNOWN_UNIT examples.N.given.results.0.unit @ x9']],
    [
      'an example knocked out by nothing it knows',
      ['knockedOutBy: B-1', 'knockedOutBy: Z-1'],
      ['UNKNOWN_RESULT examples.N.given.units.0.knockedOutBy @ Z-1'],
    ],
  ] as const)('finds %s', (_name, edit, expected) => {
    expect(problemsOf(edit)).toEqual(expected);
  });

  it('finds a multiplier that is named but not given', () => {
    const parsed = parseRuleSet(TEXT, 'xc-2022.yaml', { 'attack.multipliers.keyUnit': null });
    expect('problems' in parsed ? parsed.problems.map(({ code, path }) => `${code} ${path}`) : []).toContain(
      'MULTIPLIER_NOT_GIVEN attack.multipliers.order.1',
    );
  });

  it('says what to do', () => {
    const parsed = parseRuleSet(TEXT, 'xc-2022.yaml', { 'attack.caps.path.limit': '38000' });
    expect('problems' in parsed ? parsed.problems[0]?.message.zh : '').toBe(
      'path 的上限 38000 高于它所在的 unit-total（37000），永远用不到；改小前者或改大后者',
    );
  });
});
