import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { commandHash, GENESIS_HASH, recordHash } from '../../core/journal/chain.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { Clock } from '../clock/clock.js';
import { Transaction, violatedConstraint } from '../database/transaction.js';

/** Stream of everything that belongs to no exercise: accounts, rule-sets. */
export const INSTANCE_STREAM = '00000000-0000-0000-0000-000000000000';
/** PostgreSQL channel on which every committed record is announced as `streamId:seq`. */
export const JOURNAL_CHANNEL = 'yanwu_journal';

/** What somebody asks to be written. `content` is hashed, so a reused id with other content is caught. */
export interface Command {
  readonly streamId: string;
  readonly kind: string;
  /** UUID made by the client; the idempotency key. */
  readonly commandId: string;
  readonly content: unknown;
  readonly actor: Viewer | null;
}

/** What the work wrote: the subject, who may hear of it, and a short before/after for the audit. */
export interface Written {
  readonly subjectId: string;
  readonly partyId?: string | null;
  readonly details?: Record<string, unknown>;
}

/** Where the record of a command stands; `isRepeat` when it had been written before. */
export interface Receipt {
  readonly seq: number;
  readonly subjectId: string;
  readonly isRepeat: boolean;
}

/** The moment and number under which the work happens. */
export interface Slot {
  readonly seq: number;
  readonly recordedAt: Date;
}

interface Head {
  head_seq: number;
  head_hash: string;
  seq: number | null;
  command_hash: string | null;
  subject_id: string | null;
}

/**
 * The only way to write anything about an exercise. Ordering, idempotency, audit trail, tamper
 * evidence, feed and replay are all this one mechanism.
 */
@Injectable()
export class Journal {
  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes the stream lock, answers a repeated command with its first receipt, else runs `work` under
   * the next sequence number, writes the chained record, announces and commits: all or nothing.
   * @throws Refusal COMMAND_REUSED when the id was used for something else, NOT_FOUND for an unknown stream
   */
  async append(command: Command, work: (tx: EntityManager, slot: Slot) => Promise<Written>): Promise<Receipt> {
    const wantedHash = commandHash(command.kind, command.content);
    const inTransaction = async (tx: EntityManager): Promise<Receipt> => {
      const head = await this.lock(tx, command);
      if (head.seq !== null) return repeated(head, wantedHash);
      const slot = { seq: head.head_seq + 1, recordedAt: this.clock.now() };
      const written = await work(tx, slot);
      await this.write(tx, { command, wantedHash, slot, written, prevHash: head.head_hash });
      return { seq: slot.seq, subjectId: written.subjectId, isRepeat: false };
    };
    try {
      return await this.transaction.run(
        inTransaction,
        (error) => violatedConstraint(error) === 'journal_record_command',
      );
    } catch (error) {
      // Many commands lend their id to the row they make: it may stand already, made in another exercise.
      if (violatedConstraint(error)?.endsWith('_pkey')) throw new Refusal('COMMAND_REUSED');
      throw error;
    }
  }

  /** Opens the stream of a new exercise, once. @throws Refusal COMMAND_REUSED for the instance's own stream */
  async open(streamId: string): Promise<void> {
    if (streamId === INSTANCE_STREAM) throw new Refusal('COMMAND_REUSED');
    await this.transaction.run((tx) =>
      tx.query(
        `INSERT INTO journal_stream (stream_id, head_seq, head_hash) VALUES ($1, 0, $2) ON CONFLICT DO NOTHING`,
        [streamId, GENESIS_HASH],
      ),
    );
  }

  /** Highest sequence number of a stream; 0 when nothing was written yet. */
  async headSeq(tx: EntityManager, streamId: string): Promise<number> {
    const [row] = await tx.query<{ head_seq: number }[]>(`SELECT head_seq FROM journal_stream WHERE stream_id = $1`, [
      streamId,
    ]);
    return row?.head_seq ?? 0;
  }

  private async lock(tx: EntityManager, command: Command): Promise<Head> {
    const [head] = await tx.query<Head[]>('SELECT * FROM journal_lock($1, $2)', [command.streamId, command.commandId]);
    if (head === undefined) throw new Refusal('NOT_FOUND');
    return head;
  }

  private async write(
    tx: EntityManager,
    entry: { command: Command; wantedHash: string; slot: Slot; written: Written; prevHash: string },
  ): Promise<void> {
    const { command, slot, written, prevHash } = entry;
    const content = {
      streamId: command.streamId,
      seq: slot.seq,
      kind: command.kind,
      subjectId: written.subjectId,
      actorId: command.actor?.userId ?? null,
      commandId: command.commandId,
      commandHash: entry.wantedHash,
      recordedAt: slot.recordedAt,
      details: written.details ?? {},
    };
    const hash = recordHash(content, prevHash);
    await tx.query(
      `WITH record AS (
         INSERT INTO journal_record (stream_id, seq, kind, subject_id, party_id, actor_id, command_id, command_hash,
                                     recorded_at, details, prev_hash, hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
       ), head AS (
         UPDATE journal_stream SET head_seq = $2, head_hash = $12 WHERE stream_id = $1
       )
       SELECT pg_notify('${JOURNAL_CHANNEL}', $1::text || ':' || $2::text)`,
      [
        content.streamId,
        content.seq,
        content.kind,
        content.subjectId,
        written.partyId ?? null,
        content.actorId,
        content.commandId,
        content.commandHash,
        content.recordedAt,
        JSON.stringify(content.details),
        prevHash,
        hash,
      ],
    );
  }
}

function repeated(head: Head, wantedHash: string): Receipt {
  if (head.command_hash !== wantedHash || head.seq === null || head.subject_id === null) {
    throw new Refusal('COMMAND_REUSED');
  }
  return { seq: head.seq, subjectId: head.subject_id, isRepeat: true };
}
