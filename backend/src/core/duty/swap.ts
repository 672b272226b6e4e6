/** Swapping shifts 换班: what it would change, and whether it still can. */
import type { DutyActContents, DutyChange } from './acts.js';
import { type DutyStanding, slotIn } from './duty-fold.js';

/** The changes a swap brings about: the other takes the shift, and in exchange his own goes back. */
export function swapChanges({ from, personId, otherId, back }: DutyActContents['SWAP_ASKED']): DutyChange[] {
  const there = [
    { ...from, personId, isOn: false },
    { ...from, personId: otherId, isOn: true },
  ];
  if (back === null) return there;
  return [...there, { ...back, personId: otherId, isOn: false }, { ...back, personId, isOn: true }];
}

/** Whether each still stands where the swap takes him from, and nobody would be on a shift twice. */
export function isSwapPossible(standing: DutyStanding, asked: DutyActContents['SWAP_ASKED']): boolean {
  const { from, personId, otherId, back } = asked;
  const [there, here] = [slotIn(standing, from).assigned, back === null ? null : slotIn(standing, back).assigned];
  if (!there.includes(personId) || there.includes(otherId)) return false;
  return here === null || (here.includes(otherId) && !here.includes(personId));
}

/** A place in a list of changes that cannot be made. */
export interface ChangeProblem {
  readonly place: number;
  /** TAKEN = is on this shift already; NOT_FOUND = is not on it. */
  readonly code: 'TAKEN' | 'NOT_FOUND';
}

/** Changes that would put a person on a shift twice, or take him off one he is not on; each sees those before it. */
export function changeProblems(standing: DutyStanding, changes: readonly DutyChange[]): ChangeProblem[] {
  const now = new Map<string, Set<string>>();
  return changes.flatMap((change, place) => {
    const key = `${change.date}/${change.kindKey}`;
    const people = now.get(key) ?? new Set(slotIn(standing, change).assigned);
    now.set(key, people);
    const isThere = people.has(change.personId);
    if (change.isOn) people.add(change.personId);
    else people.delete(change.personId);
    return isThere === change.isOn ? [{ place, code: change.isOn ? ('TAKEN' as const) : ('NOT_FOUND' as const) }] : [];
  });
}
