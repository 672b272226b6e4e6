/** Geometry of step lines: values that hold until they change. Pixel floats only; figures are printed elsewhere. */

export interface StepPoint {
  /** Milliseconds. */
  readonly at: number;
  readonly value: number;
}

export interface Box {
  readonly width: number;
  readonly height: number;
  /** Space kept free at every edge, for line width and dots. */
  readonly inset: number;
}

export interface Placed {
  readonly x: number;
  readonly y: number;
}

/** Places the points in the box, earliest left, highest on top. A single or constant value lies in the middle. */
export function placeSteps(points: readonly StepPoint[], box: Box): Placed[] {
  const times = points.map((point) => point.at);
  const values = points.map((point) => point.value);
  const x = scale(Math.min(...times), Math.max(...times), box.inset, box.width - box.inset);
  const y = scale(Math.min(...values), Math.max(...values), box.height - box.inset, box.inset);
  return points.map((point) => ({ x: x(point.at), y: y(point.value) }));
}

function scale(low: number, high: number, from: number, to: number): (value: number) => number {
  if (high === low) return () => (from + to) / 2;
  return (value) => from + ((value - low) / (high - low)) * (to - from);
}

/** SVG path that goes right, then up or down: never a slope, for nothing happened in between. */
export function stepPath(placed: readonly Placed[], until?: number): string {
  const [first, ...rest] = placed;
  if (!first) return '';
  const round = (value: number) => Math.round(value * 10) / 10;
  const steps = rest.map(({ x, y }) => `H${round(x)}V${round(y)}`).join('');
  return `M${round(first.x)} ${round(first.y)}${steps}${until === undefined ? '' : `H${round(until)}`}`;
}

/**
 * Which labels of a row can stand without touching: the last always, then the ones that fit, newest first.
 * `x` are the anchor positions in rising order, `widths` their lengths. Returns the kept indices in rising order.
 */
export function fitLabels(x: readonly number[], widths: readonly number[], gap: number): number[] {
  const kept: number[] = [];
  let free = Number.POSITIVE_INFINITY;
  for (let i = x.length - 1; i >= 0; i -= 1) {
    const right = (x[i] ?? 0) + (widths[i] ?? 0);
    if (i !== x.length - 1 && right + gap > free) continue;
    kept.unshift(i);
    free = i === x.length - 1 ? Math.min(x[i] ?? 0, (x[i] ?? 0) - (widths[i] ?? 0)) : (x[i] ?? 0);
  }
  return kept;
}
