import { needsBrackets, treeOf, variablesOf } from './formula.js';

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
