import { evaluate, needsBrackets, partsOfFull, treeOf, variablesOf } from './formula.js';
import { formatPoints } from './points.js';

const node = (op: string, args: number[], more: { name?: string; value?: string } = {}) => ({ op, args, ...more });

it('builds (base / deduction + bonus / 3000 × 0.2) × 10000', () => {
  const tree = treeOf([
    node('variable', [], { name: 'base' }),
    node('variable', [], { name: 'deduction' }),
    node('divide', [0, 1]),
    node('variable', [], { name: 'bonus' }),
    node('number', [], { value: '3000' }),
    node('divide', [3, 4]),
    node('number', [], { value: '0.2' }),
    node('multiply', [5, 6]),
    node('add', [2, 7]),
    node('number', [], { value: '10000' }),
    node('multiply', [8, 9]),
  ]);
  expect(tree?.kind).toBe('product');
  expect(tree?.args[0]?.kind).toBe('sum');
  expect(tree && variablesOf(tree)).toEqual(['base', 'deduction', 'bonus']);
});

it('refuses lists that point nowhere or to themselves', () => {
  expect(treeOf([])).toBeNull();
  expect(treeOf([node('add', [0, 4])])).toBeNull();
  expect(treeOf([node('add', [0])])).toBeNull();
});

it('sets brackets only where reading needs them', () => {
  expect(needsBrackets('product', 'sum', 0)).toBe(true);
  expect(needsBrackets('sum', 'product', 1)).toBe(false);
  expect(needsBrackets('difference', 'sum', 1)).toBe(true);
  expect(needsBrackets('difference', 'sum', 0)).toBe(false);
  expect(needsBrackets('fraction', 'sum', 0)).toBe(false);
  expect(needsBrackets('product', 'fraction', 1)).toBe(false);
});

describe('the protection value of FHZ rule 8', () => {
  // (recovery / deduction + bonus / 3000 × 0.2) × 10000
  const tree = treeOf([
    node('variable', [], { name: 'recovery' }),
    node('variable', [], { name: 'deduction' }),
    node('/', [0, 1]),
    node('variable', [], { name: 'bonus' }),
    node('number', [], { value: '3000' }),
    node('/', [3, 4]),
    node('number', [], { value: '0.2' }),
    node('*', [5, 6]),
    node('+', [2, 7]),
    node('number', [], { value: '10000' }),
    node('*', [8, 9]),
  ]);

  it('is exact: 768 of 2000 recovered and a bonus of 450 make 4140', () => {
    const figures = { recovery: '768', deduction: '2000', bonus: '450' };
    expect(tree && formatted(evaluate(tree, figures))).toBe('4140.00');
    const made = tree && partsOfFull(tree, figures);
    expect(made?.full).toBe('10000');
    expect(made?.parts.map(({ name, value }) => [name, formatted(value)])).toEqual([
      ['recovery', '3840.00'],
      ['bonus', '300.00'],
    ]);
  });

  it('has no value when nothing was lost or a figure is missing', () => {
    expect(tree && evaluate(tree, { recovery: '0', deduction: '0', bonus: '0' })).toBeNull();
    expect(tree && evaluate(tree, { recovery: '1', deduction: '2' })).toBeNull();
  });
});

it('evaluates min, max and negation', () => {
  const tree = treeOf([
    node('number', [], { value: '3' }),
    node('number', [], { value: '1/2' }),
    node('max', [0, 1]),
    node('min', [2, 1]),
    node('negation', [3]),
  ]);
  expect(tree && evaluate(tree, {})).toBe('-1/2');
});

const formatted = (value: string | null) => value && formatPoints(value, { decimals: 2 }).replace('\u2009', '');
