import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In, LessThanOrEqual, type SelectQueryBuilder } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { requireGrants, requireViewer } from '../../platform/access/viewer.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Slot } from '../../platform/journal/journal.service.js';
import type { ReadNoticesInput } from './notice.inputs.js';
import { Notice, NoticeRead } from './notice.entity.js';
import type { NoticeList } from './notice.types.js';

/** A notice that is to be given, to a party or to one person. */
export interface NewNotice {
  readonly to: { readonly partyId: string } | { readonly personId: string };
  readonly subjectId: string;
  readonly code: string;
  readonly params: Readonly<Record<string, string>>;
}

/** Most notices one list shows; an exercise gives a party a few dozen. */
const MOST_LISTED = 200;

/** Who was told what, and who has read it. */
@Injectable()
export class NoticeService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** Gives notices within an act of the journal, maybe after others; the caller's record seals the ids that come back. */
  async give(tx: EntityManager, exerciseId: string, slot: Slot, notices: readonly NewNotice[]): Promise<string[]> {
    const before = notices.length === 0 ? 0 : await tx.countBy(Notice, { exerciseId, seq: slot.seq });
    const rows = notices.map((notice, place) => noticeRow(exerciseId, slot, notice, before + place));
    if (rows.length > 0) await tx.insert(Notice, rows);
    return rows.map(({ id }) => id);
  }

  /** As `give`, for acts of which each gives its notices at once: one statement for all. Answers ids by act. */
  async giveEach(
    tx: EntityManager,
    exerciseId: string,
    acts: readonly { readonly slot: Slot; readonly notices: readonly NewNotice[] }[],
  ): Promise<string[][]> {
    const rows = acts.map(({ slot, notices }) =>
      notices.map((notice, ordinal) => noticeRow(exerciseId, slot, notice, ordinal)),
    );
    if (rows.some((own) => own.length > 0)) await tx.insert(Notice, rows.flat());
    return rows.map((own) => own.map(({ id }) => id));
  }

  /** What the viewer's own parties and the viewer himself were told. @throws Refusal NOT_FOUND */
  async listFor(exerciseId: string, viewer: Viewer | null): Promise<NoticeList> {
    const { userId } = requireViewer(viewer);
    const own = this.ownOf(exerciseId, viewer);
    const [nodes, totalCount] = await own
      .orderBy('n.seq', 'DESC')
      .addOrderBy('n.ordinal')
      .take(MOST_LISTED)
      .getManyAndCount();
    const unread = await this.ownOf(exerciseId, viewer)
      .andWhere('NOT EXISTS (SELECT 1 FROM notice_read r WHERE r.notice_id = n.id AND r.user_id = :userId)', { userId })
      .getCount();
    return { nodes, unread, totalCount };
  }

  /** Marks as read what the viewer was told up to a journal number. @throws Refusal NOT_FOUND */
  async read({ exerciseId, upToSeq }: ReadNoticesInput, viewer: Viewer | null): Promise<NoticeList> {
    const { userId } = requireViewer(viewer);
    const seen = await this.ownOf(exerciseId, viewer)
      .andWhere({ seq: LessThanOrEqual(upToSeq) })
      .getMany();
    const readAt = this.clock.now();
    const marks = seen.map(({ id }) => ({ noticeId: id, userId, readAt }));
    if (marks.length > 0)
      await this.dataSource.createQueryBuilder().insert().into(NoticeRead).values(marks).orIgnore().execute();
    return this.listFor(exerciseId, viewer);
  }

  /** Which of these notices the user has read. */
  async readBy(userId: string, noticeIds: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.dataSource.manager.findBy(NoticeRead, { userId, noticeId: In([...noticeIds]) });
    return new Set(rows.map(({ noticeId }) => noticeId));
  }

  private ownOf(exerciseId: string, viewer: Viewer | null): SelectQueryBuilder<Notice> {
    const grants = requireGrants(viewer, exerciseId, 'notice.read');
    const parties = grants.flatMap(({ teamId, unitId }) => [teamId, unitId]).filter((id) => id !== null);
    return this.dataSource.manager
      .createQueryBuilder(Notice, 'n')
      .where('n.exerciseId = :exerciseId', { exerciseId })
      .andWhere('(n.partyId = ANY(:parties) OR n.personId = :personId)', {
        parties,
        personId: viewer?.userId ?? null,
      });
  }
}

function noticeRow(exerciseId: string, slot: Slot, { to, subjectId, code, params }: NewNotice, ordinal: number) {
  return {
    id: randomUUID(),
    exerciseId,
    seq: slot.seq,
    ordinal,
    partyId: 'partyId' in to ? to.partyId : null,
    personId: 'personId' in to ? to.personId : null,
    subjectId,
    code,
    params: { ...params },
    recordedAt: slot.recordedAt,
  };
}
