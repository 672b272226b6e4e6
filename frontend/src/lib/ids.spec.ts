import { uuidv7 } from './ids.js';

it('has version 7, variant 10 and the time in front', () => {
  const id = uuidv7(0x0199_5e00_1234, new Uint8Array(10).fill(0xff));
  expect(id).toBe('01995e00-1234-7fff-bfff-ffffffffffff');
});

it('sorts by time', () => {
  expect(uuidv7(1000) < uuidv7(2000)).toBe(true);
});

it('never repeats', () => {
  expect(new Set(Array.from({ length: 1000 }, () => uuidv7())).size).toBe(1000);
});
