/**
 * The one catalogue of refusals. A refusal is an answer, not an accident: it has a stable code, names
 * the field where there is one, and changes nothing. Clients translate codes; nothing else is thrown
 * on purpose. "Not found" and "not yours" are the same code, so ids cannot be guessed.
 */
export const REFUSAL_CODES = [
  'BAD_INPUT',
  'NOT_SIGNED_IN',
  'NOT_FOUND',
  'NOT_ALLOWED',
  'BAD_CREDENTIALS',
  'TOO_MANY_ATTEMPTS',
  'STALE_VERSION',
  'COMMAND_REUSED',
  'WRONG_STATE',
  'EXERCISE_NOT_LIVE',
  'OUTSIDE_WINDOW',
  'INCOMPLETE',
  'REQUIREMENT_OPEN',
  'ALREADY_ACKNOWLEDGED',
  'RETURN_TOO_LATE',
  'NOT_CLAIMED',
  'CLAIMED_BY_OTHER',
  'OTHER_GROUP',
  'NOTHING_TO_CLAIM',
  'CONFLICT_OF_INTEREST',
  'PANEL_NEEDED',
  'OPINION_GIVEN',
  'ONE_SIDE_ONLY',
  'ALREADY_LINKED',
  'RESCORING_NEEDED',
  'STALE_PREVIEW',
  'APPEAL_TOO_LATE',
  'ALREADY_APPEALED',
  'SECOND_APPROVER',
  'LIMIT_REACHED',
  'FILE_TOO_LARGE',
  'FILE_TYPE_REFUSED',
  'FILE_NAME_REFUSED',
  'QUOTA_EXCEEDED',
  'HASH_MISMATCH',
  'EVIDENCE_DESTROYED',
  'LEGAL_HOLD',
  'RETENTION_RUNNING',
  'RULE_SET_INVALID',
  'QUERY_TOO_COSTLY',
  'NAME_TAKEN',
  'INTERNAL',
] as const;

export type RefusalCode = (typeof REFUSAL_CODES)[number];

/** One wrong field: a path such as `nodes.2.sourceAddress` and what is wrong with it. */
export interface FieldProblem {
  readonly path: string;
  /** Stable word: REQUIRED, TOO_LONG, NOT_AN_ADDRESS, … translated by clients. */
  readonly code: string;
}

/** Thrown to refuse a command. Reaches clients as `extensions: {code, params, fields}`. */
export class Refusal extends Error {
  constructor(
    readonly code: RefusalCode,
    readonly params: Readonly<Record<string, string>> = {},
    readonly fields: readonly FieldProblem[] = [],
  ) {
    super(code);
    this.name = 'Refusal';
  }
}

/** Refuses bad input, naming every wrong field at once; does nothing when there is none. */
export function refuseBadInput(fields: readonly FieldProblem[]): void {
  if (fields.length > 0) throw new Refusal('BAD_INPUT', {}, fields);
}
