/** What is wrong with an adjudication policy before it is set. Bounds are 示例/自拟: no published rule states any. */
import { required } from '../kernel/form.js';
import { ONE, points, ZERO } from '../kernel/points.js';
import type { FieldProblem } from '../kernel/refusal.js';
import type { AdjudicationPolicy, Assignment } from './policy.js';

/** Least and greatest value of each figure. */
export const POLICY_BOUNDS = {
  claimMinutes: [5, 1440],
  serviceMinutes: [5, 43_200],
  referees: [1, 9],
  returnHours: [1, 720],
  maxReturns: [0, 10],
  appealHours: [1, 720],
  arbitrationHours: [1, 720],
  publicNoticeHours: [1, 720],
  retentionDays: [1, 3650],
} as const satisfies Record<string, readonly [number, number]>;

/** What the exercise has that a policy may name. */
export interface PolicyContext {
  /** People who judge in it. */
  readonly refereeIds: ReadonlySet<string>;
  /** Those of them who have the last word, and so take no seat of several. */
  readonly chiefIds: ReadonlySet<string>;
  readonly rootUnitIds: ReadonlySet<string>;
}

const KEY = /^[a-z0-9][a-z0-9-]{0,19}$/;
const FIGURE = /^\d{1,9}(\.\d{1,6})?$/;
const SHARE = /^\d{1,6}(\.\d{1,6}|\/[1-9]\d{0,5})?$/;
const MAX_NAME = 40;
const MAX_TEMPLATE = 500;

/** Every wrong field by its path; empty = may be set. */
export function policyProblems(policy: AdjudicationPolicy, context: PolicyContext): FieldProblem[] {
  return [
    ...figureProblems(policy),
    ...reviewProblems(policy, context),
    ...groupProblems(policy, context),
    ...assignmentProblems(policy, context),
    ...templateProblems(policy),
  ];
}

function figureProblems(policy: AdjudicationPolicy): FieldProblem[] {
  const { claimMinutes, serviceMinutes, agreementShare } = policy;
  const hours = ['returnHours', 'maxReturns', 'appealHours', 'arbitrationHours', 'publicNoticeHours', 'retentionDays'];
  return [
    ...outOf('claimMinutes', claimMinutes, POLICY_BOUNDS.claimMinutes),
    ...(['HIGH', 'NORMAL', 'LOW'] as const).flatMap((priority) =>
      outOf(`serviceMinutes.${priority}`, serviceMinutes[priority], POLICY_BOUNDS.serviceMinutes),
    ),
    ...(hours as (keyof typeof POLICY_BOUNDS & keyof AdjudicationPolicy)[]).flatMap((name) =>
      outOf(name, Number(policy[name]), POLICY_BOUNDS[name]),
    ),
    ...(isShare(agreementShare) ? [] : [{ path: 'agreementShare', code: 'NOT_A_SHARE' }]),
  ];
}

/** One rule must catch what claims nothing, and nobody can be asked for more referees than there are. */
function reviewProblems({ reviews, markReferees }: AdjudicationPolicy, context: PolicyContext): FieldProblem[] {
  const from = reviews.map(({ fromClaimedPoints }) => fromClaimedPoints);
  const isNothing = (text: string): boolean => FIGURE.test(text) && points(text).equals(ZERO);
  return [
    ...(from.some(isNothing) ? [] : [{ path: 'reviews', code: 'REQUIRED' }]),
    ...reviews.flatMap(({ fromClaimedPoints, referees }, place) => [
      ...thresholdProblems(from, place, fromClaimedPoints),
      ...seatProblems(`reviews.${place}.referees`, referees, context),
    ]),
    ...seatProblems('markReferees', markReferees, context),
  ];
}

function thresholdProblems(all: readonly string[], place: number, text: string): FieldProblem[] {
  const path = `reviews.${place}.fromClaimedPoints`;
  if (!FIGURE.test(text)) return [{ path, code: 'WRONG_FORM' }];
  const isTaken = all.slice(0, place).some((other) => FIGURE.test(other) && points(other).equals(points(text)));
  return isTaken ? [{ path, code: 'TAKEN' }] : [];
}

function seatProblems(path: string, referees: number, context: PolicyContext): FieldProblem[] {
  const wrong = outOf(path, referees, POLICY_BOUNDS.referees);
  if (wrong.length > 0 || referees <= Math.max(1, able([...context.refereeIds], referees, context))) return wrong;
  return [{ path, code: 'TOO_LARGE' }];
}

/** How many of these people may sit on work of so many seats. */
function able(refereeIds: readonly string[], seats: number, { chiefIds }: PolicyContext): number {
  return seats > 1 ? refereeIds.filter((id) => !chiefIds.has(id)).length : refereeIds.length;
}

function groupProblems({ groups }: AdjudicationPolicy, { refereeIds }: PolicyContext): FieldProblem[] {
  const keys = groups.map(({ key }) => key);
  return groups.flatMap(({ key, name, refereeIds: members }, place) => {
    const path = `groups.${place}`;
    return [
      ...keyProblems(`${path}.key`, key, keys.slice(0, place)),
      ...nameProblems(`${path}.name`, name, MAX_NAME),
      ...(members.length === 0 ? [{ path: `${path}.refereeIds`, code: 'REQUIRED' }] : []),
      ...members.flatMap((id, index) => {
        const member = `${path}.refereeIds.${index}`;
        if (!refereeIds.has(id)) return [{ path: member, code: 'NOT_FOUND' }];
        return members.indexOf(id) === index ? [] : [{ path: member, code: 'TAKEN' }];
      }),
    ];
  });
}

/** A group too small for the seats of its work could never decide it. */
function assignmentProblems(policy: AdjudicationPolicy, context: PolicyContext): FieldProblem[] {
  const { rootUnitIds } = context;
  const { assignments, groups } = policy;
  const same = (a: Assignment, b: Assignment): boolean => a.side === b.side && a.unitId === b.unitId;
  return assignments.flatMap((assignment, place) => {
    const { side, unitId, groupKey } = assignment;
    const path = `assignments.${place}`;
    const group = groups.find(({ key }) => key === groupKey);
    const seats = side === 'DEFENSE' ? policy.markReferees : Math.max(...policy.reviews.map((rule) => rule.referees));
    const isTaken = assignments.slice(0, place).some((other) => same(other, assignment));
    return [
      ...(unitId === null || rootUnitIds.has(unitId) ? [] : [{ path: `${path}.unitId`, code: 'NOT_FOUND' }]),
      ...(isTaken ? [{ path, code: 'TAKEN' }] : []),
      ...(group === undefined ? [{ path: `${path}.groupKey`, code: 'NOT_A_CHOICE' }] : []),
      ...(group !== undefined && able(group.refereeIds, seats, context) < seats
        ? [{ path: `${path}.groupKey`, code: 'GROUP_TOO_SMALL' }]
        : []),
    ];
  });
}

function templateProblems({ reasonTemplates }: AdjudicationPolicy): FieldProblem[] {
  const keys = reasonTemplates.map(({ key }) => key);
  return reasonTemplates.flatMap(({ key, text }, place) => [
    ...keyProblems(`reasonTemplates.${place}.key`, key, keys.slice(0, place)),
    ...nameProblems(`reasonTemplates.${place}.text`, text, MAX_TEMPLATE),
  ]);
}

function keyProblems(path: string, key: string, taken: readonly string[]): FieldProblem[] {
  if (!KEY.test(key)) return [{ path, code: key === '' ? 'REQUIRED' : 'WRONG_FORM' }];
  return taken.includes(key) ? [{ path, code: 'TAKEN' }] : [];
}

function nameProblems(path: string, text: string, max: number): FieldProblem[] {
  return text.length > max ? [{ path, code: 'TOO_LONG' }] : required(path, text);
}

function outOf(path: string, value: number, [least, greatest]: readonly [number, number]): FieldProblem[] {
  if (!Number.isSafeInteger(value) || value < least) return [{ path, code: 'TOO_SMALL' }];
  return value > greatest ? [{ path, code: 'TOO_LARGE' }] : [];
}

function isShare(text: string): boolean {
  return SHARE.test(text) && points(text).gte(ZERO) && points(text).lte(ONE);
}
