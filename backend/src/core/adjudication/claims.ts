/** Claiming: one referee judges a submission at a time, and nobody can sit on one for ever. */

/** A claim ends after this; claiming again or recording a verdict starts it anew. */
export const CLAIM_MINUTES = 45;

/** Who holds a submission until when. */
export interface ClaimFact {
  readonly refereeId: string;
  readonly expiresAt: Date;
}

/** Whose it is at this moment; an expired claim is nobody's. */
export function claimHolder(claim: ClaimFact | null, now: Date): string | null {
  return claim !== null && claim.expiresAt > now ? claim.refereeId : null;
}

/** When a claim taken or renewed now ends. */
export function claimEnd(now: Date): Date {
  return new Date(now.getTime() + CLAIM_MINUTES * 60_000);
}
