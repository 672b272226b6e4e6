/** Builders and generators of facts for tests of core; no product code imports this. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { MultiplierKind, Multipliers } from '../src/core/ruleset/attack-rules.js';
import type { DrillRule } from '../src/core/ruleset/defense-rules.js';
import { parseRuleSet } from '../src/core/ruleset/parse.js';
import type { RuleSet } from '../src/core/ruleset/rule-set.js';
import type { Settings } from '../src/core/ruleset/words.js';
import type {
  AdjustmentFact,
  DrillMarkFact,
  Facts,
  IncidentFact,
  NodeRuling,
  ResultFact,
  UnitFact,
} from '../src/core/scoring/facts.js';

/** A shipped rule-set, with other readings if wanted. */
export function loadRuleSet(key: string, settings: Settings = {}): RuleSet {
  const file = `${key}.yaml`;
  const text = readFileSync(new URL(`../../scenarios/rulesets/${file}`, import.meta.url), 'utf8');
  const parsed = parseRuleSet(text, file, settings);
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.ruleSet;
}

export function unit(id: string, more: Partial<UnitFact> = {}): UnitFact {
  return { id, parentId: null, isKeyUnit: false, isParticipant: true, knockedOutAtSeq: null, ...more };
}

export function ruling(categoryKey: string, more: Partial<NodeRuling> = {}): NodeRuling {
  return {
    verdictId: 'v',
    outcome: 'ACCEPTED',
    categoryKey,
    privilegeKey: null,
    quantity: 1,
    judgedPoints: null,
    deductionPoints: null,
    systemKey: 's',
    factors: [],
    ...more,
  };
}

/** A result of one node per ruling; null = not judged yet. Code and id are the same. */
export function result(
  id: string,
  rulings: readonly (NodeRuling | null)[],
  more: Partial<ResultFact> = {},
): ResultFact {
  const receiptSeq = Number(/\d+$/.exec(id)?.[0] ?? '1');
  const nodes = rulings.map((entry, index) => ({ id: `${id}/${index + 1}`, ordinal: index + 1, ruling: entry }));
  return { id, code: id, receiptSeq, teamId: 't1', unitId: 'u1', nodes, controlledAddresses: [], ...more };
}

/** A marked incident with the same share on the items named; code and id are the same. */
export function incident(id: string, more: Partial<IncidentFact> = {}): IncidentFact {
  const receiptSeq = 1000 + Number(/\d+$/.exec(id)?.[0] ?? '1');
  return {
    id,
    code: id,
    receiptSeq,
    unitId: 'u1',
    linkedResultIds: [],
    marks: [],
    isMarked: true,
    foundAddresses: [],
    means: [],
    ...more,
  };
}

export function facts(more: Partial<Facts> = {}): Facts {
  return {
    units: [unit('u1')],
    teamIds: ['t1', 't2'],
    results: [],
    incidents: [],
    bonuses: [],
    abnormals: [],
    adjustments: [],
    drillMarks: [],
    ...more,
  };
}

const UNIT_IDS = fc.constantFrom('u1', 'u1a', 'u2');

function arbitraryRuling(attack: RuleSet): fc.Arbitrary<NodeRuling> {
  return fc.constantFrom(...(attack.attack?.categories ?? [])).chain((category) =>
    fc
      .record({
        outcome: fc.constantFrom('ACCEPTED' as const, 'PARTIAL' as const, 'ACCEPTED' as const, 'REJECTED' as const),
        privilegeKey: fc.constantFrom(
          ...category.privileges.map((p) => p.key),
          ...(category.price === null ? [] : [null]),
        ),
        quantity: fc.integer({ min: 1, max: 150 }),
        judgedPoints: fc.option(fc.integer({ min: 0, max: 900 }).map(String)),
        deductionPoints: fc.option(fc.integer({ min: 0, max: 900 }).map(String), { freq: 5 }),
        systemKey: fc.constantFrom('a', 'b', 'c', 'd'),
        factors: fc.subarray(['ipv6', 'big-data', 'knowledge-base']),
        vulnerabilityKey: fc.constantFrom('v1', 'v2', null),
      })
      .map((more) => ruling(category.key, more)),
  );
}

function arbitraryResults(attack: RuleSet): fc.Arbitrary<ResultFact[]> {
  const one = fc.record({
    rulings: fc.array(fc.option(arbitraryRuling(attack), { freq: 8 }), { minLength: 1, maxLength: 4 }),
    teamId: fc.constantFrom('t1', 't2', 't3'),
    unitId: UNIT_IDS,
    controlledAddresses: fc.subarray(['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4']),
  });
  return fc
    .array(one, { maxLength: 14 })
    .map((all) => all.map(({ rulings, ...more }, index) => result(`A-${index + 1}`, rulings, more)));
}

function arbitraryIncidents(defense: RuleSet): fc.Arbitrary<IncidentFact[]> {
  const items = defense.defense?.dimensions.flatMap((dimension) => dimension.items.map((item) => item.key)) ?? [];
  const codes = Array.from({ length: 14 }, (_, index) => `A-${index + 1}`);
  const one = fc.record({
    unitId: UNIT_IDS,
    linkedResultIds: fc.subarray(codes, { maxLength: 4 }),
    isMarked: fc.boolean(),
    quarters: fc.integer({ min: 0, max: 4 }),
    foundAddresses: fc.subarray(['192.0.2.1', '192.0.2.3', '198.51.100.9']),
    eventKey: fc.constantFrom(null, null, 'event-1', 'event-2'),
  });
  return fc.array(one, { maxLength: 6 }).map((all) =>
    all.map(({ quarters, ...more }, index) => {
      const marks = items.map((itemKey) => ({ itemKey, share: `${quarters}/4` }));
      return incident(`E-${index + 1}`, { ...more, marks });
    }),
  );
}

const BONUSES = fc
  .array(
    fc.record({
      unitId: UNIT_IDS,
      bonusKey: fc.constantFrom('zero-day', 'illegal-attack-clue'),
      points: fc.option(fc.integer({ min: 0, max: 2000 }).map(String)),
    }),
    { maxLength: 5 },
  )
  .map((all) =>
    all.map((bonus, index) => ({ ...bonus, id: `C-${index}`, code: `C-${index}`, receiptSeq: 2000 + index })),
  );

const ADJUSTMENTS: fc.Arbitrary<AdjustmentFact[]> = fc
  .array(
    fc.record({
      party: fc.constantFrom<AdjustmentFact['party']>(
        { side: 'ATTACK', id: 't1' },
        { side: 'DEFENSE', id: 'u1a' },
        { side: 'DEFENSE', id: 'u2' },
      ),
      account: fc.constantFrom<AdjustmentFact['account']>(
        'ATTACK',
        'DEDUCTION',
        'RECOVERY',
        'BONUS',
        'PENALTY',
        'DRILL',
      ),
      amount: fc.integer({ min: -500, max: 500 }).map(String),
    }),
    { maxLength: 3 },
  )
  .map((all) =>
    all.map((given, index) => ({ ...given, id: `R-${index}`, code: `R-${index}`, receiptSeq: 4000 + index })),
  );

/** The mark on an answer; code and id are the same. */
export function drillMark(id: string, more: Partial<DrillMarkFact> = {}): DrillMarkFact {
  const receiptSeq = 5000 + Number(/\d+$/.exec(id)?.[0] ?? '1');
  const worth = { expectation: 'REPORT', fullPoints: '10', points: '10' } as const;
  return { id, code: id, drillId: 'd1', receiptSeq, unitId: 'u1', ...worth, ...more };
}

/** Answers in two drills, some of them to injects released together. */
export const DRILL_MARKS: fc.Arbitrary<DrillMarkFact[]> = fc
  .array(
    fc.record({
      drillId: fc.constantFrom('d1', 'd2'),
      unitId: UNIT_IDS,
      expectation: fc.constantFrom('REPORT' as const, 'DISPOSE' as const, 'ACKNOWLEDGE' as const),
      points: fc.constantFrom('0', '1/3', '2.5', '5', '10'),
    }),
    { maxLength: 8 },
  )
  .map((all) => all.map((mark, index) => drillMark(`I-${index}`, { ...mark, receiptSeq: 5000 + (index % 3) })));

/** 示例: limits on marks of drills, on top of a rule-set that has none. */
export function withDrill(ruleSet: RuleSet, more: Partial<DrillRule> = {}): RuleSet {
  if (ruleSet.defense === null) throw new Error('no defence side');
  const title = { zh: '', en: '' };
  const limits = [{ kind: 'REPORT' as const, limit: '12' }];
  const drill: DrillRule = { title, clause: title, limits, total: '20', limitsPer: 'exercise', ...more };
  return { ...ruleSet, defense: { ...ruleSet.defense, drill } };
}

const UNITS: fc.Arbitrary<UnitFact[]> = fc
  .record({
    keys: fc.subarray(['u1', 'u1a', 'u2']),
    outside: fc.subarray(['u1a', 'u2']),
    knockedOutAtSeq: fc.option(fc.integer({ min: 1, max: 14 })),
  })
  .map(({ keys, outside, knockedOutAtSeq }) =>
    [unit('u1'), unit('u1a', { parentId: 'u1' }), unit('u2', { knockedOutAtSeq })].map((entry) => ({
      ...entry,
      isKeyUnit: keys.includes(entry.id),
      isParticipant: !outside.includes(entry.id),
    })),
  );

/**
 * Random but valid exercises: two root units, one subordinate, three teams; some units are key units or outside the
 * exercise, nodes share vulnerabilities, points are adjusted by hand.
 */
export function arbitraryFacts(attack: RuleSet, defense: RuleSet): fc.Arbitrary<Facts> {
  return fc
    .tuple(arbitraryResults(attack), arbitraryIncidents(defense), BONUSES, UNITS, ADJUSTMENTS, DRILL_MARKS)
    .map(([results, incidents, bonuses, units, adjustments, drillMarks]) => ({
      units,
      teamIds: ['t1', 't2', 't3'],
      results,
      incidents,
      bonuses,
      abnormals: [],
      adjustments,
      drillMarks,
    }));
}

const CLAUSE = { zh: '随机', en: 'random' };
const TIMES = fc.constantFrom('1.4', '0.8', '1', '2', '0.333');
const COUNTS = {
  counts: fc.constantFrom('node' as const, 'result' as const),
  zeroTakesPlace: fc.boolean(),
  clause: fc.constant(CLAUSE),
};

const MULTIPLIERS: fc.Arbitrary<Multipliers> = fc.record({
  order: fc.shuffledSubarray<MultiplierKind>(['decay', 'key-unit', 'non-participant'], { minLength: 3 }),
  rounding: fc.constantFrom('none' as const, 'half-up' as const, 'up' as const, 'down' as const),
  places: fc.integer({ min: 0, max: 2 }),
  roundEach: fc.boolean(),
  capStage: fc.constantFrom('after-multipliers' as const, 'before-multipliers' as const),
  deductionStage: fc.constantFrom('after-multipliers' as const, 'before-multipliers' as const),
  keyUnit: fc.record({
    times: TIMES,
    flagOf: fc.constantFrom('own' as const, 'root' as const),
    clause: fc.constant(CLAUSE),
  }),
  nonParticipant: fc.record({
    times: TIMES,
    limit: fc.option(fc.integer({ min: 0, max: 3 })),
    limitPer: fc.constantFrom('team' as const, 'team-unit' as const, 'exercise' as const),
    ...COUNTS,
  }),
  decay: fc.record({
    shares: fc.constantFrom(['1', '0.7', '0.4'], ['1', '1/3'], ['0.5']),
    sameWithin: fc.constantFrom('exercise' as const, 'team' as const, 'unit' as const, 'team-unit' as const),
    ...COUNTS,
  }),
});

/** A rule-set with random multipliers and all its caps within two wider ones. */
export function arbitraryMultiplied(ruleSet: RuleSet): fc.Arbitrary<RuleSet> {
  const { attack } = ruleSet;
  if (attack === null) throw new Error('no attack rules');
  const title = CLAUSE;
  return fc
    .tuple(MULTIPLIERS, fc.integer({ min: 100, max: 3000 }), fc.constantFrom('truncate' as const, 'drop' as const))
    .map(([multipliers, limit, capPolicy]) => {
      const wider = [
        { key: 'wide', title, limit: String(limit), within: 'widest' },
        { key: 'widest', title, limit: String(limit + 500), within: null },
      ];
      const narrow = attack.caps.map((cap, index) => ({ ...cap, within: index % 3 === 0 ? 'widest' : 'wide' }));
      const options = { ...attack.options, capPolicy, dropScope: limit % 2 === 0 ? 'item' : 'part' } as const;
      return { ...ruleSet, attack: { ...attack, options, multipliers, caps: [...narrow, ...wider] } };
    });
}
