/** Marks of an incident turned into points of the rubric, item by item (FHZ: six dimensions, 25 items). */
import { ONE, ZERO, exactText, greatest, least, points, sum } from '../kernel/points.js';
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
  /** Its items in order. */
  readonly items: readonly ItemScore[];
  readonly usesCoverage: boolean;
}

/** An item at a share. */
export interface ItemScore {
  readonly value: Points;
  /** How a share that the rule computes came about; null for a judged one. */
  readonly explanation: Step | null;
  readonly step: Step;
}

/** What explains these dimensions, item by item. */
export function rubricSteps(scores: readonly DimensionScore[]): Step[] {
  const steps: Step[] = [];
  for (const { items } of scores) {
    for (const { explanation, step: scored } of items) {
      if (explanation !== null) steps.push(explanation);
      steps.push(scored);
    }
  }
  return steps;
}

export interface RubricContext {
  readonly rules: DefenseRules;
  readonly coverage: Coverage;
  readonly phase: Phase;
}

/** Scores every dimension of an incident. Items the rule computes itself ignore marks. */
export function scoreRubric(context: RubricContext, incident: IncidentFact): DimensionScore[] {
  const rubric = remembered(RUBRICS, context.rules, () => preparedRubric(context.rules));
  return rubric.map((dimension) => scoreDimension(context, incident, dimension));
}

/** A dimension with what is the same for thousands of incidents. */
interface PreparedDimension {
  readonly dimension: Dimension;
  readonly items: readonly PreparedItem[];
  readonly hasJudged: boolean;
  readonly usesCoverage: boolean;
}

interface PreparedItem {
  readonly item: RubricItem;
  /** Where its mark is on a sheet in the order of the rubric, as most are. */
  readonly likely: number;
  /** By share: an exercise marks thousands of incidents with a few dozen different ones. */
  readonly known: Map<string, ItemScore>;
  readonly unmarked: ItemScore;
  /** By how many means were found. */
  readonly means: Map<number, ItemScore>;
  /** Before coverage is counted. */
  readonly pending: ItemScore;
}

const RUBRICS = new WeakMap<DefenseRules, readonly PreparedDimension[]>();
const SHARES_KEPT = 1000;

function preparedRubric(rules: DefenseRules): PreparedDimension[] {
  let before = 0;
  return rules.dimensions.map((dimension) => {
    const judged = dimension.items.filter(({ mark }) => mark === 'judged');
    const items = dimension.items.map((item) => preparedItem(item, before + judged.indexOf(item)));
    before += judged.length;
    const usesCoverage = dimension.items.some(({ mark }) => mark === 'coverage');
    return { dimension, items, hasJudged: judged.length > 0, usesCoverage };
  });
}

function preparedItem(item: RubricItem, likely: number): PreparedItem {
  return {
    item,
    likely,
    known: new Map(),
    unmarked: scoreAt(item, '0'),
    means: new Map(),
    pending: scoreAt(item, '0', step('COVERAGE_PENDING', { item: item.key })),
  };
}

function scoreAt(item: RubricItem, share: string, explanation: Step | null = null): ItemScore {
  const exact = greatest(ZERO, least(ONE, points(share)));
  const value = points(item.weight).mul(exact);
  const figures = { item: item.key, weight: item.weight, share: exactText(exact), points: exactText(value) };
  return { value, explanation, step: step('RUBRIC', figures) };
}

function scoreDimension(
  context: RubricContext,
  incident: IncidentFact,
  { dimension, items: all, hasJudged, usesCoverage }: PreparedDimension,
): DimensionScore {
  const items = all.map((prepared) => scoreItem(context, incident, prepared));
  const isMarked = all.some(({ item, unmarked }, place) => item.mark === 'judged' && items[place] !== unmarked);
  return {
    dimension,
    isFiled: !hasJudged || isMarked,
    total: sum(items.map(({ value }) => value)),
    items,
    usesCoverage,
  };
}

function scoreItem(context: RubricContext, incident: IncidentFact, prepared: PreparedItem): ItemScore {
  switch (prepared.item.mark) {
    case 'judged':
      return judgedItem(incident, prepared);
    case 'coverage':
      return coverageItem(context, incident, prepared);
    case 'means':
      return meansItem(context, incident, prepared);
  }
}

function judgedItem(incident: IncidentFact, prepared: PreparedItem): ItemScore {
  const share = markOf(incident, prepared);
  return share === null ? prepared.unmarked : knownAt(prepared, share);
}

function knownAt({ item, known }: PreparedItem, share: string): ItemScore {
  const before = known.get(share);
  if (before !== undefined) return before;
  const scored = scoreAt(item, share);
  if (known.size < SHARES_KEPT) known.set(share, scored);
  return scored;
}

/** Share of a judged item as text; null while it is not marked. */
function markOf({ marks }: IncidentFact, { item: { key }, likely }: PreparedItem): string | null {
  const there = marks[likely];
  if (there?.itemKey === key) return there.share;
  return marks.find(({ itemKey }) => itemKey === key)?.share ?? null;
}

function coverageItem(
  { rules, phase, coverage }: RubricContext,
  incident: IncidentFact,
  prepared: PreparedItem,
): ItemScore {
  if (rules.options.coverageMode === 'final' && phase === 'PROVISIONAL') return prepared.pending;
  const { found, controlled } = coverage.of(incident);
  const figures = { item: prepared.item.key, found: String(found), controlled: String(controlled) };
  return { ...knownAt(prepared, ratio(found, controlled)), explanation: step('COVERAGE', figures) };
}

function meansItem({ rules }: RubricContext, incident: IncidentFact, { item, means }: PreparedItem): ItemScore {
  let found = 0;
  for (const { key } of rules.means) if (incident.means.includes(key)) found += 1;
  return remembered(means, found, () => {
    const figures = { item: item.key, found: String(found), listed: String(rules.means.length) };
    return scoreAt(item, ratio(found, rules.means.length), step('MEANS', figures));
  });
}

/** Nothing of nothing is nothing. */
function ratio(part: number, whole: number): string {
  return whole === 0 ? '0' : `${part}/${whole}`;
}
