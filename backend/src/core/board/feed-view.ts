/** Which journal records a person hears of in the feed, and how much of them. */
import type { MembershipFact, Role } from '../access/permissions.js';

/** A journal record as the feed reads it. */
export interface FedRecord {
  readonly seq: number;
  readonly kind: string;
  readonly subjectId: string;
  readonly partyId: string | null;
  /** Parties whose score the act changed. */
  readonly scoredParties: readonly string[];
  /** Parties besides `partyId` whom the act concerns, e.g. the team whose lead was dismissed. */
  readonly alsoTold?: readonly string[];
}

/** What is told. */
export interface FeedView {
  readonly kind: string;
  readonly subjectId: string | null;
}

/** Records without a party that everybody in the exercise may hear of. */
const OPEN_KINDS: ReadonlySet<string> = new Set([
  'EXERCISE_CONFIGURED',
  'EXERCISE_STARTED',
  'EXERCISE_ENDED',
  'PUBLIC_NOTICE_OPENED',
  'EXERCISE_FINALIZED',
  'UNIT_ADDED',
  'ATTACK_TEAM_ADDED',
  'TARGET_ADDED',
]);
/** What a party hears when an act on somebody else's work changed its score. */
export const SCORE_CHANGED = 'SCORE_CHANGED';
/** Who looked at what 保管链: a matter of the organizer alone, whoever is concerned. */
const ORGANIZER_KINDS: ReadonlySet<string> = new Set([
  'EVIDENCE_VIEWED',
  'EVIDENCE_DOWNLOADED',
  'EVIDENCE_DESTRUCTION_PROPOSED',
  'EVIDENCE_DESTRUCTION_CANCELLED',
]);
const ALL_SEEING: ReadonlySet<Role> = new Set(['ORGANIZER', 'CHIEF_REFEREE', 'REFEREE']);

/** What these memberships of the exercise hear of a record; null = nothing. */
export function feedView(record: FedRecord, memberships: readonly MembershipFact[]): FeedView | null {
  const { kind, subjectId } = record;
  if (ORGANIZER_KINDS.has(kind)) {
    return memberships.some(({ role }) => role === 'ORGANIZER') ? { kind, subjectId } : null;
  }
  if (memberships.some(({ role }) => ALL_SEEING.has(role))) return { kind, subjectId };
  const parties = memberships.flatMap(({ teamId, unitId }) => [teamId, unitId]).filter((id) => id !== null);
  if ([record.partyId, ...(record.alsoTold ?? [])].some((id) => id !== null && parties.includes(id)))
    return { kind, subjectId };
  if (record.partyId === null && OPEN_KINDS.has(kind)) return { kind, subjectId };
  return record.scoredParties.some((id) => parties.includes(id)) ? { kind: SCORE_CHANGED, subjectId: null } : null;
}
