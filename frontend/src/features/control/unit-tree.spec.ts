import { unitTree } from './unit-tree.js';

const unit = (id: string, parentId: string | null) => ({ id, parentId, name: id });
const shape = (units: ReturnType<typeof unit>[]) =>
  unitTree(units).map(({ unit: { id }, depth }) => `${'-'.repeat(depth)}${id}`);

it('puts every unit under its parent, by name', () => {
  expect(shape([unit('b', null), unit('a2', 'a'), unit('a', null), unit('a1', 'a'), unit('a11', 'a1')])).toEqual([
    'a',
    '-a1',
    '--a11',
    '-a2',
    'b',
  ]);
});

it('keeps a unit whose parent is not in the list', () => {
  expect(shape([unit('x', 'gone')])).toEqual(['x']);
});
