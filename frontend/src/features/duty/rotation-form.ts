import type { DutyRotationInput } from '../../gql/schema.js';
import type { DutyBoard } from './duty-documents.js';

/** The turns of one kind while they are set up: everybody in order, some ticked. */
export interface TurnsForm {
  readonly kindKey: string;
  readonly name: string;
  readonly needed: number;
  isOn: boolean;
  order: { readonly id: string; readonly name: string; isIn: boolean }[];
  /** 1 = the first of the list. */
  first: number;
  daysEach: number;
}

/** A form with everybody who may stand; the second shift of a day begins further along, so that nobody has both. */
export function turnsOf(board: DutyBoard): TurnsForm[] {
  const people = board.people.filter(({ mayStand }) => mayStand);
  let before = 0;
  return board.roster.kinds.map(({ key, name, needed, role }) => {
    const first = people.length === 0 ? 1 : (before % people.length) + 1;
    before += needed;
    return {
      kindKey: key,
      name,
      needed,
      isOn: true,
      order: people.map((person) => ({ id: person.id, name: person.name, isIn: true })),
      first,
      daysEach: role === 'LEADER' ? 2 : 1,
    };
  });
}

/** Moves an entry one place up or down; at the end it stays. */
export function moved<T>(list: readonly T[], place: number, by: -1 | 1): T[] {
  const [next, to] = [[...list], place + by];
  const entry = next[place];
  const other = next[to];
  if (entry === undefined || other === undefined) return next;
  next[place] = other;
  next[to] = entry;
  return next;
}

/** What the server is asked. */
export function inputOf(
  rosterId: string,
  range: { readonly from: string; readonly to: string; readonly replaces: boolean },
  turns: readonly TurnsForm[],
): DutyRotationInput {
  const asked = turns.filter(({ isOn }) => isOn);
  return {
    rosterId,
    from: range.from,
    to: range.to,
    replaces: range.replaces,
    turns: asked.map(({ kindKey, order, first, daysEach }) => {
      const personIds = order.filter(({ isIn }) => isIn).map(({ id }) => id);
      return { kindKey, personIds, offset: Math.max(0, first - 1), daysEach };
    }),
  };
}
