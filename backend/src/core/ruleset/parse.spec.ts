import { describe, expect, it } from '@jest/globals';
import { hashRuleSet } from './hash.js';
import { parseRuleSet } from './parse.js';

const FULL = `version: 1
key: tiny
title: { zh: 小, en: Tiny }
summary: { zh: 小, en: Tiny }
source: { zh: 自拟, en: Own }
isSample: true
attack:
  options:
    capPolicy: truncate
    dropScope: item
    capScope: team-unit
    dedupAcrossTeams: false
    factorCombination: multiply
    deduction: equals-points
    deductionFree: first-only
    knockOut: true
  classes: [{ key: all, title: { zh: 全部, en: All } }]
  caps: [{ key: web, title: { zh: 网站, en: Web }, limit: 100 }]
  factors: []
  categories:
    - key: web
      row: 1
      class: all
      title: { zh: 网站, en: Web }
      clause: { zh: 10 分, en: 10 points }
      price: { each: 10 }
      cap: web
      dedupe: system
  standings:
    title: { zh: 得分, en: Points }
    formula: attack
    ties: shared
    compare: exact
defense:
  basis: share-of-deduction
  options:
    eventDeduction: live
    duplicateEventPolicy: first
    reportLimitPolicy: first
    zeroTakesPlace: true
    coverageMode: provisional
    coverageFound: report
    coverageOf: unit
    bonusItemCapScope: kind
  recoveryShare: 0.8
  recoveryCapShare: 0.8
  reportLimit: 50
  bonusCap: 3000
  dimensions:
    - key: detection
      title: { zh: 发现, en: Detection }
      weight: 100
      filedWith: DETECTION
      items:
        - key: timeliness
          title: { zh: 及时, en: Timely }
          clause: { zh: 及时, en: Timely }
          weight: 100
          mark: judged
  standings:
    title: { zh: 防护值, en: Value }
    formula: recovery / deduction
    whenZero: { variable: deduction, formula: "0.8" }
    ties: shared
    compare: exact
examples:
  - name: one
    title: { zh: 一, en: One }
    given: { results: [{ code: A-1, nodes: [{ category: web }] }] }
    expect: { attack: { t1: 10 } }
`;

/** Problems of the text after edits, as `line CODE path @ word that stands at the place reported`. */
function problemsOf(...edits: readonly (readonly [string, string])[]): string[] {
  let text = FULL;
  for (const [from, to] of edits) {
    if (!text.includes(from)) throw new Error(`nothing to edit: ${from}`);
    text = text.replace(from, to);
  }
  const parsed = parseRuleSet(text, 'tiny.yaml');
  if (!('problems' in parsed)) return [];
  const lines = text.split('\n');
  return parsed.problems.map(({ line, column, code, path }) => {
    const word = /^[^\s,}\]]+/.exec(lines[line - 1]?.slice(column - 1) ?? '')?.[0] ?? 'nothing';
    return `${line} ${code} ${path} @ ${word}`;
  });
}

describe('parseRuleSet', () => {
  it('reads a correct file and keeps figures exact', () => {
    const parsed = parseRuleSet(FULL, 'tiny.yaml');
    expect(parsed).toMatchObject({
      ruleSet: {
        key: 'tiny',
        hash: hashRuleSet(FULL),
        attack: { categories: [{ price: { points: null, each: '10', judged: null }, deductionFree: 0 }] },
        defense: { recoveryShare: '0.8', reportLimit: 50, standings: { places: 2, rounding: 'half-up' } },
      },
    });
  });

  it('reports every problem at once, each at its place', () => {
    expect(
      problemsOf(
        ['isSample: true', 'isSample: perhaps'],
        ['capPolicy: truncate', 'capPolicy: shorten'],
        ['limit: 100', 'limit: much'],
        ['eventDeduction: live', 'eventdeduction: live'],
        ['mark: judged', 'mark: judged\n          colour: red'],
      ),
    ).toEqual([
      '6 WRONG_TYPE isSample @ perhaps',
      '9 NOT_ALLOWED attack.options.capPolicy @ shorten',
      '18 BAD_FORMAT attack.caps.0.limit @ much',
      '37 MISSING defense.options.eventDeduction @ eventdeduction:',
      '37 UNKNOWN_KEY defense.options.eventdeduction @ eventdeduction:',
      '60 UNKNOWN_KEY defense.dimensions.0.items.0.colour @ colour:',
    ]);
  });

  it.each([
    [
      'a weight that does not add up',
      ['          weight: 100', '          weight: 95'],
      '52 WEIGHTS_DO_NOT_ADD_UP defense.dimensions.0.weight @ 100',
    ],
    ['an undefined cap family', ['cap: web', 'cap: mail'], '27 UNKNOWN_CAP attack.categories.0.cap @ mail'],
    ['an undefined class', ['class: all', 'class: none'], '23 UNKNOWN_CLASS attack.categories.0.class @ none'],
    [
      'a price that is no price',
      ['price: { each: 10 }', 'price: { each: null }'],
      '26 BAD_PRICE attack.categories.0.price @ {',
    ],
    [
      'two kinds of price',
      ['price: { each: 10 }', 'price: { each: 10, judged: { min: 0, max: 5 } }'],
      '26 BAD_PRICE attack.categories.0.price @ {',
    ],
    [
      'an empty range',
      ['price: { each: 10 }', 'price: { judged: { min: 6, max: 5 } }'],
      '26 EMPTY_RANGE attack.categories.0.price.judged @ {',
    ],
    [
      'an unknown variable',
      ['formula: attack', 'formula: atack'],
      '31 UNKNOWN_VARIABLE attack.standings.formula @ atack',
    ],
    [
      'a formula that breaks off',
      ['formula: attack', 'formula: attack +'],
      '31 BAD_FORMULA attack.standings.formula @ attack',
    ],
    [
      'a division by what may be zero',
      ['formula: attack', 'formula: 1 / attack'],
      '31 UNSAFE_DIVISION attack.standings.formula @ 1',
    ],
    [
      'a tie chain without links',
      ['ties: shared', 'ties: chain'],
      '32 CHAIN_WITHOUT_TIEBREAK attack.standings.ties @ chain',
    ],
    [
      'an example with an unknown category',
      ['category: web }', 'category: mail }'],
      '69 UNKNOWN_CATEGORY examples.0.given.results.0.nodes.0.category @ mail',
    ],
    [
      'a setting that leads nowhere',
      ['    given:', '    set: { attack.opts.capPolicy: drop }\n    given:'],
      '69 UNKNOWN_SETTING examples.0.set.attack.opts.capPolicy @ drop',
    ],
    [
      'a share without recovery',
      ['recoveryShare: 0.8', 'recoveryShare: null'],
      '35 NEEDS_SHARES defense.basis @ share-of-deduction',
    ],
    ['a duplicate key', ['key: tiny', 'key: tiny\nkey: tiny'], '3 DUPLICATE_KEY  @ key:'],
    ['means without a list', ['mark: judged', 'mark: means'], '35 NEEDS_MEANS defense.means @ basis:'],
    [
      'a factor for an unknown category',
      [
        'factors: []',
        'factors: [{ key: f, title: { zh: 倍, en: F }, clause: { zh: 倍, en: F }, times: 2, on: result, categories: [nope] }]',
      ],
      '19 UNKNOWN_CATEGORY attack.factors.0.categories.0 @ nope',
    ],
  ] as const)('finds %s', (_name, edit, expected) => {
    expect(problemsOf(edit)).toEqual([expected]);
  });

  it('accepts weights that do not add up when the file names the repair', () => {
    const repair = '  bonusCap: 3000\n  weightRepair: { policy: as-printed, reason: { zh: 原文, en: As printed } }';
    expect(problemsOf(['          weight: 100', '          weight: 95'], ['  bonusCap: 3000', repair])).toEqual([]);
  });

  it('refuses a repair that does not repair', () => {
    const repair =
      '  bonusCap: 3000\n  weightRepair: { policy: set-item, item: timeliness, weight: 99, reason: { zh: 修正, en: Repair } }';
    expect(problemsOf(['          weight: 100', '          weight: 95'], ['  bonusCap: 3000', repair])).toEqual([
      '53 REPAIR_FAILS defense.dimensions.0.weight @ 100',
    ]);
  });

  it.each(['', 'just text', '- a list', 'a: [', '&a x: *a'])('answers %j with problems, never with a crash', (text) => {
    const parsed = parseRuleSet(text, 'odd.yaml');
    expect('problems' in parsed && parsed.problems.length > 0).toBe(true);
  });
});

describe('hashRuleSet', () => {
  it('ignores comments, layout, key order and the spelling of numbers', () => {
    expect(hashRuleSet('# note\nb: 1.50\na: [x,   y]')).toBe(hashRuleSet('a:\n  - x\n  - y\nb: 1.5'));
  });

  it('changes with every content and with settings', () => {
    const hashes = [hashRuleSet(FULL), hashRuleSet(FULL.replace('limit: 100', 'limit: 101'))];
    hashes.push(hashRuleSet(FULL, { 'attack.options.capPolicy': 'drop' }));
    expect(new Set(hashes).size).toBe(3);
    const set = { 'attack.caps.web.limit': 101 };
    expect(hashRuleSet(FULL, set)).toBe(hashes[1]);
  });
});
