/** Geometry of the slope of ranks: every party a line from its old place to its new one. Places, not ranks: ties keep apart. */

export interface Sloped {
  readonly partyId: string;
  readonly rankBefore: number;
  readonly rankAfter: number;
  readonly valueBefore: string;
  readonly valueAfter: string;
}

export interface SlopeLine<P> {
  readonly party: P;
  /** Place among all, from 0. */
  readonly from: number;
  readonly to: number;
  readonly isChanged: boolean;
}

/** Lines in the order of the old places; those that change come last, so that they are drawn above the others. */
export function slopeLines<P extends Sloped>(parties: readonly P[]): SlopeLine<P>[] {
  const old = placesBy(parties, ({ rankBefore }) => rankBefore);
  const now = placesBy(parties, ({ rankAfter }) => rankAfter);
  return parties
    .map((party): SlopeLine<P> => {
      const isChanged = party.rankBefore !== party.rankAfter || party.valueBefore !== party.valueAfter;
      return { party, from: old.get(party.partyId) ?? 0, to: now.get(party.partyId) ?? 0, isChanged };
    })
    .sort((a, b) => Number(a.isChanged) - Number(b.isChanged) || a.from - b.from);
}

/** Equal ranks stand one below the other, in the order of the id. */
function placesBy<P extends Sloped>(parties: readonly P[], rank: (party: P) => number): Map<string, number> {
  const sorted = [...parties].sort((a, b) => rank(a) - rank(b) || (a.partyId < b.partyId ? -1 : 1));
  return new Map(sorted.map(({ partyId }, place) => [partyId, place]));
}

/** An S from one place to another. */
export function slopePath(from: { x: number; y: number }, to: { x: number; y: number }): string {
  const half = (to.x - from.x) / 2;
  return `M${from.x} ${from.y}C${from.x + half} ${from.y} ${to.x - half} ${to.y} ${to.x} ${to.y}`;
}
