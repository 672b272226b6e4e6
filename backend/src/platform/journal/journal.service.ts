import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { commandHash, GENESIS_HASH } from '../../core/journal/chain.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { Clock } from '../clock/clock.js';
import { insideTransaction, sqlState, Transaction, violatedConstraint } from '../database/transaction.js';
import type { BulkWork, Command, Receipt, Slotted, Work, Written } from './command.js';
import { batchSize, type Entry, type Outcome, writeBatch } from './journal.batch.js';
import { StreamQueue } from './stream-queue.js';

export type { Command, Receipt, Slot, Slotted, Written } from './command.js';

/** Stream of everything that belongs to no exercise: accounts, rule-sets. */
export const INSTANCE_STREAM = '00000000-0000-0000-0000-000000000000';
/** PostgreSQL channel on which every committed record is announced as `streamId:seq`. */
export const JOURNAL_CHANNEL = 'yanwu_journal';

/** SQLSTATEs by which PostgreSQL says that nothing was committed: a constraint, a deadlock, a lost race. */
const ROLLED_BACK = /^(23|40)...$/;

/** A command that waits for its turn, and whom to tell how it ended. */
interface WaitingEntry extends Entry {
  readonly accept: (receipt: Receipt) => void;
  readonly refuse: (error: unknown) => void;
}

/**
 * The only way to write anything about an exercise. Ordering, idempotency, audit trail, tamper
 * evidence, feed and replay are all this one mechanism.
 *
 * Commands of a stream queue up here and are done in the order they came. Near a deadline that is filing after filing:
 * such neighbours share a transaction, so that its lock and the disk are paid for once (`appendItem`).
 */
@Injectable()
export class Journal {
  private readonly queue = new StreamQueue<WaitingEntry>(batchSize, (streamId, batch) => this.settle(streamId, batch));

  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes the stream lock, answers a repeated command with its first receipt, else runs `work` under
   * the next sequence number, writes the chained record, announces and commits: all or nothing.
   * @throws Refusal COMMAND_REUSED when the id was used for something else, NOT_FOUND for an unknown stream
   */
  append(command: Command, work: Work): Promise<Receipt> {
    // A function of its own: what it does is never done together with another command.
    return this.appendItem(command, work, async (tx: EntityManager, items: readonly Slotted<Work>[]) => {
      const written: Written[] = [];
      for (const { item, slot } of items) written.push(await item(tx, slot));
      return written;
    });
  }

  /**
   * Like `append`, for work that does many things for the price of one: neighbours in the queue that bring the very same
   * function are done by one call and share its COMMIT. If it fails they are done again one by one, so that each is
   * refused for its own fault only.
   */
  appendItem<T>(command: Command, item: T, work: BulkWork<T>): Promise<Receipt> {
    // It would wait for the transaction it is part of.
    if (insideTransaction.getStore()) throw new Error('a command inside a transaction can never be written');
    // Ids are compared and hashed as the database spells them.
    const commandId = command.commandId.toLowerCase();
    const wantedHash = commandHash(command.kind, command.content);
    return new Promise((accept, refuse) => {
      const entry = { command: { ...command, commandId }, wantedHash, item, work: work as BulkWork<unknown> };
      this.queue.push(command.streamId, { ...entry, accept, refuse });
    });
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

  /** Writes a batch and, after its COMMIT, tells everyone in it; never throws. */
  private async settle(streamId: string, batch: readonly WaitingEntry[]): Promise<void> {
    const place = { streamId, recordedAt: () => this.clock.now() };
    let isCommitting = false;
    const body = async (tx: EntityManager): Promise<Outcome[]> => {
      isCommitting = false;
      const outcomes = await writeBatch(tx, place, batch);
      isCommitting = true;
      return outcomes;
    };
    try {
      const outcomes = await (batch.length === 1 ? this.transaction.run(body) : this.transaction.once(body));
      batch.forEach((entry, index) => tell(entry, outcomes[index]));
    } catch (error) {
      // Whatever else breaks at COMMIT leaves open whether it took place: the client asks again with the same id.
      const isOpen = isCommitting && !ROLLED_BACK.test(sqlState(error) ?? '');
      if (batch.length === 1 || isOpen) for (const { refuse } of batch) refuse(refusalOf(error));
      else for (const entry of batch) await this.settle(streamId, [entry]);
    }
  }
}

/** Many commands lend their id to the row they make: it may stand already, made in another exercise. */
function refusalOf(error: unknown): unknown {
  return violatedConstraint(error)?.endsWith('_pkey') === true ? new Refusal('COMMAND_REUSED') : error;
}

function tell({ accept, refuse }: WaitingEntry, outcome: Outcome | undefined): void {
  if (outcome !== undefined && 'receipt' in outcome) accept(outcome.receipt);
  else refuse(outcome?.error);
}
