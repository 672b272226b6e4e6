import { describe, expect, it } from '@jest/globals';
import { readPlan } from './read-plan.js';

const problemsOf = (injects: string, more = '') =>
  readPlan(`title: 演练\ndurationMinutes: 60\n${more}injects:\n${injects}`).problems.map(
    ({ code, inject, line }) => `${line} ${inject} ${code}`,
  );
const one = (code: string, rest: string) => `  - { code: ${code}, title: 题, ${rest} }\n`;
const at = (time: string) => `trigger: { kind: TIMED, at: ${time} }`;
const when = (condition: string) => `trigger: { kind: CONDITION, when: ${condition} }`;
const EXPECTED = 'expectation: { kind: REPORT, withinMinutes: 5 }';

describe('what is wrong with a plan', () => {
  it.each([
    ['a circle', one('A', `${at('0')}, requires: [B]`) + one('B', `${at('5')}, requires: [A]`), ['4 A CYCLE']],
    [
      'what waits for a circle',
      one('A', `${at('0')}, requires: [A]`) + one('B', `${at('5')}, requires: [A]`),
      ['4 A CYCLE', '5 B NEVER_RELEASED'],
    ],
    [
      'a circle through a condition',
      one('A', `${at('0')}, requires: [B]`) + one('B', when('{ inject: A, is: RELEASED }')),
      ['4 A CYCLE'],
    ],
    ['before the start', one('A', at('J-60')), ['4 A BEFORE_START']],
    ['after the end', one('A', at('H+2')), ['4 A AFTER_END']],
    ['a condition on nothing', one('A', when('{ inject: X, is: COMPLETED }')), ['4 A CONDITION_ON_NOTHING']],
    ['a condition on itself', one('A', when('{ inject: A, is: COMPLETED }')), ['4 A CONDITION_ON_ITSELF', '4 A CYCLE']],
    [
      'a condition on what is not expected',
      one('A', at('0')) + one('B', when('{ inject: A, is: NOT_COMPLETED }')),
      ['5 B CONDITION_UNEXPECTED'],
    ],
    [
      'a condition that is too late',
      one('A', `${at('50')}, ${EXPECTED}`) + one('B', when('{ inject: A, is: NOT_COMPLETED, afterMinutes: 30 }')),
      ['5 B CONDITION_TOO_LATE'],
    ],
    ['an empty condition', one('A', when('{ any: [] }')), ['4 A CONDITION_EMPTY']],
    [
      'other units',
      one('A', `${at('0')}, units: [甲]`) + one('B', `${at('5')}, requires: [A], units: [乙]`),
      ['5 B OTHER_UNITS'],
    ],
    ['a code twice', one('A', at('0')) + one('A', at('1')), ['4 A REPEATED_CODE', '5 A REPEATED_CODE']],
    [
      'an unknown cell and phase',
      one('A', `${at('0')}, cell: x, moveKey: y`),
      ['4 A UNKNOWN_CELL', '4 A UNKNOWN_MOVE'],
    ],
  ])('says of %s where it is', (_, injects, wanted) => {
    expect(problemsOf(injects).sort()).toEqual([...wanted].sort());
  });

  it('does not mind a circle through one of several ways', () => {
    const injects =
      one('A', `${at('0')}, requires: [B]`) +
      one('B', when('{ any: [{ inject: A, is: RELEASED }, { fact: INCIDENT_OPENED, is: THERE }] }'));
    expect(problemsOf(injects)).toEqual([]);
  });
});
