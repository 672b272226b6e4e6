/** Figures of a mark sheet read back from the steps of its awards, so that nothing is computed twice. */
import { exactText, least, ONE, points, sum, ZERO } from '../kernel/points.js';
import type { Points } from '../kernel/points.js';
import type { DefenseRules } from '../ruleset/defense-rules.js';
import type { Award, Step } from '../scoring/award.js';

/** Addresses found and known to be controlled. */
export interface CoverageFigures {
  readonly found: number;
  readonly known: number;
}

/** Percent or points earned by item. */
export function earnedByItem(awards: readonly Award[]): ReadonlyMap<string, Points> {
  const steps = awards.flatMap((award) => award.steps).filter(({ code }) => code === 'RUBRIC');
  return new Map(steps.map(({ params }) => [params.item ?? '', points(params.points ?? '0')]));
}

/** Coverage behind the awards; zeros where the rubric has none. */
export function coverageOf(awards: readonly Award[]): CoverageFigures {
  const step = firstStep(awards, 'COVERAGE');
  return { found: Number(step?.params.found ?? 0), known: Number(step?.params.controlled ?? 0) };
}

/** Sum over the rubric: percent, or points with basis `points`. */
export function rubricTotal(awards: readonly Award[]): Points {
  const steps = awards.flatMap((award) => award.steps).filter(({ code }) => code === 'RUBRIC_TOTAL');
  return sum(steps.map(({ params }) => points(params.points ?? '0')));
}

/** Totals worth showing: as known now, a third more, twice as many and two (9 → 9, 12, 20). */
export function totalsToShow(known: number): number[] {
  return known === 0 ? [] : [known, known + Math.ceil(known / 3), known * 2 + 2];
}

/**
 * How much the recovery changes when so many addresses turn out to have been controlled (worked example V6:
 * 7 of 9 gives 7.00 %, 7 of 20 gives 3.15 %).
 */
export function coverageDifference(rules: DefenseRules, awards: readonly Award[], known: number): string {
  const now = coverageOf(awards);
  if (now.known === 0 || known === 0 || awards.every(({ zeroReason }) => zeroReason !== null)) return '0';
  const items = rules.dimensions.flatMap((dimension) => dimension.items).filter(({ mark }) => mark === 'coverage');
  const weight = sum(items.map((item) => points(item.weight)));
  const share = (total: number): Points => least(ONE, points(`${now.found}/${total}`));
  const change = weight.mul(share(known).sub(share(now.known)));
  return exactText(change.mul(worthOfOne(rules, awards)));
}

/** What one percent, or one point, of the rubric is worth. */
function worthOfOne(rules: DefenseRules, awards: readonly Award[]): Points {
  if (rules.basis === 'points') return ONE;
  const recovery = firstStep(awards, 'RECOVERY');
  if (recovery === undefined) return ZERO;
  return points(recovery.params.deduction ?? '0')
    .mul(points(recovery.params.share ?? '0'))
    .div(100);
}

function firstStep(awards: readonly Award[], code: string): Step | undefined {
  return awards.flatMap((award) => award.steps).find((step) => step.code === code);
}
