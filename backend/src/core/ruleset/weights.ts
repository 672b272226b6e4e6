/**
 * Weights as they count. Source FHZ prints 监测发现 25 % with items of 20 % in all, so a file must say how it
 * repairs such a gap; this is the arithmetic of the four repairs.
 */
import { ONE, points, sum } from '../kernel/points.js';
import type { Points } from '../kernel/points.js';
import type { DefenseFile } from './schema-defense.js';

type DimensionFile = DefenseFile['dimensions'][number];

/** Printed sum of a dimension's items. */
export function printedTotal(dimension: DimensionFile): Points {
  return sum(dimension.items.map((item) => points(item.weight)));
}

/** Weight of every item after the repair, by item key. */
export function effectiveWeights(
  defense: Pick<DefenseFile, 'dimensions' | 'weightRepair'>,
): ReadonlyMap<string, Points> {
  const overall = stretch(
    sum(defense.dimensions.map((d) => points(d.weight))),
    sum(defense.dimensions.map(printedTotal)),
  );
  const weights = new Map<string, Points>();
  for (const dimension of defense.dimensions) {
    const own = stretch(points(dimension.weight), printedTotal(dimension));
    for (const item of dimension.items) weights.set(item.key, repaired(item, defense.weightRepair, { own, overall }));
  }
  return weights;
}

function repaired(
  item: DimensionFile['items'][number],
  repair: DefenseFile['weightRepair'],
  factors: { own: Points; overall: Points },
): Points {
  const printed = points(item.weight);
  if (repair === null || repair.policy === 'as-printed') return printed;
  if (repair.policy === 'rescale-all') return printed.mul(factors.overall);
  if (repair.policy === 'rescale-dimension') return printed.mul(factors.own);
  return repair.item === item.key && repair.weight !== null ? points(repair.weight) : printed;
}

function stretch(wanted: Points, printed: Points): Points {
  return printed.n === 0n ? ONE : wanted.div(printed);
}
