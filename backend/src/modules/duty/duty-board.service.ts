import { Injectable } from '@nestjs/common';
import type { Viewer } from '../../core/access/permissions.js';
import { daysBetween, isDate } from '../../core/duty/slot-times.js';
import { refuseBadInput } from '../../core/kernel/refusal.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { Agenda } from '../../platform/agenda/agenda.js';
import { Clock } from '../../platform/clock/clock.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { IdentityService } from '../identity/identity.service.js';
import { lastSeqOf, peopleView, problemViews, slotViews } from './duty-board.view.js';
import { type DutyBook, DutyBooks } from './duty-books.service.js';
import { logViews, nowView, swapViews } from './duty-open.view.js';
import { mayPlanRoster, maySeeRoster, requirePlanner } from './duty.rights.js';
import type { DutyRosterRow } from './duty-roster.entity.js';
import type { DutyBoard, DutyCandidate, DutyLogEntry, DutyRoster } from './duty.types.js';

/** Longest stretch one question shows, days. */
const MAX_RANGE_DAYS = 62;
/** Most log entries one answer holds. */
const MAX_LOG = 500;

/** What stands beside a roster: names of units and accounts, and what is open elsewhere. */
@Injectable()
export class DutyNeighbours {
  constructor(
    readonly exercises: ExerciseService,
    readonly identity: IdentityService,
    readonly agenda: Agenda,
  ) {}

  /** What accounts are called. */
  async namesOf(userIds: readonly (string | null)[]): Promise<Map<string, string>> {
    const users = await this.identity.byIds(userIds.filter((id) => id !== null));
    return new Map(users.map(({ id, displayName }) => [id, displayName]));
  }
}

/** Rosters as their readers see them. */
@Injectable()
export class DutyBoardService {
  constructor(
    private readonly books: DutyBooks,
    private readonly beside: DutyNeighbours,
    private readonly clock: Clock,
  ) {}

  /** The rosters the viewer may read: the organizer all, a unit's people their own. @throws Refusal NOT_FOUND */
  async rosters(exerciseId: string, viewer: Viewer | null): Promise<DutyRoster[]> {
    requireGrants(viewer, exerciseId, 'duty.read');
    const seen = (await this.books.rostersOf(exerciseId)).filter((roster) => maySeeRoster(viewer, roster));
    return this.rosterViews(seen, viewer);
  }

  /** A roster's settings. @throws Refusal NOT_FOUND */
  async roster(id: string, viewer: Viewer | null): Promise<DutyRoster> {
    const [view] = await this.rosterViews([await this.books.rosterFor(id, viewer)], viewer);
    if (view === undefined) throw new Error('a roster has a view');
    return view;
  }

  /** Everything between two local dates, 62 days at most. @throws Refusal NOT_FOUND, BAD_INPUT */
  async board(rosterId: string, range: { from: string; to: string }, viewer: Viewer | null): Promise<DutyBoard> {
    requireRange(range);
    const roster = await this.roster(rosterId, viewer);
    const book = await this.books.open(rosterId);
    const now = this.clock.now();
    const names = await this.beside.namesOf(book.acts.map(({ byId }) => byId));
    const sight = { viewer, now, names };
    const { exerciseId, rootId } = book.roster;
    const open = await this.beside.agenda.of({ exerciseId, rootId });
    return {
      roster,
      asOf: now,
      basedOn: lastSeqOf(book),
      people: peopleView(book, range, viewer),
      slots: slotViews(book, range, sight),
      problems: problemViews(book, range),
      swaps: swapViews(book, sight),
      windows: book.windows.map(({ startsAt, endsAt }) => ({ startsAt, endsAt })),
      now: nowView(
        book,
        sight,
        open.map(({ kind, ref, title }) => ({ kind, ref, title, note: '' })),
      ),
    };
  }

  /** The log of a roster, newest first. @throws Refusal NOT_FOUND */
  async log(rosterId: string, viewer: Viewer | null): Promise<DutyLogEntry[]> {
    await this.books.rosterFor(rosterId, viewer);
    const book = await this.books.open(rosterId);
    return logViews(book, await this.beside.namesOf(writersOf(book))).slice(0, MAX_LOG);
  }

  /** Members who are not on the list yet. @throws Refusal NOT_FOUND, NOT_ALLOWED */
  async candidates(rosterId: string, viewer: Viewer | null): Promise<DutyCandidate[]> {
    requirePlanner(viewer, await this.books.rosterFor(rosterId, viewer));
    const { people, memberIds } = await this.books.open(rosterId);
    const listed = new Set(people.map(({ userId }) => userId));
    const users = await this.beside.identity.byIds([...memberIds].filter((id) => !listed.has(id)));
    return users.map(({ id, displayName }) => ({ userId: id, name: displayName }));
  }

  private async rosterViews(rosters: readonly DutyRosterRow[], viewer: Viewer | null): Promise<DutyRoster[]> {
    const [first] = rosters;
    if (first === undefined) return [];
    const units = new Map((await this.beside.exercises.unitsOf(first.exerciseId)).map(({ id, name }) => [id, name]));
    const names = await this.beside.namesOf(rosters.map(({ plannerId }) => plannerId));
    return rosters.map((roster) => {
      const { id, exerciseId, rootId, zone, kinds, minRestHours, lateMinutes, plannerId, version } = roster;
      const unitName = rootId === null ? null : (units.get(rootId) ?? null);
      const settings = { zone, kinds, minRestHours, lateMinutes, plannerId, version };
      const plannerName = names.get(plannerId) ?? '';
      return { id, exerciseId, rootId, unitName, ...settings, plannerName, mayPlan: mayPlanRoster(viewer, roster) };
    });
  }
}

/** @throws Refusal BAD_INPUT */
function requireRange({ from, to }: { from: string; to: string }): void {
  if (!isDate(from)) refuseBadInput([{ path: 'from', code: 'WRONG_FORM' }]);
  if (!isDate(to)) refuseBadInput([{ path: 'to', code: 'WRONG_FORM' }]);
  const days = daysBetween(from, to);
  if (days < 0) refuseBadInput([{ path: 'to', code: 'BEFORE_START' }]);
  if (days >= MAX_RANGE_DAYS) refuseBadInput([{ path: 'to', code: 'TOO_LATE' }]);
}

function writersOf({ standing }: DutyBook): (string | null)[] {
  return standing.log.map(({ act }) => act.byId);
}
