import { Injectable } from '@nestjs/common';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { DataSource, LessThan, MoreThan } from 'typeorm';
import { grantsIn, type Viewer } from '../../core/access/permissions.js';
import { type ChainRecord, firstBreak, GENESIS_HASH } from '../../core/journal/chain.js';
import { Seen } from '../../platform/access/seen.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { cursorOf, PageInfo, seqOf } from '../../platform/graphql/shared.types.js';
import { JournalRecord } from '../../platform/journal/journal-record.entity.js';

/** Who looked at what is read with custody.read; without it only that somebody did, so that no number is missing. */
const CUSTODY_KINDS: ReadonlySet<string> = new Set(['EVIDENCE_VIEWED', 'EVIDENCE_DOWNLOADED']);
/** Records checked with one query. */
const BATCH = 2000;

@ObjectType()
@Seen('journal.read')
export class JournalConnection {
  @Field(() => [JournalRecord]) nodes: JournalRecord[];
  @Field() pageInfo: PageInfo;
  @Field(() => Int) totalCount: number;
}

/** The outcome of recomputing the journal's chain of hashes. */
@ObjectType()
@Seen('journal.read')
export class JournalCheck {
  @Field() holds: boolean;
  @Field(() => Int) checkedTo: number;
  @Field(() => Int, { nullable: true, description: 'First sequence that does not fit' }) brokenAt: number | null;
  @Field() headHash: string;
}

/** The journal as control and the chief referee read it. */
@Injectable()
export class JournalViewService {
  constructor(private readonly dataSource: DataSource) {}

  /** Records, newest first. @throws Refusal NOT_FOUND */
  async page(
    exerciseId: string,
    { first, after }: { first: number; after?: string | null },
    viewer: Viewer | null,
  ): Promise<JournalConnection> {
    requireGrants(viewer, exerciseId, 'journal.read');
    const before = seqOf(after);
    const where = { streamId: exerciseId, ...(before === null ? {} : { seq: LessThan(before) }) };
    const { manager } = this.dataSource;
    const rows = await manager.find(JournalRecord, { where, order: { seq: 'DESC' }, take: first + 1 });
    const nodes = rows.slice(0, first);
    const last = nodes.at(-1);
    const pageInfo = { endCursor: last ? cursorOf(last.seq) : null, hasNextPage: rows.length > first };
    return { nodes, pageInfo, totalCount: await manager.countBy(JournalRecord, { streamId: exerciseId }) };
  }

  /** Whether the viewer reads who acted in a record of the journal, and on what. */
  tells({ kind, streamId }: Pick<JournalRecord, 'kind' | 'streamId'>, viewer: Viewer | null): boolean {
    return !CUSTODY_KINDS.has(kind) || grantsIn(viewer, streamId, 'custody.read').length > 0;
  }

  /** Recomputes every hash from the first record to the head. @throws Refusal NOT_FOUND */
  async check(exerciseId: string, viewer: Viewer | null): Promise<JournalCheck> {
    requireGrants(viewer, exerciseId, 'journal.read');
    const head = await this.head(exerciseId);
    let last = { seq: 0, hash: GENESIS_HASH };
    for (;;) {
      const records = await this.recordsAfter(exerciseId, last.seq);
      const brokenAt = firstBreak(records, last.seq + 1, last.hash);
      if (brokenAt !== null) return { holds: false, checkedTo: brokenAt - 1, brokenAt, headHash: head.hash };
      last = records.at(-1) ?? last;
      if (records.length < BATCH) break;
    }
    // Records may be appended while we read; fewer than the head says means the tail was cut off.
    const isWhole = last.seq >= head.seq && (last.seq > head.seq || last.hash === head.hash);
    return { holds: isWhole, checkedTo: last.seq, brokenAt: isWhole ? null : last.seq + 1, headHash: head.hash };
  }

  private async head(exerciseId: string): Promise<{ seq: number; hash: string }> {
    const [row] = await this.dataSource.query<{ seq: number; hash: string }[]>(
      `SELECT head_seq AS seq, head_hash AS hash FROM journal_stream WHERE stream_id = $1`,
      [exerciseId],
    );
    return row ?? { seq: 0, hash: GENESIS_HASH };
  }

  private async recordsAfter(exerciseId: string, seq: number): Promise<ChainRecord[]> {
    const where = { streamId: exerciseId, seq: MoreThan(seq) };
    return this.dataSource.manager.find(JournalRecord, { where, order: { seq: 'ASC' }, take: BATCH });
  }
}
