/** Marks of an incident turned into points of the rubric, item by item (FHZ: six dimensions, 25 items). */
import { ONE, ZERO, exactText, greatest, least, points } from '../kernel/points.js';
import type { Points } from '../kernel/points.js';
import type { DefenseRules, Dimension, RubricItem } from '../ruleset/defense-rules.js';
import type { Phase, Step } from './award.js';
import type { Coverage } from './coverage.js';
import type { IncidentFact } from './facts.js';
import { remembered } from '../kernel/remembered.js';
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

/** A share the rule computes, as text, and how it came about. */
interface ComputedShare {
  readonly share: string;
  readonly explanation: Step;
}

/** Scores every dimension of an incident. Items the rule computes itself ignore marks. */
export function scoreRubric(context: RubricContext, incident: IncidentFact): DimensionScore[] {
  let before = 0;
  return context.rules.dimensions.map((dimension) => {
    const score = scoreDimension(context, { incident, before }, dimension);
    before += dimension.items.filter(({ mark }) => mark === 'judged').length;
    return score;
  });
}

function scoreDimension(
  context: RubricContext,
  { incident, before }: { incident: IncidentFact; before: number },
  dimension: Dimension,
): DimensionScore {
  const steps: Step[] = [];
  let total = ZERO;
  let judged = 0;
  let marked = 0;
  for (const item of dimension.items) {
    const isJudged = item.mark === 'judged';
    const share = isJudged
      ? markOf(incident, item, before + judged)
      : computedShare(context, { incident, item, steps });
    judged += isJudged ? 1 : 0;
    marked += isJudged && share !== null ? 1 : 0;
    const scored = itemScore(item, share ?? '0');
    steps.push(scored.step);
    total = total.add(scored.value);
  }
  const usesCoverage = dimension.items.some((item) => item.mark === 'coverage');
  return { dimension, isFiled: judged === 0 || marked > 0, total, steps, usesCoverage };
}

/** Share of a judged item as text; null while it is not marked. Most sheets are in the order of the rubric. */
function markOf({ marks }: IncidentFact, { key }: RubricItem, likely: number): string | null {
  const there = marks[likely];
  if (there?.itemKey === key) return there.share;
  return marks.find(({ itemKey }) => itemKey === key)?.share ?? null;
}

/** An item at a share. */
interface ItemScore {
  readonly value: Points;
  readonly step: Step;
}

/** An exercise marks thousands of incidents with a few dozen different shares: each is worked out once. */
const SCORED = new WeakMap<RubricItem, Map<string, ItemScore>>();
const SHARES_KEPT = 1000;

function itemScore(item: RubricItem, share: string): ItemScore {
  const known = SCORED.get(item) ?? new Map<string, ItemScore>();
  const before = known.get(share);
  if (before !== undefined) return before;
  const exact = greatest(ZERO, least(ONE, points(share)));
  const value = points(item.weight).mul(exact);
  const figures = { item: item.key, weight: item.weight, share: exactText(exact), points: exactText(value) };
  const scored = { value, step: step('RUBRIC', figures) };
  if (known.size < SHARES_KEPT) SCORED.set(item, known.set(share, scored));
  return scored;
}

interface Computing {
  readonly incident: IncidentFact;
  readonly item: RubricItem;
  /** How the share came about is added here. */
  readonly steps: Step[];
}

function computedShare(context: RubricContext, { incident, item, steps }: Computing): string {
  const { share, explanation } =
    item.mark === 'coverage' ? coverageShare(context, incident, item) : meansShare(context.rules, incident, item);
  steps.push(explanation);
  return share;
}

function coverageShare(context: RubricContext, incident: IncidentFact, item: RubricItem): ComputedShare {
  if (context.rules.options.coverageMode === 'final' && context.phase === 'PROVISIONAL') {
    return remembered(PENDING, item, () => {
      return { share: '0', explanation: step('COVERAGE_PENDING', { item: item.key }) };
    });
  }
  const { found, controlled } = context.coverage.of(incident);
  const figures = { item: item.key, found: String(found), controlled: String(controlled) };
  return { share: ratio(found, controlled), explanation: step('COVERAGE', figures) };
}

function meansShare(rules: DefenseRules, incident: IncidentFact, item: RubricItem): ComputedShare {
  const found = rules.means.filter((means) => incident.means.includes(means.key)).length;
  const shares = remembered(MEANS, item, () => new Map<number, ComputedShare>());
  return remembered(shares, found, () => {
    const figures = { item: item.key, found: String(found), listed: String(rules.means.length) };
    return { share: ratio(found, rules.means.length), explanation: step('MEANS', figures) };
  });
}

/** What is the same for thousands of incidents. An item belongs to one rule-set, so its list of means is always the same. */
const PENDING = new WeakMap<RubricItem, ComputedShare>();
const MEANS = new WeakMap<RubricItem, Map<number, ComputedShare>>();

/** Nothing of nothing is nothing. */
function ratio(part: number, whole: number): string {
  return whole === 0 ? '0' : `${part}/${whole}`;
}
