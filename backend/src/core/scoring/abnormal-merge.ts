/**
 * Several episodes of one unit at once, `episodes: merged`: of the steps of all of them no two that overlap in time
 * are both paid. The dearest choice is paid, at equal cost that of the episodes received first. Because where a step
 * lies never depends on the repair, a later repair can only add to the choice: it never makes the unit owe less.
 */
import { ZERO } from '../kernel/points.js';
import type { Points } from '../kernel/points.js';
import type { TierTime, TimedStep } from './abnormal-clock.js';

interface RankedStep extends TimedStep {
  /** Place of its episode in receipt order, from 0. */
  readonly rank: number;
}

/** The best choice among the first so many steps, as a chain of those taken. */
interface Choice {
  readonly total: Points;
  readonly ranks: number;
  readonly taken: RankedStep | null;
  readonly before: Choice | null;
}

const NOTHING: Choice = { total: ZERO, ranks: 0, taken: null, before: null };

/** How many steps of each tier are paid; `episodes` in receipt order. */
export function paidSteps(episodes: readonly (readonly TimedStep[])[]): ReadonlyMap<TierTime, number> {
  const steps = episodes
    .flatMap((own, rank) => own.map((step) => ({ ...step, rank })))
    .sort((a, b) => a.end - b.end || a.start - b.start || a.rank - b.rank);
  const paid = new Map<TierTime, number>();
  for (let choice: Choice | null = bestChoice(steps); choice !== null; choice = choice.before) {
    if (choice.taken !== null) paid.set(choice.taken.tier, (paid.get(choice.taken.tier) ?? 0) + 1);
  }
  return paid;
}

/** Weighted choice of disjoint intervals; `steps` by ascending end. */
function bestChoice(steps: readonly RankedStep[]): Choice {
  const best: Choice[] = [NOTHING];
  steps.forEach((step, index) => {
    const without = best[index] ?? NOTHING;
    const before = best[endedBy(steps, step.start)] ?? NOTHING;
    const total = before.total.add(step.tier.each);
    const taken = { total, ranks: before.ranks + step.rank, taken: step, before };
    best.push(isBetter(taken, without) ? taken : without);
  });
  return best[steps.length] ?? NOTHING;
}

function isBetter(a: Choice, b: Choice): boolean {
  const byTotal = a.total.compare(b.total);
  return byTotal > 0 || (byTotal === 0 && a.ranks < b.ranks);
}

/** How many steps have ended by this moment. */
function endedBy(steps: readonly RankedStep[], moment: number): number {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle]?.end ?? Infinity) <= moment) low = middle + 1;
    else high = middle;
  }
  return low;
}
