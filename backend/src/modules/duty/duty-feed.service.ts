import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import ical, { ICalAlarmType, ICalCalendarMethod } from 'ical-generator';
import { DataSource } from 'typeorm';
import { mayTry, type Viewer } from '../../core/access/permissions.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { requireGrants, requireViewer } from '../../platform/access/viewer.js';
import { Agenda, type AgendaItem } from '../../platform/agenda/agenda.js';
import { Clock } from '../../platform/clock/clock.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { DutyFeedRow } from './duty-feed.entity.js';
import type { DutyFeed, MyShift } from './duty.types.js';
import { FeedPace } from './feed-pace.js';
import { MyDutyService } from './my-duty.service.js';

/** Bytes of the secret: nobody guesses it. */
const SECRET_BYTES = 32;
const DAY_MS = 86_400_000;
/** A calendar shows this much of the past, and of what comes. */
const PAST_DAYS = 60;
const AHEAD_DAYS = 400;

/** A person's own shifts as a calendar that needs no session: whoever knows the address reads it, until it is taken back. */
@Injectable()
export class DutyFeedService {
  private readonly pace = new FeedPace();

  constructor(
    private readonly dataSource: DataSource,
    private readonly exercises: ExerciseService,
    private readonly mine: MyDutyService,
    private readonly agenda: Agenda,
    private readonly clock: Clock,
  ) {}

  /** Whether the viewer has an address. @throws Refusal NOT_FOUND */
  async state(exerciseId: string, viewer: Viewer | null): Promise<DutyFeed> {
    requireGrants(viewer, exerciseId, 'duty.read');
    const { userId } = requireViewer(viewer);
    const row = await this.dataSource.manager.findOneBy(DutyFeedRow, { exerciseId, userId });
    const { createdAt = null, lastReadAt = null } = row ?? {};
    return { isOpen: row !== null, createdAt, lastReadAt, path: null };
  }

  /** Makes a new address; the one before is no good any more. @throws Refusal NOT_FOUND */
  async open(exerciseId: string, viewer: Viewer | null): Promise<DutyFeed> {
    requireGrants(viewer, exerciseId, 'duty.read');
    const { userId } = requireViewer(viewer);
    const secret = randomBytes(SECRET_BYTES).toString('base64url');
    const row = {
      id: randomUUID(),
      exerciseId,
      userId,
      tokenHash: hashOf(secret),
      createdAt: this.clock.now(),
      lastReadAt: null,
    };
    await this.dataSource.manager.upsert(DutyFeedRow, row, ['exerciseId', 'userId']);
    return { isOpen: true, createdAt: row.createdAt, lastReadAt: null, path: `/api/duty/calendar/${secret}.ics` };
  }

  /** Takes the address back. @throws Refusal NOT_FOUND */
  async close(exerciseId: string, viewer: Viewer | null): Promise<DutyFeed> {
    requireGrants(viewer, exerciseId, 'duty.read');
    await this.dataSource.manager.delete(DutyFeedRow, { exerciseId, userId: requireViewer(viewer).userId });
    return this.state(exerciseId, viewer);
  }

  /**
   * The calendar behind an address.
   * @throws Refusal NOT_FOUND for an address that is none, was taken back, or whose owner no longer takes part;
   *   TOO_MANY_ATTEMPTS when it is read more often than calendars do
   */
  async calendar(secret: string): Promise<string> {
    const row = await this.dataSource.manager.findOneBy(DutyFeedRow, { tokenHash: hashOf(secret) });
    if (row === null) throw new Refusal('NOT_FOUND');
    const now = this.clock.now();
    this.pace.enter(row.id, now);
    const owner = await this.ownerOf(row);
    if (!mayTry(owner, 'duty.read')) throw new Refusal('NOT_FOUND');
    await this.dataSource.manager.update(DutyFeedRow, { id: row.id }, { lastReadAt: now });
    const span = {
      startsAt: new Date(now.getTime() - PAST_DAYS * DAY_MS),
      endsAt: new Date(now.getTime() + AHEAD_DAYS * DAY_MS),
    };
    const shifts = await this.mine.between(row.exerciseId, owner, span);
    const exercise = await this.exercises.byId(row.exerciseId);
    return textOf({ name: exercise.name, zone: exercise.timeZone, shifts, deadlines: await this.deadlines(row), now });
  }

  /** Deadlines that other modules keep for this very person. */
  private async deadlines({ exerciseId, userId }: DutyFeedRow): Promise<AgendaItem[]> {
    const memberships = (await this.exercises.membershipsOf(userId)).filter((one) => one.exerciseId === exerciseId);
    const lists = await Promise.all(memberships.map(({ unitId: rootId }) => this.agenda.of({ exerciseId, rootId })));
    return lists.flat().filter((item) => item.userId === userId && item.dueAt !== null);
  }

  /** The owner with what he is in that exercise, as if he asked himself. */
  private async ownerOf({ exerciseId, userId }: DutyFeedRow): Promise<Viewer> {
    const memberships = (await this.exercises.membershipsOf(userId)).filter((one) => one.exerciseId === exerciseId);
    return { userId, displayName: '', isAdmin: false, sessionId: '', memberships };
  }
}

interface CalendarContent {
  readonly name: string;
  readonly zone: string;
  readonly shifts: readonly MyShift[];
  readonly deadlines: readonly AgendaItem[];
  readonly now: Date;
}

/** iCalendar text (RFC 5545); instants in UTC, which every calendar shows in its owner's own zone. */
function textOf({ name, shifts, deadlines, now }: CalendarContent): string {
  const calendar = ical({
    name: `值班 ${name}`,
    method: ICalCalendarMethod.PUBLISH,
    prodId: { company: 'yanwu', product: 'duty' },
    ttl: 900,
  });
  for (const { rosterId, kindKey, date, kindName, startsAt, endsAt, withNames } of shifts) {
    const id = `${hashOf(`${rosterId}/${date}/${kindKey}`).slice(0, 32)}@yanwu`;
    const event = calendar.createEvent({ id, start: startsAt, end: endsAt, summary: kindName, stamp: now });
    if (withNames.length > 0) event.description(withNames.join('、'));
    event.createAlarm({ type: ICalAlarmType.display, triggerBefore: 3600, description: kindName });
  }
  for (const { kind, ref, title, dueAt } of deadlines) {
    if (dueAt === null) continue;
    const id = `${hashOf(`${kind}/${ref}/${title}`).slice(0, 32)}@yanwu`;
    calendar.createEvent({ id, start: dueAt, end: dueAt, summary: `${ref} ${title}`.trim(), stamp: now });
  }
  return calendar.toString();
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
