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

/** A label that found room; the anchor is its left end. */
export interface PlacedLabel {
  readonly index: number;
  readonly x: number;
  /** Baseline. */
  readonly y: number;
}

interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const LINE = 14;
const GAP = 5;

const touches = (a: Area, b: Area) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** The strokes of the line as thin areas, so that no label lies on it. */
function strokesOf(placed: readonly Placed[]): Area[] {
  return placed.flatMap((at, i) => {
    const before = placed[i - 1];
    if (!before) return [];
    const across = { left: before.x, right: at.x, top: before.y - 1.5, bottom: before.y + 1.5 };
    const up = { left: at.x - 1.5, right: at.x + 1.5, top: Math.min(before.y, at.y), bottom: Math.max(before.y, at.y) };
    return [across, up];
  });
}

/** Where a label of this width may stand at a point: right below, right above, left above, left below. */
function spotsAt(at: Placed, width: number): Area[] {
  const spot = (left: number, top: number) => ({ left, right: left + width, top, bottom: top + LINE });
  const [below, above] = [at.y + GAP, at.y - GAP - LINE];
  return [
    spot(at.x + GAP, below),
    spot(at.x + GAP, above),
    spot(at.x - GAP - width, above),
    spot(at.x - GAP - width, below),
  ];
}

/**
 * Finds room for the labels of a step line: the last first, then the first, then the rest by how far they moved it.
 * A label that would touch another, the line or the edge is left out, and so is a step too small to see;
 * the table has them all.
 */
export function placeLabels(placed: readonly Placed[], widths: readonly number[], box: Box): PlacedLabel[] {
  const taken: Area[] = strokesOf(placed);
  const moved = (i: number) => Math.abs((placed[i]?.y ?? 0) - (placed[i - 1]?.y ?? 0));
  const between = placed.map((_, i) => i).slice(1, -1);
  const order = [placed.length - 1, 0, ...between.filter((i) => moved(i) >= 2).sort((a, b) => moved(b) - moved(a))];
  const found: PlacedLabel[] = [];
  for (const index of new Set(order)) {
    const at = placed[index];
    if (!at) continue;
    const free = spotsAt(at, widths[index] ?? 0).find(
      (spot) =>
        spot.left >= 0 &&
        spot.right <= box.width &&
        spot.top >= 0 &&
        spot.bottom <= box.height &&
        !taken.some((area) => touches(area, spot)),
    );
    if (!free) continue;
    taken.push(free);
    found.push({ index, x: free.left, y: free.bottom - 3 });
  }
  return found.sort((a, b) => a.index - b.index);
}
