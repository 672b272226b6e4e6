/**
 * What couples root units. Caps, de-duplication, knock-outs, links, report limits, bonus limits and merged episodes all
 * stay within one root; points of one root can change those of another only by places counted across roots (the same
 * vulnerability within a team or the exercise, non-participants within a team or the exercise) and by coverage of the
 * whole exercise, which the Scorer handles by itself.
 */
import type { AttackRules } from '../ruleset/attack-rules.js';
import type { PinnedRules } from './compute-awards.js';
import type { Phase } from './award.js';
import type { HangingFacts } from './fact-change.js';
import type { ResultFact } from './facts.js';
import type { UnitTree } from './units.js';

/** What a root shares with every other root that has the same key. */
export function couplingKeys(rules: PinnedRules, facts: HangingFacts, units: UnitTree): ReadonlySet<string> {
  const keys = new Set<string>();
  const attack = rules.attack.attack;
  if (attack?.multipliers == null) return keys;
  for (const result of facts.results) {
    for (const key of vulnerabilitiesOf(attack, result)) keys.add(key);
    if (!units.isParticipant(result.unitId)) for (const key of outsideKeys(attack, result)) keys.add(key);
  }
  return keys;
}

function vulnerabilitiesOf({ multipliers }: AttackRules, { teamId, nodes }: ResultFact): string[] {
  const within = multipliers?.decay?.sameWithin;
  if (within !== 'exercise' && within !== 'team') return [];
  return nodes.flatMap(({ ruling }) => {
    const group = ruling?.vulnerabilityKey ?? null;
    return group === null ? [] : [JSON.stringify(['decay', group, within === 'team' ? teamId : ''])];
  });
}

function outsideKeys({ multipliers }: AttackRules, { teamId }: ResultFact): string[] {
  const rule = multipliers?.nonParticipant ?? null;
  if (rule === null || rule.limit === null || rule.limitPer === 'team-unit') return [];
  return [JSON.stringify(['outside', rule.limitPer === 'team' ? teamId : ''])];
}

/** Roots that must be computed together, by root; a root without keys is alone. */
export function groupsOf(keysByRoot: ReadonlyMap<string, ReadonlySet<string>>): ReadonlyMap<string, readonly string[]> {
  const leaders = new Map<string, string>();
  const leaderOf = (root: string): string => {
    let leader = root;
    for (let next = leaders.get(leader); next !== undefined; next = leaders.get(leader)) leader = next;
    if (leader !== root) leaders.set(root, leader);
    return leader;
  };
  const holders = new Map<string, string>();
  for (const [root, keys] of keysByRoot) {
    for (const key of keys) {
      const [one, other] = [leaderOf(root), leaderOf(holders.get(key) ?? root)];
      if (one !== other) leaders.set(one, other);
      holders.set(key, root);
    }
  }
  const groups = Map.groupBy(keysByRoot.keys(), leaderOf);
  return new Map([...groups.values()].flatMap((roots) => roots.map((root) => [root, roots])));
}

/** Whether addresses controlled anywhere count for the coverage of every unit, in this phase. */
export function coversExercise(rules: PinnedRules, phase: Phase): boolean {
  const defense = rules.defense.defense;
  if (defense === null || defense.options.coverageOf !== 'exercise') return false;
  if (defense.options.coverageMode === 'final' && phase === 'PROVISIONAL') return false;
  return defense.dimensions.some((dimension) => dimension.items.some(({ mark }) => mark === 'coverage'));
}
