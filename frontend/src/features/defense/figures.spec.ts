import { sumOf } from './figures.js';

it.each([
  [[], '0'],
  [['500', '1200', '300'], '2000'],
  [['1/3', '1/6'], '9/18'],
  [['0.1', '0.2'], '30/100'],
  [['500', 'broken'], '500'],
])('sums %j to %s', (figures, expected) => expect(sumOf(figures)).toBe(expected));
