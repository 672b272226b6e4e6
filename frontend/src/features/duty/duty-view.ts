import type { DutyBoard, DutyPerson, DutyProblem, DutySlot } from './duty-documents.js';

/** A board with quick ways in: shifts by day and kind, problems by shift, people by id. */
export interface BoardIndex {
  readonly board: DutyBoard;
  readonly slot: (date: string, kindKey: string) => DutySlot | null;
  readonly person: (id: string) => DutyPerson | null;
  readonly nameOf: (id: string) => string;
  /** Problems of a person on a shift, those of the other shift included. */
  readonly clash: (slot: DutySlot, personId: string) => DutyProblem | null;
  /** What a person asked to swap away there, and is still open. */
  readonly swap: (slot: DutySlot, personId: string) => { otherId: string } | null;
  /** People a shift still lacks, who left taken as missing. */
  readonly missing: (slot: DutySlot) => number;
  readonly isDayProtected: (date: string) => boolean;
}

/** Ways into a board. */
export function indexOf(board: DutyBoard): BoardIndex {
  const slots = new Map(board.slots.map((slot) => [`${slot.date}/${slot.kindKey}`, slot]));
  const people = new Map(board.people.map((person) => [person.id, person]));
  const gaps = new Map(
    board.problems.filter(({ code }) => code === 'GAP').map((gap) => [`${gap.date}/${gap.kindKey}`, gap.missing ?? 0]),
  );
  const clashes = new Map<string, DutyProblem>();
  for (const problem of board.problems) {
    if (problem.code !== 'DOUBLE' && problem.code !== 'SHORT_REST' && problem.code !== 'LEFT') continue;
    clashes.set(`${problem.date}/${problem.kindKey}/${problem.personId}`, problem);
    const other = `${problem.otherDate}/${problem.otherKindKey}/${problem.personId}`;
    if (!clashes.has(other)) clashes.set(other, problem);
  }
  const swaps = new Map<string, { otherId: string }>();
  for (const { state, from, back, personId, otherId } of board.swaps) {
    if (state !== 'ASKED' && state !== 'AGREED') continue;
    swaps.set(`${from.date}/${from.kindKey}/${personId}`, { otherId });
    if (back) swaps.set(`${back.date}/${back.kindKey}/${otherId}`, { otherId: personId });
  }
  const days = new Set(board.slots.filter(({ isProtected }) => isProtected).map(({ date }) => date));
  const keyOf = ({ date, kindKey }: DutySlot) => `${date}/${kindKey}`;
  return {
    board,
    slot: (date, kindKey) => slots.get(`${date}/${kindKey}`) ?? null,
    person: (id) => people.get(id) ?? null,
    nameOf: (id) => people.get(id)?.name ?? '',
    clash: (slot, personId) => clashes.get(`${keyOf(slot)}/${personId}`) ?? null,
    swap: (slot, personId) => swaps.get(`${keyOf(slot)}/${personId}`) ?? null,
    missing: (slot) => gaps.get(keyOf(slot)) ?? 0,
    isDayProtected: (date) => days.has(date),
  };
}

/** Problems worth a line: what is still to come; gaps outside protection windows are only counted. */
export function problemsAhead(board: DutyBoard): { lines: DutyProblem[]; quietGaps: number } {
  const ends = new Map(board.slots.map((slot) => [`${slot.date}/${slot.kindKey}`, slot.endsAt]));
  const ahead = board.problems.filter(({ date, kindKey }) => (ends.get(`${date}/${kindKey}`) ?? '') > board.asOf);
  const isQuiet = ({ code, isAlarm }: DutyProblem) => code === 'GAP' && !isAlarm;
  return { lines: ahead.filter((problem) => !isQuiet(problem)), quietGaps: ahead.filter(isQuiet).length };
}

/** The mark of a kind in a narrow column: the first sign of its name. */
export function markOf(name: string): string {
  return [...name][0] ?? '';
}

/** '08:00–20:00', '20:00–次日08:00' by the word for the next day. */
export function hoursOf(kind: { startsAt: string; endsAt: string }, nextDay: string): string {
  return `${kind.startsAt}–${kind.endsAt > kind.startsAt ? '' : nextDay}${kind.endsAt}`;
}
