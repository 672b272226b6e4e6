import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { exactText, points } from '../kernel/points.js';
import { FormulaError, evaluate, explain, parseFormula, unsafeDivisors, variablesOf } from './formula.js';

const VARIABLES = { deduction: points('2000'), recovery: points('768'), bonus: points('450'), zero: points('0') };

function value(text: string): string {
  return exactText(evaluate(parseFormula(text), VARIABLES));
}

describe('formula', () => {
  it.each([
    ['1 + 2 * 3', '7'],
    ['(1 + 2) * 3', '9'],
    ['10 - 4 - 3', '3'],
    ['8 / 4 / 2', '1'],
    ['-(2 - 5)', '3'],
    ['2 * -3', '-6'],
    ['0.1 + 0.2', '0.3'],
    ['1 / 3', '1/3'],
    ['min(3, 1, 2) + max(3, 1, 2)', '4'],
    ['min(recovery, 0.8 * deduction)', '768'],
    ['(min(recovery, 0.8 * deduction) / deduction + bonus / 3000 * 0.2) * 10000', '4140'],
  ])('%s = %s', (text, expected) => {
    expect(value(text)).toBe(expected);
  });

  it.each([
    ['', 'UNFINISHED', 0],
    ['1 +', 'UNFINISHED', 3],
    ['(1 + 2', 'UNFINISHED', 6],
    ['1 2', 'UNEXPECTED', 2],
    ['2 ** 3', 'UNEXPECTED', 3],
    ['a ; b', 'UNEXPECTED', 2],
    ['min 3', 'UNEXPECTED', 4],
    ['1.', 'UNEXPECTED', 1],
    ['pow(2, 3)', 'UNEXPECTED', 3],
  ])('refuses %j: %s at %i', (text, code, offset) => {
    let refusal: unknown = null;
    try {
      parseFormula(text);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(FormulaError);
    expect(refusal).toMatchObject({ code, offset });
  });

  it('refuses unknown variables and divisions by zero when computing', () => {
    expect(() => value('unknown + 1')).toThrow(RangeError);
    expect(() => value('1 / zero')).toThrow(RangeError);
    expect(() => value('1 / (deduction - 2000)')).toThrow(RangeError);
  });

  it('names its variables once, in order', () => {
    expect(variablesOf(parseFormula('b + a * min(b, c)'))).toEqual(['b', 'a', 'c']);
  });

  it.each([
    ['a / b', [], 1],
    ['a / b', ['b'], 0],
    ['a / (b + penalty)', ['b'], 0],
    ['a / (b - penalty)', ['b'], 1],
    ['a / max(1, b)', [], 0],
    ['a / min(1, b)', [], 1],
    ['a / 3000', [], 0],
    ['a / 0', [], 1],
    ['1 / (1 / b)', [], 2],
  ])('%s with %j above zero has %i unsafe divisors', (text, positive, count) => {
    expect(unsafeDivisors(parseFormula(text), new Set(positive))).toHaveLength(count);
  });

  it('shows every intermediate value', () => {
    expect(explain(parseFormula('recovery / deduction + 1'), VARIABLES)).toEqual({
      kind: 'operation',
      label: '+',
      value: '1.384',
      parts: [
        {
          kind: 'operation',
          label: '/',
          value: '0.384',
          parts: [
            { kind: 'variable', label: 'recovery', value: '768', parts: [] },
            { kind: 'variable', label: 'deduction', value: '2000', parts: [] },
          ],
        },
        { kind: 'number', label: '1', value: '1', parts: [] },
      ],
    });
  });

  it('agrees with integer arithmetic on sums and products of any depth', () => {
    const tree = fc.letrec<{ node: { text: string; value: bigint } }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 5 },
        fc.bigInt({ min: 0n, max: 99n }).map((n) => ({ text: n.toString(), value: n })),
        fc.tuple(tie('node'), fc.constantFrom('+', '-', '*'), tie('node')).map(([a, sign, b]) => ({
          text: `(${a.text} ${sign} ${b.text})`,
          value: sign === '+' ? a.value + b.value : sign === '-' ? a.value - b.value : a.value * b.value,
        })),
      ),
    })).node;
    fc.assert(fc.property(tree, ({ text, value: wanted }) => value(text) === wanted.toString()));
  });
});
