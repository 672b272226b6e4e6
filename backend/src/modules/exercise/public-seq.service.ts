import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { JournalTail } from '../../platform/journal/journal.tail.js';

/** Acts everybody may know of as they happen, besides those that post points. */
export const PUBLIC_KINDS = [
  'EXERCISE_CREATED',
  'EXERCISE_CONFIGURED',
  'EXERCISE_STARTED',
  'EXERCISE_ENDED',
  'PUBLIC_NOTICE_OPENED',
  'EXERCISE_FINALIZED',
  'UNIT_ADDED',
  'ATTACK_TEAM_ADDED',
  'RESCORING_APPLIED',
];

/** The condition under which a journal record is public, with `PUBLIC_KINDS` as parameter $2. */
export const PUBLIC_RECORD = `(kind = ANY($2) OR (details -> 'posted' ->> 'lines')::int > 0)`;

/**
 * The journal number up to which something public happened: the "as of" of boards and of everyone who sees
 * one side only. The journal's own head would tell each side the moment at which the other files something.
 */
@Injectable()
export class PublicSeqService implements OnModuleInit, OnModuleDestroy {
  private readonly known = new Map<string, number>();
  /** Announcements so far. */
  private heard = 0;
  private stopListening: () => void = () => undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly tail: JournalTail,
  ) {}

  onModuleInit(): void {
    this.stopListening = this.tail.listen(({ streamId, seq }) => {
      this.heard += 1;
      if (seq === -1) this.known.clear();
      else this.known.delete(streamId);
    });
  }

  onModuleDestroy(): void {
    this.stopListening();
  }

  /** Sequence of the last public record; 0 before there is one. Costs nothing while nothing happens. */
  async of(exerciseId: string): Promise<number> {
    const known = this.known.get(exerciseId);
    if (known !== undefined) return known;
    const heard = this.heard;
    const [row] = await this.dataSource.query<{ seq: number }[]>(
      `SELECT seq FROM journal_record
        WHERE stream_id = $1 AND ${PUBLIC_RECORD}
        ORDER BY seq DESC LIMIT 1`,
      [exerciseId, PUBLIC_KINDS],
    );
    const seq = row?.seq ?? 0;
    // Only while announcements come in, and none did meanwhile: otherwise nobody would tell when it is out of date.
    if (this.tail.isListening && heard === this.heard) this.known.set(exerciseId, seq);
    return seq;
  }
}
