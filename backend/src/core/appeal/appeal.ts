/**
 * An appeal 申诉 as a function of the acts on it. Nothing of it is stored but the acts: what state it is in, who may act
 * and whether it is over all follow from them.
 *
 * FILED → TAKEN → UPHELD → EXECUTED
 *               → DISMISSED → ARBITRATION → FINAL, or UPHELD → EXECUTED
 * A set that is cancelled brings an upheld appeal before the chief referee: ARBITRATION. The party may withdraw until
 * somebody has ruled.
 */
import { Refusal } from '../kernel/refusal.js';
import { keeps } from './window.js';

export const APPEAL_STATES = [
  'FILED',
  'TAKEN',
  'UPHELD',
  'DISMISSED',
  'ARBITRATION',
  'FINAL',
  'EXECUTED',
  'WITHDRAWN',
] as const;
export type AppealState = (typeof APPEAL_STATES)[number];

export const APPEAL_ACTS = [
  /** A referee takes it to rule on it; the chief referee may take it over. */
  'TAKEN',
  /** Ruled: the decision is to be another one. */
  'UPHELD',
  /** Ruled: the decision stands. */
  'DISMISSED',
  /** The party asks the chief referee. */
  'ARBITRATION_REQUESTED',
  /** The chief referee's word, which is the last. */
  'ARBITRATION_UPHELD',
  'ARBITRATION_DISMISSED',
  /** The rescoring set of the ruling took effect, or was taken back. */
  'EXECUTED',
  'REOPENED',
  'WITHDRAWN',
] as const;
export type AppealActKind = (typeof APPEAL_ACTS)[number];

/** One act, oldest first. `actorId` of EXECUTED and REOPENED is whoever settled the set. */
export interface AppealAct {
  readonly kind: AppealActKind;
  readonly actorId: string;
  readonly at: Date;
}

/** What must be known of an appeal besides its acts. */
export interface AppealCase {
  /** Who made the decision: its referee, those whose opinions it rests on, who put it into effect. */
  readonly deciders: ReadonlySet<string>;
  readonly acts: readonly AppealAct[];
}

const NEXT: Readonly<Record<AppealState, Partial<Record<AppealActKind, AppealState>>>> = {
  FILED: { TAKEN: 'TAKEN', WITHDRAWN: 'WITHDRAWN' },
  TAKEN: { TAKEN: 'TAKEN', UPHELD: 'UPHELD', DISMISSED: 'DISMISSED', WITHDRAWN: 'WITHDRAWN' },
  UPHELD: { EXECUTED: 'EXECUTED', REOPENED: 'ARBITRATION' },
  DISMISSED: { ARBITRATION_REQUESTED: 'ARBITRATION' },
  ARBITRATION: { ARBITRATION_UPHELD: 'UPHELD', ARBITRATION_DISMISSED: 'FINAL' },
  FINAL: {},
  EXECUTED: {},
  WITHDRAWN: {},
};

const RULINGS: ReadonlySet<AppealActKind> = new Set([
  'UPHELD',
  'DISMISSED',
  'ARBITRATION_UPHELD',
  'ARBITRATION_DISMISSED',
]);

/** The state after an act; null where the act is out of place. */
export function stateAfter(state: AppealState, act: AppealActKind): AppealState | null {
  return NEXT[state][act] ?? null;
}

/** The state an appeal is in. @throws Refusal WRONG_STATE for acts that can never have followed each other */
export function appealState(acts: readonly Pick<AppealAct, 'kind'>[]): AppealState {
  return acts.reduce<AppealState>((state, { kind }) => requireNext(state, kind), 'FILED');
}

/** The state an act leads to. @throws Refusal WRONG_STATE naming the state it is in */
export function requireNext(state: AppealState, act: AppealActKind): AppealState {
  const next = stateAfter(state, act);
  if (next === null) throw new Refusal('WRONG_STATE', { state });
  return next;
}

/** Who has it in hand: the last to take it; null before. */
export function heldBy(acts: readonly AppealAct[]): string | null {
  return acts.findLast(({ kind }) => kind === 'TAKEN')?.actorId ?? null;
}

/** Whoever has decided in this matter, and so decides no more: of the decision itself, and of rulings on the appeal. */
export function decidersOf({ deciders, acts }: AppealCase): ReadonlySet<string> {
  const ruled = acts.filter(({ kind }) => RULINGS.has(kind)).map(({ actorId }) => actorId);
  return new Set([...deciders, ...ruled]);
}

/** Whether a person may decide here. */
export function mayDecide(matter: AppealCase, personId: string): boolean {
  return !decidersOf(matter).has(personId);
}

/**
 * Checks that a referee may take an appeal.
 * @param isChief the chief referee may take one over from somebody, each person once
 * @throws Refusal WRONG_STATE, CONFLICT_OF_INTEREST for one who decided before
 */
export function requireTaking(matter: AppealCase, personId: string, isChief: boolean): void {
  const state = appealState(matter.acts);
  requireNext(state, 'TAKEN');
  const hasTaken = matter.acts.some(({ kind, actorId }) => kind === 'TAKEN' && actorId === personId);
  if (state === 'TAKEN' && (!isChief || hasTaken)) throw new Refusal('CLAIMED_BY_OTHER');
  if (!mayDecide(matter, personId)) throw new Refusal('CONFLICT_OF_INTEREST');
}

/**
 * Checks that a person may rule: the one who holds it, or in arbitration the chief referee.
 * @throws Refusal WRONG_STATE, NOT_CLAIMED, CONFLICT_OF_INTEREST
 */
export function requireRuling(matter: AppealCase, personId: string, act: AppealActKind): void {
  requireNext(appealState(matter.acts), act);
  const isFirst = act === 'UPHELD' || act === 'DISMISSED';
  if (!mayDecide(matter, personId)) throw new Refusal('CONFLICT_OF_INTEREST');
  if (isFirst && heldBy(matter.acts) !== personId) throw new Refusal('NOT_CLAIMED');
}

/** Checks that arbitration may still be asked for. @throws Refusal WRONG_STATE, APPEAL_TOO_LATE */
export function requireArbitrationOpen(acts: readonly AppealAct[], deadline: Date, at: Date): void {
  requireNext(appealState(acts), 'ARBITRATION_REQUESTED');
  if (!keeps(deadline, at)) throw new Refusal('APPEAL_TOO_LATE', { until: deadline.toISOString() });
}

/** Whether nothing more can come of it: an end, or dismissed and no arbitration asked for in time. */
export function isOver(state: AppealState, arbitrationUntil: Date | null, at: Date): boolean {
  if (state === 'FINAL' || state === 'EXECUTED' || state === 'WITHDRAWN') return true;
  return state === 'DISMISSED' && arbitrationUntil !== null && !keeps(arbitrationUntil, at);
}
