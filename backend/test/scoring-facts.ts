/** Builders and generators of facts for tests of core; no product code imports this. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parseRuleSet } from '../src/core/ruleset/parse.js';
import type { RuleSet } from '../src/core/ruleset/rule-set.js';
import type { Settings } from '../src/core/ruleset/words.js';
import type { Facts, IncidentFact, NodeRuling, ResultFact, UnitFact } from '../src/core/scoring/facts.js';

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

/** Random but valid exercises under `tprq` and `fhz`: two root units, one subordinate, three teams. */
export function arbitraryFacts(attack: RuleSet, defense: RuleSet): fc.Arbitrary<Facts> {
  const knockedOutAtSeq = fc.option(fc.integer({ min: 1, max: 14 }));
  return fc
    .tuple(arbitraryResults(attack), arbitraryIncidents(defense), BONUSES, knockedOutAtSeq)
    .map(([results, incidents, bonuses, seq]) => ({
      units: [unit('u1'), unit('u1a', { parentId: 'u1' }), unit('u2', { knockedOutAtSeq: seq })],
      teamIds: ['t1', 't2', 't3'],
      results,
      incidents,
      bonuses,
      abnormals: [],
      adjustments: [],
    }));
}
