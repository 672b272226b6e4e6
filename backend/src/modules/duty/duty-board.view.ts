import type { Viewer } from '../../core/access/permissions.js';
import { presentIn, slotIn, type SlotState } from '../../core/duty/duty-fold.js';
import { type DutyProblem, dutyProblems, slotsByPerson, touches } from '../../core/duty/roster-problems.js';
import { datesOf, type SlotTimes, timesOf } from '../../core/duty/slot-times.js';
import { type DutyBook, mayActAs } from './duty-books.service.js';
import type { DutyPerson, DutyPresence, DutyProblemView, DutySlot } from './duty.types.js';
import { actableOf } from './handover.service.js';
import { takesCheckIns, takesCover } from './standing.service.js';

/** Local dates, both included. */
export interface DateRange {
  readonly from: string;
  readonly to: string;
}

/** Who looks, when, and what accounts are called. */
export interface DutySight {
  readonly viewer: Viewer | null;
  readonly now: Date;
  readonly names: ReadonlyMap<string, string>;
}

/** The number of the last act; 0 before there is one. */
export function lastSeqOf({ acts }: DutyBook): number {
  return Math.max(0, ...acts.map(({ seq }) => seq));
}

/** Every shift that begins on these dates, in order of kinds within a day. */
export function slotViews(book: DutyBook, { from, to }: DateRange, sight: DutySight): DutySlot[] {
  const { kinds, zone } = book.roster;
  const slots = datesOf(from, to).flatMap((date) => kinds.map((kind) => timesOf(kind, date, zone)));
  return slots.map((slot) => slotView(book, slot, sight));
}

/** One shift as the viewer sees it. */
export function slotView(book: DutyBook, slot: SlotTimes, sight: DutySight): DutySlot {
  const state = slotIn(book.standing, slot);
  const { kindKey, date, startsAt, endsAt, minutes, wallMinutes } = slot;
  const toCome = state.assigned.filter((id) => !presentIn(state).includes(id));
  return {
    ...{ kindKey, date, startsAt, endsAt, minutes, wallMinutes },
    isProtected: touches(slot, book.windows),
    assignedIds: state.assigned,
    present: presenceOf(book, state, sight),
    told: state.told.map(({ at, content: { level, personIds } }) => {
      const toCallIds = personIds.filter((id) => book.people.find((person) => person.id === id)?.userId === null);
      return { level, at, personIds, toCallIds };
    }),
    mayCheckInIds: takesCheckIns(slot, sight.now) ? actableOf(book, toCome, sight.viewer) : [],
    mayTakeOver: takesCover(book, slot, sight.now) && candidatesFor(book, state, sight.viewer).length > 0,
  };
}

/** What is wrong with the shifts of these dates. */
export function problemViews(book: DutyBook, { from, to }: DateRange): DutyProblemView[] {
  const { roster: rule, standing, windows, standingIds } = book;
  return dutyProblems({ rule, standing, windows, standingIds }, from, to).map(problemView);
}

/** The list of people with what each stands in the range. */
export function peopleView(book: DutyBook, { from, to }: DateRange, viewer: Viewer | null): DutyPerson[] {
  const shifts = slotsByPerson(book.roster, book.standing);
  return book.people.map((person) => {
    const own = (shifts.get(person.id) ?? []).filter(({ date }) => from <= date && date <= to);
    const { id, name, phone, note, isActive, userId, version } = person;
    return {
      ...{ id, name, phone, note, isActive, version },
      hasAccount: userId !== null,
      mayStand: book.standingIds.has(id),
      isMe: userId !== null && userId === viewer?.userId,
      shifts: own.length,
      minutes: own.reduce((sum, { minutes }) => sum + minutes, 0),
    };
  });
}

/** Whom the viewer may send to a shift that is short: himself, or people without an account. */
function candidatesFor(book: DutyBook, state: SlotState, viewer: Viewer | null): string[] {
  const taken = new Set([...state.assigned, ...presentIn(state)]);
  const free = book.people.filter(({ id }) => book.standingIds.has(id) && !taken.has(id));
  return free.filter((person) => mayActAs(person, viewer)).map(({ id }) => id);
}

function presenceOf(book: DutyBook, state: SlotState, { names }: DutySight): DutyPresence[] {
  const came = state.checkIns.map(({ personId, at, byId }) => {
    const hasAccount = book.people.find(({ id }) => id === personId)?.userId !== null;
    return { personId, at, isCover: false, byName: hasAccount ? null : (names.get(byId ?? '') ?? null) };
  });
  return [...came, ...state.covers.map(({ personId, at }) => ({ personId, at, isCover: true, byName: null }))];
}

function problemView(problem: DutyProblem): DutyProblemView {
  const { code, slot } = problem;
  const other = 'other' in problem ? problem.other : null;
  return {
    ...{ code, kindKey: slot.kindKey, date: slot.date, minutes: slot.minutes, wallMinutes: slot.wallMinutes },
    personId: 'personId' in problem ? problem.personId : null,
    otherKindKey: other?.kindKey ?? null,
    otherDate: other?.date ?? null,
    missing: 'missing' in problem ? problem.missing : null,
    restMinutes: 'restMinutes' in problem ? problem.restMinutes : null,
    isAlarm: 'isAlarm' in problem && problem.isAlarm,
  };
}
