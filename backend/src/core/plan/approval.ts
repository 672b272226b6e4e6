/** Approval of injects 批准: bound to what was approved, so that any edit voids it. */
import { canonicalJson } from '../kernel/canonical.js';
import { sha256 } from '../journal/chain.js';
import type { Inject } from './plan.js';

export const APPROVAL_VERDICTS = ['APPROVED', 'RETURNED'] as const;
export type ApprovalVerdict = (typeof APPROVAL_VERDICTS)[number];

export const APPROVAL_STATES = ['PENDING', 'APPROVED', 'RETURNED'] as const;
export type ApprovalState = (typeof APPROVAL_STATES)[number];

/** One judgement on an inject; the latest on the content as it stands counts. */
export interface ApprovalAct {
  readonly code: string;
  readonly contentHash: string;
  readonly verdict: ApprovalVerdict;
  readonly reason: string;
  readonly actorId: string;
  readonly seq: number;
  readonly recordedAt: Date;
}

/** SHA-256 of everything an inject says; its colour is only looks. */
export function injectHash(inject: Inject): string {
  return sha256(canonicalJson({ ...inject, color: null }));
}

/** The act in force on each inject, by code; none for what was never judged or was edited since. */
export function approvalsInForce(
  injects: readonly Inject[],
  acts: readonly ApprovalAct[],
): ReadonlyMap<string, ApprovalAct> {
  const hashes = new Map(injects.map((inject) => [inject.code, injectHash(inject)]));
  const inForce = new Map<string, ApprovalAct>();
  for (const act of acts) {
    if (hashes.get(act.code) !== act.contentHash) continue;
    const before = inForce.get(act.code);
    if (before === undefined || before.seq < act.seq) inForce.set(act.code, act);
  }
  return inForce;
}
