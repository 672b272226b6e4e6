/** Remediation 整改: what a unit must put right, by when, and whether it has. Items outlive periods and exercises. */

export const SEVERITIES = ['HIGH', 'MEDIUM', 'LOW'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Where an item comes from: a period, a drill, a lesson 复盘. */
export const REMEDIATION_SOURCES = ['PERIOD', 'DRILL', 'LESSON'] as const;
export type RemediationSource = (typeof REMEDIATION_SOURCES)[number];

export const REMEDIATION_ACTS = ['STARTED', 'SUBMITTED', 'RETESTED', 'CLOSED', 'REOPENED', 'EXTENDED'] as const;
export type RemediationActKind = (typeof REMEDIATION_ACTS)[number];

/** CARRIED: it goes on as an item of a later exercise. */
export const REMEDIATION_STATES = ['OPEN', 'STARTED', 'SUBMITTED', 'PASSED', 'CLOSED', 'CARRIED'] as const;
export type RemediationState = (typeof REMEDIATION_STATES)[number];

/** An act on an item as the fold reads it. */
export interface RemediationFact {
  readonly kind: RemediationActKind;
  readonly at: Date;
  /** Of a retest. */
  readonly hasPassed: boolean | null;
  /** Of an extension or a reopening. */
  readonly deadlineAt: Date | null;
}

/** Where an item stands. */
export interface RemediationStanding {
  readonly state: RemediationState;
  readonly deadlineAt: Date;
  /** The unit still owes it and the deadline has passed. At the deadline itself it is not. */
  readonly isOverdue: boolean;
  /** When it was last handed in. */
  readonly submittedAt: Date | null;
  /** Retests that failed. */
  readonly failures: number;
}

const FOLLOWERS: Readonly<Record<RemediationState, readonly RemediationActKind[]>> = {
  OPEN: ['STARTED', 'SUBMITTED', 'EXTENDED'],
  STARTED: ['SUBMITTED', 'EXTENDED'],
  SUBMITTED: ['RETESTED', 'EXTENDED'],
  PASSED: ['CLOSED', 'REOPENED'],
  CLOSED: ['REOPENED'],
  CARRIED: [],
};

/** Acts of the unit; all others are control's. */
export const UNIT_ACTS: readonly RemediationActKind[] = ['STARTED', 'SUBMITTED'];

/** Whether an act fits the state. A retest that failed leads back to work, with the deadline as it was. */
export function mayFollow(state: RemediationState, kind: RemediationActKind): boolean {
  return FOLLOWERS[state].includes(kind);
}

/** The acts that fit the state. */
export function followersOf(state: RemediationState): readonly RemediationActKind[] {
  return FOLLOWERS[state];
}

/** The fold of an item. @param isCarried whether it goes on in a later exercise */
export function remediationStanding(
  item: { readonly deadlineAt: Date; readonly isCarried: boolean },
  acts: readonly RemediationFact[],
  now: Date,
): RemediationStanding {
  const folded = acts.reduce<RemediationState>((state, act) => after(state, act), 'OPEN');
  const state = item.isCarried && folded !== 'CLOSED' ? 'CARRIED' : folded;
  const deadlineAt = acts.findLast((act) => act.deadlineAt !== null)?.deadlineAt ?? item.deadlineAt;
  const isOwed = state === 'OPEN' || state === 'STARTED';
  return {
    ...{ state, deadlineAt },
    isOverdue: isOwed && now > deadlineAt,
    submittedAt: acts.findLast(({ kind }) => kind === 'SUBMITTED')?.at ?? null,
    failures: acts.filter(({ kind, hasPassed }) => kind === 'RETESTED' && hasPassed === false).length,
  };
}

function after(state: RemediationState, { kind, hasPassed }: RemediationFact): RemediationState {
  if (kind === 'EXTENDED') return state;
  if (kind === 'RETESTED') return hasPassed === true ? 'PASSED' : 'STARTED';
  return kind === 'REOPENED' ? 'STARTED' : kind;
}
