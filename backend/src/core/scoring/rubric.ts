/** Marks of an incident turned into points of the rubric, item by item (FHZ: six dimensions, 25 items). */
import { ONE, ZERO, exactText, greatest, least, points, sum } from '../kernel/points.js';
import type { Points } from '../kernel/points.js';
import type { DefenseRules, Dimension, RubricItem } from '../ruleset/defense-rules.js';
import type { Phase, Step } from './award.js';
import type { Coverage } from './coverage.js';
import type { IncidentFact } from './facts.js';
import { step } from './step-codes.js';

/** One dimension of a marked incident. */
export interface DimensionScore {
  readonly dimension: Dimension;
  /** False when nothing in it was marked: that part was not filed. */
  readonly isFiled: boolean;
  readonly total: Points;
  readonly steps: readonly Step[];
  readonly usesCoverage: boolean;
}

export interface RubricContext {
  readonly rules: DefenseRules;
  readonly coverage: Coverage;
  readonly phase: Phase;
}

interface ItemShare {
  readonly share: Points;
  readonly steps: readonly Step[];
}

/** Scores every dimension of an incident. Items the rule computes itself ignore marks. */
export function scoreRubric(context: RubricContext, incident: IncidentFact): DimensionScore[] {
  return context.rules.dimensions.map((dimension) => scoreDimension(context, incident, dimension));
}

function scoreDimension(context: RubricContext, incident: IncidentFact, dimension: Dimension): DimensionScore {
  const scored = dimension.items.map((item) => {
    const { share, steps } = shareOf(context, incident, item);
    const value = points(item.weight).mul(share);
    const figures = { item: item.key, weight: item.weight, share: exactText(share), points: exactText(value) };
    return { value, steps: [...steps, step('RUBRIC', figures)] };
  });
  const judged = dimension.items.filter((item) => item.mark === 'judged');
  return {
    dimension,
    isFiled: judged.length === 0 || judged.some((item) => incident.marks.some((mark) => mark.itemKey === item.key)),
    total: sum(scored.map((entry) => entry.value)),
    steps: scored.flatMap((entry) => entry.steps),
    usesCoverage: dimension.items.some((item) => item.mark === 'coverage'),
  };
}

function shareOf(context: RubricContext, incident: IncidentFact, item: RubricItem): ItemShare {
  if (item.mark === 'coverage') return coverageShare(context, incident, item);
  if (item.mark === 'means') return meansShare(context.rules, incident, item);
  const mark = incident.marks.find((entry) => entry.itemKey === item.key);
  return { share: mark === undefined ? ZERO : greatest(ZERO, least(ONE, points(mark.share))), steps: [] };
}

function coverageShare(context: RubricContext, incident: IncidentFact, item: RubricItem): ItemShare {
  if (context.rules.options.coverageMode === 'final' && context.phase === 'PROVISIONAL') {
    return { share: ZERO, steps: [step('COVERAGE_PENDING', { item: item.key })] };
  }
  const { found, controlled } = context.coverage.of(incident);
  const share = controlled === 0 ? ZERO : points(found).div(controlled);
  const figures = { item: item.key, found: String(found), controlled: String(controlled) };
  return { share, steps: [step('COVERAGE', figures)] };
}

function meansShare(rules: DefenseRules, incident: IncidentFact, item: RubricItem): ItemShare {
  const found = rules.means.filter((means) => incident.means.includes(means.key)).length;
  const share = rules.means.length === 0 ? ZERO : points(found).div(rules.means.length);
  const figures = { item: item.key, found: String(found), listed: String(rules.means.length) };
  return { share, steps: [step('MEANS', figures)] };
}
