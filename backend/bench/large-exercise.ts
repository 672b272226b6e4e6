/**
 * A large exercise made up by a seeded generator: the same seed gives the same facts. Shares of outcomes, categories and
 * links are 自拟; only the sizes matter here.
 */
import { readFileSync } from 'node:fs';
import type { Category, JudgedRange } from '../src/core/ruleset/attack-rules.js';
import { parseRuleSet } from '../src/core/ruleset/parse.js';
import type { RuleSet } from '../src/core/ruleset/rule-set.js';
import type {
  BonusFact,
  Facts,
  IncidentFact,
  NodeFact,
  NodeRuling,
  ResultFact,
  UnitFact,
} from '../src/core/scoring/facts.js';
import type { PinnedRules } from '../src/core/scoring/compute-awards.js';

/** How large an exercise is to be. */
export interface Size {
  readonly teams: number;
  readonly roots: number;
  readonly results: number;
  readonly nodesPerResult: number;
  readonly incidents: number;
}

/** 100,000 facts: 85,000 judged nodes and 15,000 marked incidents. */
export const HUNDRED_THOUSAND: Size = {
  teams: 80,
  roots: 300,
  results: 34_000,
  nodesPerResult: 2.5,
  incidents: 15_000,
};

/** 10,000 results as in a city's exercise with many teams. */
export const TEN_THOUSAND: Size = { teams: 40, roots: 120, results: 10_000, nodesPerResult: 2.5, incidents: 4_000 };

/** A shipped rule-set, read from scenarios/rulesets below the working directory. */
export function shippedRuleSet(key: string): RuleSet {
  const file = `${key}.yaml`;
  const parsed = parseRuleSet(readFileSync(`scenarios/rulesets/${file}`, 'utf8'), file);
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.ruleSet;
}

/** A number in [0, 1) from a 32-bit state (mulberry32), so that runs can be compared. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Draws for one exercise. */
class Draw {
  private readonly next: () => number;

  constructor(seed: number) {
    this.next = seeded(seed);
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  of<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new RangeError('nothing to choose from');
    return item;
  }
}

/** Makes the exercise; ids are UUID-shaped so that keys have their real length. */
export function largeExercise(rules: PinnedRules, size: Size, seed = 1): Facts {
  const draw = new Draw(seed);
  const units = unitsOf(size);
  const teamIds = Array.from({ length: size.teams }, (_, index) => idOf('7e', index));
  const results = Array.from({ length: size.results }, (_, index) =>
    resultOf({ rules, draw, size }, { index, units, teamIds }),
  );
  const incidents = incidentsOf({ rules, draw, size }, units, results);
  return {
    units,
    teamIds,
    results,
    incidents,
    bonuses: bonusesOf(rules, draw, units),
    abnormals: [],
    adjustments: [],
    drillMarks: [],
  };
}

interface Making {
  readonly rules: PinnedRules;
  readonly draw: Draw;
  readonly size: Size;
}

/** Shaped like a UUID; `kind` keeps the ids of different things apart. */
export function idOf(kind: string, index: number): string {
  return `${kind}000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;
}

/** Every root with one subordinate. */
function unitsOf(size: Size): UnitFact[] {
  return Array.from({ length: size.roots }, (_, index) => {
    const root = { id: idOf('a0', index), parentId: null, isKeyUnit: index % 5 === 0, isParticipant: true };
    return [
      { ...root, knockedOutAtSeq: null },
      { ...root, id: idOf('a1', index), parentId: root.id, knockedOutAtSeq: null },
    ];
  }).flat();
}

function resultOf(
  { rules, draw, size }: Making,
  { index, units, teamIds }: { index: number; units: readonly UnitFact[]; teamIds: readonly string[] },
): ResultFact {
  const id = idOf('50', index);
  const count = Math.floor(size.nodesPerResult) + (index % 2 === 0 ? Math.round((size.nodesPerResult % 1) * 2) : 0);
  const nodes = Array.from({ length: count }, (_, place): NodeFact => {
    const nodeIndex = index * 8 + place;
    return { id: idOf('0d', nodeIndex), ordinal: place + 1, ruling: rulingOf(rules, draw, nodeIndex) };
  });
  return {
    id,
    code: `A-${String(index + 1).padStart(5, '0')}`,
    receiptSeq: 1000 + index * 2,
    teamId: draw.of(teamIds),
    unitId: draw.of(units).id,
    nodes,
    controlledAddresses: draw.chance(0.5) ? [`10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`] : [],
  };
}

function rulingOf(rules: PinnedRules, draw: Draw, nodeIndex: number): NodeRuling {
  const category = draw.of(rules.attack.attack?.categories ?? []);
  const { privilegeKey, judgedPoints } = pricedOf(category, draw);
  return {
    verdictId: idOf('be', nodeIndex),
    outcome: draw.chance(0.1) ? 'REJECTED' : 'ACCEPTED',
    categoryKey: category.key,
    privilegeKey,
    quantity: category.quantity === null ? 1 : 1 + draw.below(5),
    judgedPoints,
    deductionPoints: null,
    systemKey: `host-${draw.below(400)}`,
    factors: draw.chance(0.1) ? factorOf(rules, category) : [],
    measures: {},
    vulnerabilityKey: draw.chance(0.3) ? `cve-${draw.below(5000)}` : null,
  };
}

function pricedOf(category: Category, draw: Draw): Pick<NodeRuling, 'privilegeKey' | 'judgedPoints'> {
  const privilege = category.privileges.length === 0 ? null : draw.of(category.privileges);
  const range = (privilege?.price ?? category.price)?.judged ?? null;
  return { privilegeKey: privilege?.key ?? null, judgedPoints: range === null ? null : judgedOf(range) };
}

function judgedOf({ min, max }: JudgedRange): string {
  return max ?? min;
}

function factorOf(rules: PinnedRules, category: Category): string[] {
  const factor = rules.attack.attack?.factors.find(
    ({ categories }) => categories === null || categories.includes(category.key),
  );
  return factor === undefined ? [] : [factor.key];
}

function incidentsOf(
  { rules, draw, size }: Making,
  units: readonly UnitFact[],
  results: readonly ResultFact[],
): IncidentFact[] {
  const items = rules.defense.defense?.dimensions.flatMap((dimension) => dimension.items) ?? [];
  const judged = items.filter(({ mark }) => mark === 'judged').map(({ key }) => key);
  const means = rules.defense.defense?.means.map(({ key }) => key) ?? [];
  const rootOf = new Map(units.map(({ id, parentId }) => [id, parentId ?? id]));
  const byRoot = Map.groupBy(results, ({ unitId }) => rootOf.get(unitId) ?? unitId);
  const roots = units.filter(({ parentId }) => parentId === null);
  return Array.from({ length: size.incidents }, (_, index): IncidentFact => {
    const root = roots[index % roots.length]?.id ?? '';
    const linked = draw.chance(0.9) ? [draw.of(byRoot.get(root) ?? results)] : [];
    return {
      id: idOf('1c', index),
      code: `E-${String(index + 1).padStart(5, '0')}`,
      receiptSeq: 1001 + index * 2,
      unitId: root,
      linkedResultIds: linked.map(({ id }) => id),
      marks: judged.map((itemKey) => ({ itemKey, share: `${draw.below(21)}/20` })),
      isMarked: true,
      foundAddresses: linked.flatMap(({ controlledAddresses }) => controlledAddresses),
      means: means.filter(() => draw.chance(0.3)),
      deductionAtMarking: null,
    };
  });
}

/** One bonus claim for every fourth root. */
function bonusesOf(rules: PinnedRules, draw: Draw, units: readonly UnitFact[]): BonusFact[] {
  const kinds = rules.defense.defense?.bonuses ?? [];
  if (kinds.length === 0) return [];
  return units
    .filter(({ parentId }, index) => parentId === null && index % 8 === 0)
    .map(({ id: unitId }, index) => ({
      id: idOf('b0', index),
      code: `C-${index + 1}`,
      receiptSeq: 90_000 + index,
      unitId,
      bonusKey: draw.of(kinds).key,
      points: String(100 + draw.below(1500)),
    }));
}
