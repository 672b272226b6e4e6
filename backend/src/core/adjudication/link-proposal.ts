/**
 * Which incident may belong to which attack result 攻防关联. The system only proposes, with its reasons;
 * a referee decides. Weights 示例/自拟: no published rule says how alike is alike enough.
 */
import { least, ONE, points } from '../kernel/points.js';
import { type Clue, type Likeness, shared, sharedParams, shareOf, summed } from '../likeness/clue.js';
import { plainName, type IncidentTrace, type ResultTrace } from '../likeness/traces.js';

/** Shares of the score; they add up to one. */
const WEIGHTS = {
  unit: points('0.1'),
  address: points('0.25'),
  controlled: points('0.15'),
  time: points('0.2'),
  asset: points('0.1'),
  means: points('0.1'),
  technique: points('0.1'),
};
/** A discovery this long after the attack still counts as close. */
export const NEAR_MINUTES = 120;
/** Names of assets shorter than this stand in any text. */
const SHORTEST_NAME = 3;
/** Proposals below it are not shown. */
export const PROPOSAL_THRESHOLD = points('0.4');

/** Compares a result with an incident; null for another unit, which can never be linked. */
export function likeness(result: ResultTrace, incident: IncidentTrace): Likeness | null {
  if (result.rootUnitId !== incident.rootUnitId) return null;
  const { nodes, controlled, sources } = result;
  const named = [...incident.found, ...incident.mentioned];
  const own = [...nodes.map(({ address }) => address), ...controlled, ...sources];
  const techniques = nodes.flatMap(({ technique }) => [technique, technique.slice(0, 5)]);
  return summed([
    { code: 'LINK_SAME_UNIT', weight: WEIGHTS.unit, params: {} },
    ...sharedClue('LINK_ADDRESS', WEIGHTS.address, [own, named]),
    ...sharedClue('LINK_CONTROLLED', WEIGHTS.controlled, [controlled, incident.found]),
    ...timeClue(result, incident),
    ...assetClue(result, incident),
    ...sharedClue('LINK_MEANS', WEIGHTS.means, [nodes.flatMap(({ means }) => means), incident.means]),
    ...sharedClue('LINK_TECHNIQUE', WEIGHTS.technique, [techniques, incident.techniques]),
  ]);
}

/** Full weight once half of what the side that names less names is found on the other. */
function sharedClue(
  code: string,
  weight: Clue['weight'],
  [theirs, ours]: readonly [readonly string[], readonly string[]],
): Clue[] {
  const both = shared(theirs, ours);
  if (both.length === 0) return [];
  const fewer = Math.min(new Set(theirs.filter(Boolean)).size, new Set(ours.filter(Boolean)).size);
  const part = least(ONE, shareOf(both.length * 2, fewer));
  return [{ code, weight: weight.mul(part), params: sharedParams(both) }];
}

/** The defenders name the asset: by host, or in the words of their reports. */
function assetClue({ nodes }: ResultTrace, { hosts, words }: IncidentTrace): Clue[] {
  const names = [...new Set(nodes.map(({ asset }) => asset))].filter((name) => name.length >= SHORTEST_NAME);
  const both = [
    ...shared(
      nodes.map(({ host }) => host),
      hosts,
    ),
    ...names.filter((name) => words.includes(plainName(name))),
  ];
  return both.length === 0 ? [] : [{ code: 'LINK_ASSET', weight: WEIGHTS.asset, params: sharedParams(both) }];
}

function timeClue(result: ResultTrace, incident: IncidentTrace): Clue[] {
  const from = result.startedAt;
  const to = result.endedAt ?? from;
  if (from === null || to === null) return [];
  const start = incident.startedAt ?? incident.discoveredAt;
  const minutes = Math.floor((Math.min(to, incident.discoveredAt) - Math.max(from, start)) / 60_000);
  if (minutes >= 0) return [{ code: 'LINK_TIME_OVERLAP', weight: WEIGHTS.time, params: { minutes: String(minutes) } }];
  if (-minutes > NEAR_MINUTES) return [];
  return [{ code: 'LINK_TIME_NEAR', weight: WEIGHTS.time.div(2), params: { minutes: String(-minutes) } }];
}
