import { fitLabels, placeSteps, stepPath } from './steps.js';

const box = { width: 100, height: 20, inset: 2 };

it('puts the earliest left and the highest on top', () => {
  expect(placeSteps([{ at: 0, value: 0 }, { at: 10, value: 5 }, { at: 20, value: 10 }], box)).toEqual([
    { x: 2, y: 18 },
    { x: 50, y: 10 },
    { x: 98, y: 2 },
  ]);
});

it('draws a constant value in the middle instead of dividing by zero', () => {
  expect(placeSteps([{ at: 0, value: 7 }, { at: 1, value: 7 }], box).map(({ y }) => y)).toEqual([10, 10]);
  expect(placeSteps([{ at: 5, value: 1 }], box)).toEqual([{ x: 50, y: 10 }]);
});

it('steps, never slopes', () => {
  expect(stepPath([{ x: 0, y: 10 }, { x: 5.04, y: 2 }], 9)).toBe('M0 10H5V2H9');
  expect(stepPath([])).toBe('');
});

it('keeps the last label and drops those that would touch', () => {
  expect(fitLabels([0, 10, 100, 200], [30, 30, 30, 30], 4)).toEqual([1, 2, 3]);
  expect(fitLabels([0, 195, 200], [30, 30, 30], 4)).toEqual([0, 2]);
});
