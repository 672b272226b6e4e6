/**
 * Where a linked attack result and incident contradict each other 分歧: the attackers say owned, the defenders say
 * blocked; times and addresses that cannot both be true. Found by comparing, settled by a referee.
 */
import type { Step } from '../scoring/award.js';
import { shared, sharedParams } from './clue.js';
import type { IncidentTrace, ResultTrace } from './traces.js';

/** How a disagreement is settled. */
export const FINDINGS = ['ATTACK_HOLDS', 'DEFENSE_HOLDS', 'BOTH_HOLD', 'UNRELATED'] as const;
export type Finding = (typeof FINDINGS)[number];

/** Clocks of two sides are rarely the same; up to here nobody contradicts anybody. 示例/自拟. */
const TOLERANCE_MINUTES = 15;

/** A result with the nodes referees let stand. */
export interface JudgedResult {
  readonly trace: ResultTrace;
  readonly acceptedNodeIds: readonly string[];
}

/** Every contradiction of a pair; none when both can be true. */
export function contradictions({ trace, acceptedNodeIds }: JudgedResult, incident: IncidentTrace): Step[] {
  const accepted = trace.nodes.filter(({ id }) => acceptedNodeIds.includes(id)).length;
  return [...outcomeStep(accepted, trace, incident), ...timeSteps(trace, incident), ...addressStep(trace, incident)];
}

/** Owned against blocked, or contained before the attack was over. */
function outcomeStep(accepted: number, result: ResultTrace, incident: IncidentTrace): Step[] {
  if (accepted === 0 || incident.outcome === null) return [];
  const nodes = String(accepted);
  if (incident.outcome === 'BLOCKED') return [{ code: 'DISAGREE_BLOCKED', params: { nodes } }];
  if (incident.outcome !== 'CONTAINED') return [];
  const over = result.endedAt ?? result.startedAt;
  const minutes = over === null || incident.respondedAt === null ? 0 : minutesFrom(incident.respondedAt, over);
  return minutes > TOLERANCE_MINUTES
    ? [{ code: 'DISAGREE_CONTAINED', params: { nodes, minutes: String(minutes) } }]
    : [];
}

function timeSteps(result: ResultTrace, incident: IncidentTrace): Step[] {
  const { startedAt: from } = result;
  const to = result.endedAt ?? from;
  if (from === null || to === null) return [];
  const early = minutesFrom(incident.discoveredAt, from);
  const late = incident.startedAt === null ? 0 : minutesFrom(to, incident.startedAt);
  return [
    ...(early > TOLERANCE_MINUTES ? [{ code: 'DISAGREE_FOUND_BEFORE', params: { minutes: String(early) } }] : []),
    ...(late > TOLERANCE_MINUTES ? [{ code: 'DISAGREE_BEGUN_AFTER', params: { minutes: String(late) } }] : []),
  ];
}

/** Both name machines under control, and not one is the same. */
function addressStep({ controlled, nodes }: ResultTrace, { found }: IncidentTrace): Step[] {
  const theirs = [...controlled, ...nodes.map(({ address }) => address)].filter(Boolean);
  if (theirs.length === 0 || found.length === 0 || shared(theirs, found).length > 0) return [];
  const ours = sharedParams([...new Set(found)]);
  return [{ code: 'DISAGREE_ADDRESSES', params: { ...ours, others: sharedParams([...new Set(theirs)]).values ?? '' } }];
}

/** Whole minutes from one instant to another; negative when it lies before. */
function minutesFrom(from: number, to: number): number {
  return Math.floor((to - from) / 60_000);
}
