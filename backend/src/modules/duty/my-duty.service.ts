import { Injectable } from '@nestjs/common';
import type { Viewer } from '../../core/access/permissions.js';
import { slotIn } from '../../core/duty/duty-fold.js';
import { slotsByPerson } from '../../core/duty/roster-problems.js';
import type { SlotTimes } from '../../core/duty/slot-times.js';
import { requireGrants, requireViewer } from '../../platform/access/viewer.js';
import { Clock } from '../../platform/clock/clock.js';
import { type DutyBook, DutyBooks } from './duty-books.service.js';
import { maySeeRoster } from './duty.rights.js';
import type { MyShift } from './duty.types.js';

/** How far ahead one's own shifts are listed. */
const AHEAD_MS = 62 * 86_400_000;

/** One person's own shifts, over all rosters of an exercise he may read. */
@Injectable()
export class MyDutyService {
  constructor(
    private readonly books: DutyBooks,
    private readonly clock: Clock,
  ) {}

  /** The viewer's shifts that run or come within two months. @throws Refusal NOT_FOUND */
  async shifts(exerciseId: string, viewer: Viewer | null): Promise<MyShift[]> {
    requireGrants(viewer, exerciseId, 'duty.read');
    const now = this.clock.now();
    return this.between(exerciseId, requireViewer(viewer), {
      startsAt: now,
      endsAt: new Date(now.getTime() + AHEAD_MS),
    });
  }

  /** The viewer's shifts that touch a span, by start; none of rosters that are not his to read. */
  async between(exerciseId: string, viewer: Viewer, span: { startsAt: Date; endsAt: Date }): Promise<MyShift[]> {
    const rosters = (await this.books.rostersOf(exerciseId)).filter((roster) => maySeeRoster(viewer, roster));
    const lists = await Promise.all(rosters.map(async ({ id }) => this.ofBook(await this.books.open(id), viewer)));
    return lists
      .flat()
      .filter(({ startsAt, endsAt }) => endsAt > span.startsAt && startsAt < span.endsAt)
      .sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
  }

  private ofBook(book: DutyBook, viewer: Viewer): MyShift[] {
    const me = book.people.find(({ userId }) => userId === viewer.userId);
    if (me === undefined) return [];
    const slots = slotsByPerson(book.roster, book.standing).get(me.id) ?? [];
    return slots.map((slot) => this.shift(book, slot, me.id));
  }

  private shift(book: DutyBook, slot: SlotTimes, personId: string): MyShift {
    const { kind, kindKey, date, startsAt, endsAt } = slot;
    const state = slotIn(book.standing, slot);
    const others = state.assigned.filter((id) => id !== personId);
    const here = [...state.checkIns, ...state.covers].find((entry) => entry.personId === personId);
    const lateAt = new Date(startsAt.getTime() + book.roster.lateMinutes * 60_000);
    const isLate = kind.role !== 'STANDBY' && here === undefined && this.clock.now() > lateAt;
    const withNames = others.map((id) => book.people.find((person) => person.id === id)?.name ?? '');
    const names = { rosterId: book.roster.id, kindName: kind.name, role: kind.role, kindKey, date };
    return { ...names, startsAt, endsAt, withNames, checkedInAt: here?.at ?? null, isLate };
  }
}
