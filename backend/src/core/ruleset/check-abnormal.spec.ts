import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseRuleSet } from './parse.js';

const TEXT = readFileSync(new URL('../../../../scenarios/rulesets/fhz.yaml', import.meta.url), 'utf8');

/** Problems of fhz.yaml after one edit, as `CODE path @ word at the place reported`. */
function problemsAfter(from: string, to: string): string[] {
  if (!TEXT.includes(from)) throw new Error(`nothing to edit: ${from}`);
  const text = TEXT.replace(from, to);
  const parsed = parseRuleSet(text, 'fhz.yaml');
  if (!('problems' in parsed)) return [];
  const lines = text.split('\n');
  return parsed.problems.map(({ line, column, code, path }) => {
    const word = /^[^\s,}]+/.exec(lines[line - 1]?.slice(column - 1) ?? '')?.[0] ?? 'nothing';
    return `${code} ${path} @ ${word}`;
  });
}

describe('the clock of abnormal defence, as written', () => {
  const FIRST = '{ untilMinutes: 300, points: 10 }';
  const LAST = '{ untilMinutes: null, points: 20 }';
  it.each([
    ['a step without time', 'stepMinutes: 30', 'stepMinutes: 0', 'NO_STEP defense.abnormal.stepMinutes @ 0'],
    [
      'tiers that overlap',
      FIRST,
      `${FIRST}\n      - { untilMinutes: 240, points: 15 }`,
      'TIERS_NOT_ASCENDING defense.abnormal.tiers.1.untilMinutes @ 240',
    ],
    [
      'the same end twice',
      FIRST,
      `${FIRST}\n      - { untilMinutes: 300, points: 15 }`,
      'TIERS_NOT_ASCENDING defense.abnormal.tiers.1.untilMinutes @ 300',
    ],
    [
      'an empty first tier',
      FIRST,
      '{ untilMinutes: 0, points: 10 }',
      'TIERS_NOT_ASCENDING defense.abnormal.tiers.0.untilMinutes @ 0',
    ],
    [
      'an open tier that is not the last',
      FIRST,
      '{ untilMinutes: null, points: 10 }',
      'TIER_OPEN_TOO_EARLY defense.abnormal.tiers.0.untilMinutes @ null',
    ],
    [
      'an end with nothing after it',
      LAST,
      '{ untilMinutes: 600, points: 20 }',
      'TIER_MUST_BE_OPEN defense.abnormal.tiers.1.untilMinutes @ 600',
    ],
    [
      'a negative price',
      LAST,
      '{ untilMinutes: null, points: -20 }',
      'BAD_FORMAT defense.abnormal.tiers.1.points @ -20',
    ],
    ['no tiers', /tiers:\n.*\n.*\n/.exec(TEXT)?.[0] ?? '', 'tiers: []\n', 'TOO_FEW defense.abnormal.tiers @ []'],
    [
      'an unknown start',
      'tiersFrom: grace-end',
      'tiersFrom: sunrise',
      'NOT_ALLOWED defense.abnormal.tiersFrom @ sunrise',
    ],
  ])('refuses %s', (_name, from, to, expected) => {
    expect(problemsAfter(from, to)).toEqual([expected]);
  });

  it('refuses a tier that lies wholly inside the grace', () => {
    const parsed = parseRuleSet(TEXT.replace(FIRST, `{ untilMinutes: 90, points: 5 }\n      - ${FIRST}`), 'fhz.yaml', {
      'defense.abnormal.tiersFrom': 'notice',
    });
    expect('problems' in parsed && parsed.problems.map(({ code }) => code)).toEqual(['TIER_WITHIN_GRACE']);
  });

  it('accepts a last tier that costs nothing more', () => {
    expect(problemsAfter(LAST, `{ untilMinutes: 600, points: 20 }\n      - { untilMinutes: null, points: 0 }`)).toEqual(
      [],
    );
  });
});
