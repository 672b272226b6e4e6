import type { RelationKind } from '../backend/src/core/adjudication/recusal.js';
import type { AdjudicationPolicy } from '../backend/src/core/adjudication/policy.js';
import type { ReturnReason } from '../backend/src/core/submission/return.js';
import type { Moment, StoryVerdict } from './story-parts.js';

/** The policy as the organizer sets it; what is left out is the default's. */
export interface StoryPolicy extends Pick<
  AdjudicationPolicy,
  'claimMinutes' | 'serviceMinutes' | 'reviews' | 'reasonTemplates'
> {
  readonly at: Moment;
  readonly by: string;
  readonly reason: string;
  readonly groups: readonly { readonly key: string; readonly name: string; readonly referees: readonly string[] }[];
  readonly assignments: readonly {
    readonly side: 'ATTACK' | 'DEFENSE';
    /** Null = all units. */
    readonly unit: string | null;
    readonly group: string;
  }[];
}

export interface StoryRelation {
  readonly at: Moment;
  readonly by: string;
  readonly unit: string;
  readonly kind: RelationKind;
  readonly note: string;
}

/** A submission sent back for more. */
export interface StoryReturn {
  readonly key: string;
  readonly at: Moment;
  readonly by: string;
  readonly comment: string;
  readonly reasons: readonly { readonly node: number; readonly code: ReturnReason; readonly note: string }[];
}

/** One referee's blind opinions on all nodes of a submission; `nodes` says where they differ from the claim. */
export interface StoryOpinions {
  readonly key: string;
  readonly at: Moment;
  readonly by: string;
  readonly nodes: Readonly<Record<number, StoryVerdict>>;
}

/** An appeal of a team against the verdict on one of its nodes. */
export interface StoryAppeal {
  readonly key: string;
  readonly node: number;
  readonly at: Moment;
  readonly file: string;
  readonly grounds: string;
  /** Taken when, by whom, dismissed when, and why. */
  readonly ruled?: readonly [Moment, string, Moment, string];
}

/** What referees and parties do about judging itself. */
export interface StoryAdjudication {
  readonly policy: StoryPolicy;
  readonly relations: readonly StoryRelation[];
  readonly returns: readonly StoryReturn[];
  readonly opinions: readonly StoryOpinions[];
  readonly appeals: readonly StoryAppeal[];
}
