/** Recusal 回避: what ties a referee to a party, so that he judges nothing of it. Kinds are 示例/自拟. */
import { required } from '../kernel/form.js';
import type { FieldProblem } from '../kernel/refusal.js';

export const RELATION_KINDS = ['OWN_ORGANISATION', 'FORMER_EMPLOYER', 'FAMILY', 'BUSINESS', 'OTHER'] as const;
export type RelationKind = (typeof RELATION_KINDS)[number];

/** A relation as it is declared. */
export interface RelationDraft {
  readonly refereeId: string;
  readonly partyId: string;
  readonly kind: RelationKind;
  readonly note: string;
}

/** What is known of the exercise. */
export interface RelationContext {
  readonly refereeIds: ReadonlySet<string>;
  /** Teams and root units. */
  readonly partyIds: ReadonlySet<string>;
  /** Parties to whom this referee is related already. */
  readonly related: ReadonlySet<string>;
}

/** Every wrong field; empty = may be declared. */
export function relationProblems(draft: RelationDraft, context: RelationContext): FieldProblem[] {
  const { refereeId, partyId, kind, note } = draft;
  return [
    ...(context.refereeIds.has(refereeId) ? [] : [{ path: 'refereeId', code: 'NOT_FOUND' }]),
    ...(context.partyIds.has(partyId) ? [] : [{ path: 'partyId', code: 'NOT_FOUND' }]),
    ...(context.related.has(partyId) ? [{ path: 'partyId', code: 'TAKEN' }] : []),
    ...(kind === 'OTHER' ? required('note', note) : []),
  ];
}
