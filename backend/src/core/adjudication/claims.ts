/** Claiming: an item has so many seats, one referee sits on each, and nobody can sit on one for ever. */

/** Who sits there until when. */
export interface ClaimFact {
  readonly refereeId: string;
  readonly expiresAt: Date;
  /** When he had given his whole say; the seat stays his for good. */
  readonly doneAt: Date | null;
}

/** What the seats of an item are to one referee. */
export type Seat = 'MINE' | 'FREE' | 'TAKEN';

/** Claims that take a seat at this moment; an expired claim is nobody's. */
export function seated<T extends ClaimFact>(claims: readonly T[], now: Date): T[] {
  return claims.filter(({ expiresAt, doneAt }) => doneAt !== null || expiresAt > now);
}

/** Whether the referee has a seat, may take one, or finds all taken. */
export function seatOf(claims: readonly ClaimFact[], item: { seats: number; refereeId: string; now: Date }): Seat {
  const taken = seated(claims, item.now);
  if (taken.some(({ refereeId }) => refereeId === item.refereeId)) return 'MINE';
  return taken.length < item.seats ? 'FREE' : 'TAKEN';
}

/** Which of the claims in force a page shows one viewer: his own; another's where no seat is left for him. */
export function shownClaim<T extends ClaimFact>(taken: readonly T[], seats: number, viewerId: string | null): T | null {
  const own = taken.find(({ refereeId }) => refereeId === viewerId);
  return own ?? (taken.length >= seats ? (taken[0] ?? null) : null);
}

/** When a claim taken or renewed now ends. */
export function claimEnd(now: Date, minutes: number): Date {
  return new Date(now.getTime() + minutes * 60_000);
}
