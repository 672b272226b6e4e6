/** Builders and generators of facts for tests of core; no product code imports this. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parseRuleSet } from '../ruleset/parse.js';
import type { RuleSet, Settings } from '../ruleset/rule-set.js';
import type { Facts, IncidentFact, NodeRuling, ResultFact, UnitFact } from './facts.js';

/** A shipped rule-set, with other readings if wanted. */
export function loadRuleSet(key: string, settings: Settings = {}): RuleSet {
  const file = `${key}.yaml`;
  const text = readFileSync(new URL(`../../../../scenarios/rulesets/${file}`, import.meta.url), 'utf8');
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
export function result(id: string, rulings: readonly (NodeRuling | null)[], more: Partial<ResultFact> = {}): ResultFact {
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
  return { units: [unit('u1')], teamIds: ['t1', 't2'], results: [], incidents: [], bonuses: [], ...more };
}

/** Random but valid exercises under `tprq` and `fhz`: two root units, one subordinate, three teams. */
export function arbitraryFacts(attack: RuleSet, defense: RuleSet): fc.Arbitrary<Facts> {
  const unitIds = fc.constantFrom('u1', 'u1a', 'u2');
  const categories = attack.attack?.categories ?? [];
  const items = defense.defense?.dimensions.flatMap((dimension) => dimension.items.map((item) => item.key)) ?? [];
  const node = fc.constantFrom(...categories).chain((category) =>
    fc.record({
      outcome: fc.constantFrom('ACCEPTED', 'ACCEPTED', 'PARTIAL', 'REJECTED'),
      privilegeKey: fc.constantFrom(...(category.privileges.length > 0 ? category.privileges.map((p) => p.key) : [null])),
      quantity: fc.integer({ min: 1, max: 150 }),
      judgedPoints: fc.option(fc.integer({ min: 0, max: 900 }).map(String)),
      deductionPoints: fc.option(fc.integer({ min: 0, max: 900 }).map(String), { freq: 5 }),
      systemKey: fc.constantFrom('a', 'b', 'c', 'd'),
      factors: fc.subarray(['ipv6', 'big-data', 'knowledge-base']),
    }).map((more) => ruling(category.key, more as Partial<NodeRuling>)),
  );
  const results = fc.array(
    fc.record({
      nodes: fc.array(fc.option(node, { freq: 8 }), { minLength: 1, maxLength: 4 }),
      teamId: fc.constantFrom('t1', 't2', 't3'),
      unitId: unitIds,
      controlledAddresses: fc.subarray(['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4']),
    }),
    { maxLength: 14 },
  );
  const share = fc.integer({ min: 0, max: 4 }).map((quarters) => `${quarters}/4`);
  const incidents = fc.array(
    fc.record({
      unitId: unitIds,
      linkedResultIds: fc.subarray(Array.from({ length: 14 }, (_, index) => `A-${index + 1}`), { maxLength: 4 }),
      isMarked: fc.boolean(),
      share,
      foundAddresses: fc.subarray(['192.0.2.1', '192.0.2.3', '198.51.100.9']),
    }),
    { maxLength: 6 },
  );
  const bonuses = fc.array(
    fc.record({
      unitId: unitIds,
      bonusKey: fc.constantFrom('zero-day', 'illegal-attack-clue'),
      points: fc.option(fc.integer({ min: 0, max: 2000 }).map(String)),
    }),
    { maxLength: 5 },
  );
  return fc.tuple(results, incidents, bonuses, fc.option(fc.integer({ min: 1, max: 14 }))).map(([r, i, b, knockedOutAtSeq]) => ({
    units: [unit('u1'), unit('u1a', { parentId: 'u1' }), unit('u2', { knockedOutAtSeq })],
    teamIds: ['t1', 't2', 't3'],
    results: r.map(({ nodes, ...more }, index) => result(`A-${index + 1}`, nodes, more)),
    incidents: i.map(({ share: given, ...more }, index) =>
      incident(`E-${index + 1}`, { ...more, marks: items.map((itemKey) => ({ itemKey, share: given })) }),
    ),
    bonuses: b.map((bonus, index) => ({ ...bonus, id: `C-${index + 1}`, code: `C-${index + 1}`, receiptSeq: 2000 + index })),
  }));
}
