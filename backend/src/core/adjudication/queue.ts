/** Where an item stands in the referees' queue: what it claims, how urgent it is, by when, by whom, by how many. */
import { exactText, points, sum, ZERO } from '../kernel/points.js';
import type { AttackRules } from '../ruleset/attack-rules.js';
import { claimedPoints, type ClaimedNode } from './claimed-points.js';
import { type AdjudicationPolicy, PRIORITIES, type Priority, type ReviewRule } from './policy.js';

/** An item before it is placed. */
export interface QueuedWork {
  readonly side: 'ATTACK' | 'DEFENSE';
  readonly rootUnitId: string | null;
  readonly filedAt: Date;
  /** Exact text; null for work that claims no points. */
  readonly claimedPoints: string | null;
}

/** Its place. */
export interface QueuePlace {
  /** Index in PRIORITIES: 0 comes first. */
  readonly priority: number;
  readonly dueAt: Date;
  readonly seats: number;
  /** Group that judges it; null = any referee. */
  readonly groupKey: string | null;
}

/** What a submission claims under the rules, exact text; a node without a category claims nothing. */
export function claimedTotal(rules: AttackRules, nodes: readonly Omit<ClaimedNode, 'id' | 'systemKey'>[]): string {
  return exactText(sum(nodes.map((node) => claimedPoints(rules, { ...node, id: '', systemKey: '' }) ?? ZERO)));
}

/** The place of an item under a policy. */
export function placeOf(policy: AdjudicationPolicy, work: QueuedWork): QueuePlace {
  const rule = work.claimedPoints === null ? null : reviewRuleFor(policy.reviews, work.claimedPoints);
  const priority: Priority = rule?.priority ?? 'NORMAL';
  return {
    priority: PRIORITIES.indexOf(priority),
    dueAt: new Date(work.filedAt.getTime() + policy.serviceMinutes[priority] * 60_000),
    seats: work.side === 'ATTACK' ? (rule?.referees ?? 1) : policy.markReferees,
    groupKey: groupFor(policy, work),
  };
}

/** The highest rule the claim reaches; null when it reaches none. */
export function reviewRuleFor(reviews: readonly ReviewRule[], claimed: string): ReviewRule | null {
  return reviews
    .filter(({ fromClaimedPoints }) => points(claimed).gte(points(fromClaimedPoints)))
    .reduce<ReviewRule | null>((best, rule) => (best === null || isHigher(rule, best) ? rule : best), null);
}

/** The group that judges this work; the rule that names the unit wins. */
export function groupFor({ assignments }: AdjudicationPolicy, work: QueuedWork): string | null {
  const fitting = assignments.filter(
    ({ side, unitId }) => side === work.side && (unitId === null || unitId === work.rootUnitId),
  );
  return (fitting.find(({ unitId }) => unitId !== null) ?? fitting[0])?.groupKey ?? null;
}

/** Groups a referee sits in. */
export function groupsOf({ groups }: AdjudicationPolicy, refereeId: string): string[] {
  return groups.filter(({ refereeIds }) => refereeIds.includes(refereeId)).map(({ key }) => key);
}

function isHigher(rule: ReviewRule, than: ReviewRule): boolean {
  return points(rule.fromClaimedPoints).gt(points(than.fromClaimedPoints));
}
