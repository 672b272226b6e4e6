import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import type { DutyActContents, DutyActKind } from '../../core/duty/acts.js';
import { nextEscalationAt } from '../../core/duty/escalation.js';
import { Journal, type Slot, type Written } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { Timetable } from '../../platform/timetable/timetable.service.js';
import { type NewNotice, NoticeService } from '../notice/notice.service.js';
import { actOf, DutyActRow } from './duty-act.entity.js';
import { type DutyBook, DutyBooks } from './duty-books.service.js';

/** What a roster's escalations are called in the timetable. */
export const DUTY_LOOK = 'duty-roster';
/** A roster is looked at this often even if nothing is due, since protection periods move without it hearing. */
const LOOK_AGAIN_MS = 3_600_000;
/** Escalations that should have been told longer ago are of no use to anybody. */
const USEFUL_MS = 7 * 86_400_000;

/** An act somebody asks for. */
export interface DutyCommand {
  /** Kind of the journal record. */
  readonly kind: string;
  readonly commandId: string;
  readonly rosterId: string;
  readonly content: unknown;
  readonly actor: Viewer | null;
}

/** What an act turned out to be. */
export interface DecidedAct<K extends DutyActKind = DutyActKind> {
  readonly kind: K;
  readonly content: DutyActContents[K];
  /** Instant it counts from; none = when it is recorded. */
  readonly at?: Date;
  readonly notices?: readonly NewNotice[];
}

/** The one way an act on a roster is written: under the lock, sealed, with its notices, and the next look planned. */
@Injectable()
export class DutyActs {
  constructor(
    private readonly journal: Journal,
    private readonly books: DutyBooks,
    private readonly notices: NoticeService,
    private readonly timetable: Timetable,
  ) {}

  /** @param decide what the act is, from what stands; throws to refuse it. */
  async append(command: DutyCommand, decide: (book: DutyBook, slot: Slot) => DecidedAct): Promise<void> {
    const { rosterId, ...rest } = command;
    const { exerciseId } = await this.books.roster(rosterId);
    await this.journal.append({ ...rest, streamId: exerciseId }, async (tx, slot) => {
      const book = await this.books.open(rosterId, tx);
      return this.write(tx, slot, { command, book, act: decide(book, slot) });
    });
  }

  /** Says when somebody must look at the roster next. */
  async planLook(tx: EntityManager, book: DutyBook, now: Date): Promise<void> {
    const { id: subjectId, exerciseId } = book.roster;
    const due = nextEscalationAt(escalationSources(book, now));
    const again = new Date(now.getTime() + LOOK_AGAIN_MS);
    await this.timetable.plan(tx, { kind: DUTY_LOOK, subjectId, exerciseId, dueAt: due && due < again ? due : again });
  }

  private async write(
    tx: EntityManager,
    slot: Slot,
    { command, book, act }: { command: DutyCommand; book: DutyBook; act: DecidedAct },
  ): Promise<Written> {
    const { id: rosterId, exerciseId, rootId } = book.roster;
    const place = { id: command.commandId.toLowerCase(), exerciseId, rosterId, seq: slot.seq };
    const when = { actedAt: act.at ?? slot.recordedAt, recordedAt: slot.recordedAt };
    const row: DutyActRow = {
      ...place,
      ...when,
      kind: act.kind,
      byId: command.actor?.userId ?? null,
      content: act.content,
    };
    await tx.insert(DutyActRow, row);
    const told = await this.notices.give(tx, exerciseId, slot, act.notices ?? []);
    const sealed = await sealRows(tx, { duty_act: row.id, notice: told });
    await this.planLook(tx, withAct(book, row), slot.recordedAt);
    return { subjectId: rosterId, partyId: rootId, details: { act: act.kind, sealed } };
  }
}

/** What escalation is decided from. */
export function escalationSources({ roster, acts, windows }: DutyBook, now: Date) {
  const long = new Date(now.getTime() - USEFUL_MS);
  const since = roster.recordedAt > long ? roster.recordedAt : long;
  return { rule: roster, acts, since, windows, plannerIds: [roster.plannerId] };
}

function withAct(book: DutyBook, row: DutyActRow): DutyBook {
  return { ...book, acts: [...book.acts, actOf(row)] };
}
