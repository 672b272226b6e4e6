import { pageAt } from './pages.js';

const rows = Array.from({ length: 19 }, (_, i) => i + 1);

it('shows pages in turn and starts over', () => {
  expect(pageAt(rows, 8, 0)).toMatchObject({ from: 1, to: 8, of: 19, isWhole: false });
  expect(pageAt(rows, 8, 2).rows).toEqual([17, 18, 19]);
  expect(pageAt(rows, 8, 3)).toMatchObject({ from: 1, to: 8 });
});

it('keeps a short list whole, and an empty one too', () => {
  expect(pageAt([1, 2], 8, 5)).toMatchObject({ rows: [1, 2], isWhole: true });
  expect(pageAt([], 8, 1)).toMatchObject({ rows: [], of: 0, isWhole: true });
});
