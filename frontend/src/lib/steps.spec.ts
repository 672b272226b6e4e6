import { placeLabels, placeSteps, stepPath } from './steps.js';

const box = { width: 100, height: 20, inset: 2 };

it('puts the earliest left and the highest on top', () => {
  expect(
    placeSteps(
      [
        { at: 0, value: 0 },
        { at: 10, value: 5 },
        { at: 20, value: 10 },
      ],
      box,
    ),
  ).toEqual([
    { x: 2, y: 18 },
    { x: 50, y: 10 },
    { x: 98, y: 2 },
  ]);
});

it('draws a constant value in the middle instead of dividing by zero', () => {
  expect(
    placeSteps(
      [
        { at: 0, value: 7 },
        { at: 1, value: 7 },
      ],
      box,
    ).map(({ y }) => y),
  ).toEqual([10, 10]);
  expect(placeSteps([{ at: 5, value: 1 }], box)).toEqual([{ x: 50, y: 10 }]);
});

it('steps, never slopes', () => {
  expect(
    stepPath(
      [
        { x: 0, y: 10 },
        { x: 5.04, y: 2 },
      ],
      9,
    ),
  ).toBe('M0 10H5V2H9');
  expect(stepPath([])).toBe('');
});

describe('placeLabels', () => {
  const wide = { width: 300, height: 100, inset: 20 };
  const line = [
    { x: 0, y: 20 },
    { x: 100, y: 60 },
    { x: 104, y: 62 },
    { x: 300, y: 30 },
  ];

  it('gives the last and the first label room before any other', () => {
    const found = placeLabels(line, [60, 60, 60, 60], wide).map(({ index }) => index);
    expect(found).toContain(0);
    expect(found).toContain(3);
  });

  it('never lets two labels touch or leave the box', () => {
    const found = placeLabels(line, [60, 60, 60, 60], wide);
    for (const a of found) {
      expect(a.x).toBeGreaterThanOrEqual(0);
      expect(a.x + 60).toBeLessThanOrEqual(300);
      for (const b of found) {
        if (a !== b) expect(Math.abs(a.x - b.x) >= 60 || Math.abs(a.y - b.y) >= 14).toBe(true);
      }
    }
  });

  it('leaves out what has no room', () => {
    expect(placeLabels(line, [60, 400, 60, 60], wide).map(({ index }) => index)).not.toContain(1);
    expect(placeLabels([], [], wide)).toEqual([]);
  });
});
