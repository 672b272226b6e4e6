/** Random exercises of every kind of fact, and random changes of them; no product code imports this. */
import fc from 'fast-check';
import type { Multipliers } from '../src/core/ruleset/attack-rules.js';
import type { RuleSet } from '../src/core/ruleset/rule-set.js';
import type { PinnedRules } from '../src/core/scoring/compute-awards.js';
import type { FactChange } from '../src/core/scoring/fact-change.js';
import type { AbnormalFact, AdjustmentFact, Facts, ResultFact, UnitFact } from '../src/core/scoring/facts.js';
import { arbitraryFacts, unit } from './scoring-facts.js';

/** 自拟: multipliers on top of a rule-set that has none, with places counted as widely as can be. */
export function multiplied(ruleSet: RuleSet, more: Partial<Multipliers>): RuleSet {
  if (ruleSet.attack === null) throw new Error('no attack side');
  const clause = { zh: '', en: '' };
  const counting = { counts: 'node', zeroTakesPlace: false, clause } as const;
  const multipliers: Multipliers = {
    order: ['key-unit', 'decay', 'non-participant'],
    rounding: 'up',
    places: 0,
    roundEach: true,
    capStage: 'after-multipliers',
    deductionStage: 'after-multipliers',
    keyUnit: { times: '1.4', flagOf: 'root', clause },
    nonParticipant: { times: '0.8', limit: 3, limitPer: 'team', ...counting },
    decay: { shares: ['1', '0.7', '0.4'], sameWithin: 'exercise', ...counting },
    ...more,
  };
  return { ...ruleSet, attack: { ...ruleSet.attack, multipliers } };
}

/** Ids of the units, two of which stand under a root. */
const UNIT_IDS = ['u1', 'u1a', 'u2', 'u2a', 'u3', 'u4'] as const;

const anyUnitId = fc.constantFrom(...UNIT_IDS);
const anyVulnerability = fc.option(fc.constantFrom('cve-1', 'cve-2', 'cve-3'));

/** Mostly as they started; now and then a unit moves, is knocked out, leaves or becomes a key unit. */
function unitsOf(): fc.Arbitrary<UnitFact[]> {
  const seq = fc.option(fc.integer({ min: 1, max: 14 }), { freq: 2 });
  const parents: Record<string, string | null> = { u1a: 'u1', u2a: 'u2' };
  return fc.tuple(
    ...UNIT_IDS.map((id) =>
      fc
        .record({ knockedOutAtSeq: seq, isKeyUnit: fc.boolean(), isParticipant: fc.boolean() })
        .map((more) => unit(id, { parentId: parents[id] ?? null, ...more })),
    ),
  );
}

function respread(results: readonly ResultFact[]): fc.Arbitrary<ResultFact[]> {
  return fc.tuple(
    ...results.map((result) =>
      fc.tuple(anyUnitId, fc.array(anyVulnerability, { minLength: 4, maxLength: 4 })).map(([unitId, keys]) => ({
        ...result,
        unitId,
        nodes: result.nodes.map((node, index) => {
          if (node.ruling === null) return node;
          return { ...node, ruling: { ...node.ruling, vulnerabilityKey: keys[index] ?? null } };
        }),
      })),
    ),
  );
}

const MINUTE = 60_000;

const abnormals: fc.Arbitrary<AbnormalFact[]> = fc
  .array(
    fc.record({
      unitId: anyUnitId,
      noticedAt: fc.integer({ min: 0, max: 600 }),
      repairedAt: fc.option(fc.integer({ min: 600, max: 2000 })),
      confirmedAt: fc.option(fc.integer({ min: 600, max: 2000 })),
    }),
    { maxLength: 4 },
  )
  .map((all) =>
    all.map(({ unitId, noticedAt, repairedAt, confirmedAt }, index) => ({
      id: `N-${index}`,
      code: `N-${index}`,
      receiptSeq: 3000 + index,
      unitId,
      evidenceAt: noticedAt * MINUTE,
      noticedAt: noticedAt * MINUTE,
      repairedAt: repairedAt === null ? null : repairedAt * MINUTE,
      confirmedAt: confirmedAt === null ? null : confirmedAt * MINUTE,
    })),
  );

const party: fc.Arbitrary<AdjustmentFact['party']> = fc.oneof(
  fc.record({ side: fc.constant('ATTACK' as const), id: fc.constantFrom('t1', 't2', 't3') }),
  fc.record({ side: fc.constant('DEFENSE' as const), id: anyUnitId }),
);

const adjustments: fc.Arbitrary<AdjustmentFact[]> = fc
  .array(fc.tuple(party, fc.integer({ min: -300, max: 300 })), { maxLength: 3 })
  .map((all) =>
    all.map(([given, amount], index) => ({
      id: `J-${index}`,
      code: `J-${index}`,
      receiptSeq: 4000 + index,
      party: given,
      account: given.side === 'ATTACK' ? ('ATTACK' as const) : ('PENALTY' as const),
      amount: String(amount),
    })),
  );

/** A whole exercise with facts of every kind on four roots. */
export function anyExercise({ attack, defense }: PinnedRules): fc.Arbitrary<Facts> {
  return arbitraryFacts(attack, defense).chain((facts) =>
    fc.tuple(unitsOf(), respread(facts.results), abnormals, adjustments).map(([units, results, episodes, byHand]) => ({
      ...facts,
      units,
      results,
      incidents: facts.incidents,
      abnormals: episodes,
      adjustments: byHand,
    })),
  );
}

/** Some of the facts of another exercise with the same ids: filings, verdicts, marks, links, knock-outs, take-backs. */
export function anyChange(rules: PinnedRules): fc.Arbitrary<FactChange> {
  return anyExercise(rules).chain((other) =>
    fc.record({
      units: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: someUnits(other.units) }),
      results: few(other.results, 2),
      incidents: few(other.incidents, 2),
      bonuses: few(other.bonuses, 1),
      abnormals: few(other.abnormals, 1),
      adjustments: few(other.adjustments, 1),
      drillMarks: few(other.drillMarks, 2),
      gone: fc.oneof(
        { weight: 4, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: few(['A-1', 'A-2', 'E-1', 'C-0', 'J-0', 'I-0'], 1) },
      ),
    }),
  );
}

function few<T>(items: readonly T[], atMost: number): fc.Arbitrary<T[]> {
  return fc.subarray([...items], { maxLength: Math.min(atMost, items.length) });
}

/** Changed units; sometimes one under another parent, sometimes a new one. */
function someUnits(units: readonly UnitFact[]): fc.Arbitrary<UnitFact[]> {
  const moved = fc.record({
    id: fc.constantFrom('u1a', 'u3', 'u9', 'u8'),
    parentId: fc.constantFrom(null, 'u2', 'u4'),
  });
  return fc.oneof(
    few(units, 1),
    moved.map(({ id, parentId }) => [unit(id, { parentId })]),
  );
}
