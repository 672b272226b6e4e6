import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { DataSource, MoreThan } from 'typeorm';
import type { MembershipFact, Viewer } from '../../core/access/permissions.js';
import { feedView } from '../../core/board/feed-view.js';
import { requireGrants, requireViewer } from '../../platform/access/viewer.js';
import { JournalRecord } from '../../platform/journal/journal-record.entity.js';
import { JournalTail } from '../../platform/journal/journal.tail.js';
import type { FeedRecord } from './board.types.js';
import { Channel } from './channel.js';

/** Records read with one query while catching up. */
const BATCH = 500;

interface Reader {
  readonly exerciseId: string;
  readonly userId: string;
  readonly channel: Channel<FeedRecord>;
  after: number;
  /** The run that reads at present; another announcement makes it look once more. */
  running: Promise<void> | null;
  mustLookAgain: boolean;
}

/** Thin records of an exercise, replayed from a sequence and then live, filtered for each reader. */
@Injectable()
export class FeedService implements OnModuleInit, OnModuleDestroy {
  private readonly log = new Logger(FeedService.name);
  private readonly readers = new Set<Reader>();
  /** The last read of each exercise: readers who stand at the same place share it. */
  private readonly lastRead = new Map<string, { after: number; records: Promise<JournalRecord[]> }>();
  private stopListening: () => void = () => undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly tail: JournalTail,
  ) {}

  onModuleInit(): void {
    this.stopListening = this.tail.listen(({ streamId, seq }) => this.hear(streamId, seq));
  }

  onModuleDestroy(): void {
    this.stopListening();
    for (const reader of [...this.readers]) reader.channel.close();
  }

  /** Records after a sequence, then every new one. @throws Refusal NOT_FOUND for outsiders */
  follow(exerciseId: string, after: number, viewer: Viewer | null): AsyncIterableIterator<FeedRecord> {
    requireGrants(viewer, exerciseId, 'feed.follow');
    const { userId } = requireViewer(viewer);
    const channel = new Channel<FeedRecord>(() => this.readers.delete(reader));
    const reader: Reader = { exerciseId, userId, channel, after, running: null, mustLookAgain: false };
    this.readers.add(reader);
    this.look(reader);
    return channel;
  }

  private hear(streamId: string, seq: number): void {
    this.lastRead.delete(streamId);
    if (seq === -1) this.lastRead.clear();
    for (const reader of this.readers) if (seq === -1 || reader.exerciseId === streamId) this.look(reader);
  }

  private look(reader: Reader): void {
    reader.mustLookAgain = true;
    reader.running ??= this.run(reader).finally(() => {
      reader.running = null;
      if (reader.mustLookAgain && this.readers.has(reader)) this.look(reader);
    });
  }

  private async run(reader: Reader): Promise<void> {
    try {
      while (reader.mustLookAgain) {
        reader.mustLookAgain = false;
        for (let records = await this.read(reader); records.length > 0; records = await this.read(reader)) {
          await this.tell(reader, records);
        }
      }
    } catch (error) {
      this.log.error(`feed of ${reader.exerciseId}: ${String(error)}`);
      reader.channel.close();
    }
  }

  /** Rights are looked up anew for every delivery: who lost a membership hears nothing more. */
  private async tell(reader: Reader, records: readonly JournalRecord[]): Promise<void> {
    const memberships = await this.membershipsOf(reader);
    if (memberships.length === 0) return reader.channel.close();
    for (const record of records) {
      const view = feedView(
        { ...record, scoredParties: scoredParties(record), alsoTold: alsoTold(record) },
        memberships,
      );
      if (view !== null) reader.channel.push({ ...view, seq: record.seq, recordedAt: record.recordedAt });
      reader.after = record.seq;
    }
  }

  private read({ exerciseId, after }: Reader): Promise<JournalRecord[]> {
    const known = this.lastRead.get(exerciseId);
    if (known?.after === after) return known.records;
    const where = { streamId: exerciseId, seq: MoreThan(after) };
    const records = this.dataSource.manager.find(JournalRecord, { where, order: { seq: 'ASC' }, take: BATCH });
    this.lastRead.set(exerciseId, { after, records });
    return records;
  }

  private async membershipsOf({ userId, exerciseId }: Reader): Promise<MembershipFact[]> {
    return this.dataSource.query<MembershipFact[]>(
      `SELECT id, exercise_id AS "exerciseId", role, team_id AS "teamId", unit_id AS "unitId"
         FROM membership WHERE user_id = $1 AND exercise_id = $2 AND revoked_at IS NULL`,
      [userId, exerciseId],
    );
  }
}

/** Parties whose score an act changed, from the summary it left in its record. */
function scoredParties({ details }: JournalRecord): string[] {
  const { posted } = details as { posted?: { parties?: unknown } };
  return textsIn(posted?.parties);
}

/** Parties an act names because it concerns them too. */
function alsoTold({ details }: JournalRecord): string[] {
  return textsIn((details as { alsoTold?: unknown }).alsoTold);
}

function textsIn(list: unknown): string[] {
  return Array.isArray(list) ? list.filter((id): id is string => typeof id === 'string') : [];
}
