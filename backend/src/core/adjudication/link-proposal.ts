/**
 * Which incident may belong to which attack result 攻防关联. The system only proposes, with its reasons;
 * a referee decides. Weights 示例/自拟: no published rule says how alike is alike enough.
 */
import { canonicalAddress } from '../kernel/address.js';
import { exactText, ONE, least, points, sum, ZERO } from '../kernel/points.js';
import type { Points } from '../kernel/points.js';
import type { Step } from '../scoring/award.js';

/** What is compared on the attackers' side. */
export interface ResultTrace {
  readonly rootUnitId: string;
  /** Controlled hosts and destinations of the nodes. */
  readonly addresses: readonly string[];
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly means: readonly string[];
}

/** What is compared on the defenders' side. */
export interface IncidentTrace {
  readonly rootUnitId: string;
  readonly addresses: readonly string[];
  readonly startedAt: Date | null;
  readonly discoveredAt: Date;
  readonly means: readonly string[];
}

/** How alike two traces are. */
export interface Likeness {
  /** Exact text in [0, 1]. */
  readonly score: string;
  readonly reasons: readonly Step[];
}

/** Shares of the score; they add up to one. */
const WEIGHTS = { unit: points('0.2'), address: points('0.4'), time: points('0.25'), means: points('0.15') };
/** A discovery this long after the attack still counts as close. */
const NEAR_MINUTES = 120;
/** Proposals below it are not shown. */
export const PROPOSAL_THRESHOLD = points('0.4');

interface Clue {
  readonly points: Points;
  readonly reason: Step | null;
}

/** Compares a result with an incident; null for another unit, which can never be linked. */
export function likeness(result: ResultTrace, incident: IncidentTrace): Likeness | null {
  if (result.rootUnitId !== incident.rootUnitId) return null;
  const clues = [
    { points: WEIGHTS.unit, reason: { code: 'LINK_SAME_UNIT', params: {} } },
    sharedClue('LINK_ADDRESS', WEIGHTS.address, [result.addresses, incident.addresses]),
    timeClue(result, incident),
    sharedClue('LINK_MEANS', WEIGHTS.means, [result.means, incident.means]),
  ];
  const reasons = clues.flatMap(({ reason }) => (reason === null ? [] : [reason]));
  return { score: exactText(sum(clues.map((clue) => clue.points))), reasons };
}

/** Full weight once half of what the defender names is found on the other side. */
function sharedClue(code: string, weight: Points, sides: readonly [readonly string[], readonly string[]]): Clue {
  const [theirs, ours] = sides.map((side) => new Set(side.map(comparable).filter(Boolean)));
  const shared = [...(ours ?? [])].filter((value) => theirs?.has(value));
  if (shared.length === 0 || ours === undefined) return { points: ZERO, reason: null };
  const share = least(ONE, points(`${shared.length * 2}/${ours.size}`));
  return {
    points: weight.mul(share),
    reason: { code, params: { count: String(shared.length), values: shared.join(' ') } },
  };
}

/** The same address spelled differently is the same address. */
function comparable(text: string): string {
  return canonicalAddress(text) ?? text.trim().toLowerCase();
}

function timeClue(result: ResultTrace, incident: IncidentTrace): Clue {
  const from = result.startedAt;
  const to = result.endedAt ?? result.startedAt;
  if (from === null || to === null) return { points: ZERO, reason: null };
  const start = incident.startedAt ?? incident.discoveredAt;
  const overlap = minutesBetween(latest(from, start), earliest(to, incident.discoveredAt));
  if (overlap >= 0) {
    return { points: WEIGHTS.time, reason: { code: 'LINK_TIME_OVERLAP', params: { minutes: String(overlap) } } };
  }
  const gap = -overlap;
  if (gap > NEAR_MINUTES) return { points: ZERO, reason: null };
  return { points: WEIGHTS.time.div(2), reason: { code: 'LINK_TIME_NEAR', params: { minutes: String(gap) } } };
}

function latest(a: Date, b: Date): Date {
  return a > b ? a : b;
}

function earliest(a: Date, b: Date): Date {
  return a < b ? a : b;
}

/** Whole minutes; negative when `to` lies before `from`. */
function minutesBetween(from: Date, to: Date): number {
  return Math.floor((to.getTime() - from.getTime()) / 60_000);
}
