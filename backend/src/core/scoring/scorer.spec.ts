import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyChange, anyExercise, multiplied } from '../../../test/scoring-changes.js';
import { facts, incident, loadRuleSet, result, ruling, unit, withDrill } from '../../../test/scoring-facts.js';
import { rankAttack, rankDefense } from '../board/standings.js';
import { exactText, type Points, ZERO } from '../kernel/points.js';
import { foldLedger, type LedgerSums } from '../ledger/ledger.js';
import type { AwardChange } from './award-change.js';
import type { Award, Phase } from './award.js';
import { capUsage, computeAwards, type PinnedRules, resultDeductions } from './compute-awards.js';
import type { FactChange } from './fact-change.js';
import type { Facts, ResultFact } from './facts.js';
import { Scorer } from './scorer.js';

const TPRQ = loadRuleSet('tprq');
const FHZ = loadRuleSet('fhz');
const MAIL = loadRuleSet('mail-defense');
const XC = loadRuleSet('xc-2022');
const covering = { 'defense.options.coverageMode': 'provisional' };

const RULES: Readonly<Record<string, PinnedRules>> = {
  'tprq + fhz': { attack: TPRQ, defense: FHZ },
  'tprq + fhz with coverage of the exercise during play': {
    attack: TPRQ,
    defense: loadRuleSet('fhz', { ...covering, 'defense.options.coverageOf': 'exercise' }),
  },
  'tprq + fhz with coverage of the linked results': {
    attack: loadRuleSet('tprq', { 'attack.options.capScope': 'unit', 'attack.options.dedupAcrossTeams': true }),
    defense: loadRuleSet('fhz', { ...covering, 'defense.options.coverageOf': 'linked' }),
  },
  'places counted over the exercise': {
    attack: multiplied(TPRQ, {}),
    defense: loadRuleSet('fhz', { ...covering, 'defense.options.coverageOf': 'unit' }),
  },
  'places counted by team': {
    attack: multiplied(TPRQ, {
      decay: {
        shares: ['1', '0.7'],
        sameWithin: 'team',
        counts: 'result',
        zeroTakesPlace: true,
        clause: { zh: '', en: '' },
      },
    }),
    defense: FHZ,
  },
  'xc-2022 + fhz': { attack: XC, defense: FHZ },
  'xc-2022 by team + fhz': {
    attack: loadRuleSet('xc-2022', { 'attack.multipliers.decay.sameWithin': 'team' }),
    defense: FHZ,
  },
  'tprq + fhz with drills': { attack: TPRQ, defense: withDrill(FHZ) },
  'drill-simple': { attack: TPRQ, defense: loadRuleSet('drill-simple') },
  'mail-defense': { attack: TPRQ, defense: MAIL },
};

/** One line of text per award, by key, since a scorer has them root by root. */
function shown(awards: readonly Award[]): string {
  return awards
    .map((award) => JSON.stringify({ ...award, amount: exactText(award.amount) }))
    .sort()
    .join('\n');
}

function standings(rules: PinnedRules, { teamIds, units }: Facts, sums: LedgerSums): unknown[] {
  const roots = units.filter(({ parentId }) => parentId === null).map(({ id }) => id);
  const board = [...rankAttack(rules.attack, teamIds, sums), ...rankDefense(rules.defense, roots, sums)];
  return board.map(({ party, rank, text, parts }) => ({ party, rank, text, parts }));
}

/** The plain reading of what a change means, on lists. */
function changed(before: Facts, change: FactChange): Facts {
  const list = <T extends { readonly id: string }>(old: readonly T[], given: readonly T[] = []): T[] => {
    const fresh = new Set(given.map(({ id }) => id));
    return [...old.filter(({ id }) => !fresh.has(id) && change.gone?.includes(id) !== true), ...given];
  };
  return {
    units: list(before.units, change.units),
    teamIds: before.teamIds,
    results: list(before.results, change.results),
    incidents: list(before.incidents, change.incidents),
    bonuses: list(before.bonuses, change.bonuses),
    abnormals: list(before.abnormals, change.abnormals),
    adjustments: list(before.adjustments, change.adjustments),
    drillMarks: list(before.drillMarks, change.drillMarks),
  };
}

function caps(usages: ReturnType<typeof capUsage>): unknown[] {
  return usages
    .map(({ teamId, unitId, capKey, used }) => [teamId ?? '', unitId, capKey, exactText(used)].join(' '))
    .sort();
}

function expectEqual(scorer: Scorer, given: Facts, rules: PinnedRules, phase: Phase): void {
  const full = computeAwards(rules, given, phase);
  expect(shown(scorer.awards)).toEqual(shown(full));
  expect(standings(rules, given, scorer.sums)).toEqual(standings(rules, given, foldLedger(full)));
  expect(caps(scorer.caps)).toEqual(caps(capUsage(rules.attack, given)));
  const costs = resultDeductions(rules.attack, given);
  const text = (cost: Points | null | undefined): string => exactText(cost ?? ZERO);
  expect(given.results.map(({ id }) => text(scorer.costOf(id)))).toEqual(
    given.results.map(({ id }) => text(costs.get(id))),
  );
}

/** What a reader who only hears of the changes ends up with. */
function followed(awards: readonly Award[], changes: readonly AwardChange[]): Award[] {
  const held = new Map(awards.map((award) => [award.key, award]));
  for (const { key, before, after } of changes) {
    expect(held.get(key) ?? null).toBe(before);
    if (after === null) held.delete(key);
    else held.set(key, after);
  }
  return [...held.values()];
}

describe.each(Object.entries(RULES))('a scorer under %s', (_, rules) => {
  const phases = fc.constantFrom<Phase>('PROVISIONAL', 'FINAL');

  it('equals a full recompute after every change, and names every award that changed', () => {
    const run = (phase: Phase, start: Facts, changes: readonly FactChange[]): void => {
      let scorer = Scorer.of(rules, start, phase);
      let given = start;
      expectEqual(scorer, given, rules, phase);
      for (const change of changes) {
        const step = scorer.with(change);
        expect(shown(followed(scorer.awards, step.changed))).toEqual(shown(step.scorer.awards));
        given = changed(given, change);
        scorer = step.scorer;
        expectEqual(scorer, given, rules, phase);
      }
    };
    const changes = fc.array(anyChange(rules), { minLength: 1, maxLength: 5 });
    fc.assert(fc.property(phases, anyExercise(rules), changes, run), { numRuns: 30 });
  });

  it('leaves what it came from as it was', () => {
    fc.assert(
      fc.property(phases, anyExercise(rules), anyChange(rules), (phase, start, change) => {
        const scorer = Scorer.of(rules, start, phase);
        const before = shown(scorer.awards);
        scorer.with(change);
        expect(shown(scorer.awards)).toEqual(before);
        expectEqual(scorer, start, rules, phase);
      }),
      { numRuns: 20 },
    );
  });

  it('comes to the same scores in whatever order the same is judged', () => {
    const judged = anyExercise(rules).chain((given) => {
      const acts = [
        ...given.results.map((entry): FactChange => ({ results: [entry] })),
        ...given.incidents.map((entry): FactChange => ({ incidents: [entry] })),
        ...given.bonuses.map((entry): FactChange => ({ bonuses: [entry] })),
        ...given.abnormals.map((entry): FactChange => ({ abnormals: [entry] })),
        ...given.adjustments.map((entry): FactChange => ({ adjustments: [entry] })),
        ...given.drillMarks.map((entry): FactChange => ({ drillMarks: [entry] })),
      ];
      return fc.tuple(fc.constant(given), fc.shuffledSubarray(acts, { minLength: acts.length }));
    });
    fc.assert(
      fc.property(judged, ([given, acts]) => {
        const filed = facts({ units: given.units, teamIds: given.teamIds, results: given.results.map(unjudged) });
        const end = acts.reduce((scorer, act) => scorer.with(act).scorer, Scorer.of(rules, filed, 'FINAL'));
        expectEqual(end, given, rules, 'FINAL');
      }),
      { numRuns: 30 },
    );
  });
});

function unjudged(entry: ResultFact): ResultFact {
  return { ...entry, nodes: entry.nodes.map((node) => ({ ...node, ruling: null })) };
}

describe('what a change touches', () => {
  const rules = { attack: TPRQ, defense: FHZ };
  const server = ruling('row-3', { privilegeKey: 'admin' });
  const given = facts({
    units: [unit('u1'), unit('u2')],
    results: [result('A-1', [server]), result('A-2', [null], { unitId: 'u2' }), result('A-3', [server])],
    incidents: [incident('E-1', { linkedResultIds: ['A-1'] })],
  });

  it('is the root of the verdict and nothing else', () => {
    const scorer = Scorer.of(rules, given, 'PROVISIONAL');
    const { recomputed, changed: changes } = scorer.with({ results: [result('A-2', [server], { unitId: 'u2' })] });
    expect(recomputed.before).toEqual([]);
    expect(changes.map(({ key }) => key)).toEqual(recomputed.after.map(({ key }) => key));
    expect(recomputed.after.map(({ source }) => source.resultId)).toEqual(['A-2', 'A-2']);
  });

  it('is every root that shares a vulnerability where uses are counted over the exercise', () => {
    const found = (key: string): ReturnType<typeof ruling> => ({ ...server, vulnerabilityKey: key });
    const start = facts({
      units: [unit('u1'), unit('u2'), unit('u3')],
      results: [
        result('A-1', [found('cve-1')]),
        result('A-2', [found('cve-1')], { unitId: 'u2' }),
        result('A-3', [found('cve-2')], { unitId: 'u3' }),
      ],
    });
    const scorer = Scorer.of({ attack: multiplied(TPRQ, {}), defense: FHZ }, start, 'PROVISIONAL');
    const rejected = { results: [result('A-1', [{ ...found('cve-1'), outcome: 'REJECTED' as const }])] };
    const { changed: changes, recomputed } = scorer.with(rejected);
    expect(new Set(recomputed.after.map(({ source }) => source.resultId))).toEqual(new Set(['A-1', 'A-2']));
    const second = changes.find(({ after }) => after?.account === 'ATTACK' && after.source.resultId === 'A-2');
    expect([second?.before, second?.after].map((award) => exactText(award?.amount ?? ZERO))).toEqual(['35', '50']);
  });

  it('is nothing where a verdict says what the one before said', () => {
    const scorer = Scorer.of(rules, given, 'PROVISIONAL');
    const again = { ...server, verdictId: 'another' };
    expect(scorer.with({ results: [result('A-1', [again])] }).changed).toEqual([]);
  });

  it('shows the facts around a unit with all that is scored with it', () => {
    const scorer = Scorer.of(rules, given, 'PROVISIONAL');
    expect(scorer.around('u1').facts.results.map(({ id }) => id)).toEqual(['A-1', 'A-3']);
    expect(scorer.around('u1').awards.length).toBe(scorer.awards.length);
    expect(scorer.around('nowhere').facts).toMatchObject({ units: [], results: [] });
    const { results } = scorer.facts;
    expect({ ...scorer.facts, results: [...results].sort((a, b) => a.receiptSeq - b.receiptSeq) }).toEqual(given);
  });
});
