interface Ranked {
  readonly partyId: string;
  readonly rank: number;
}

interface Boards {
  readonly attack: readonly (Ranked & { readonly points: string })[];
  readonly defense: readonly (Ranked & { readonly value: string })[];
}

const stampsOf = (board: Boards) =>
  new Map([
    ...board.attack.map((row): [string, string] => [row.partyId, `${row.rank}:${row.points}`]),
    ...board.defense.map((row): [string, string] => [row.partyId, `${row.rank}:${row.value}`]),
  ]);

/** Who moved between two boards: another figure, another rank, or new on it. */
export function changedParties(before: Boards, after: Boards): Set<string> {
  const old = stampsOf(before);
  return new Set([...stampsOf(after)].filter(([id, stamp]) => old.get(id) !== stamp).map(([id]) => id));
}

interface Told {
  /** Null where acts are not told apart. */
  readonly seq: number | null;
  readonly account: string | null;
}

/**
 * What was decided, without its echoes: a new attack result moves every unit's coverage a little, and those
 * recomputed recoveries stand in the same journal record. They are told in each unit's explanation, not here.
 */
export function headlines<E extends Told>(events: readonly E[]): E[] {
  const attacked = new Set(events.filter(({ account }) => account === 'ATTACK').map(({ seq }) => seq));
  return events.filter(({ seq, account }) => account === 'ATTACK' || seq === null || !attacked.has(seq));
}
