import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { EMPTY_LEDGER_HASH } from '../../core/ledger/ledger-hash.js';
import { type BoardOf, type CheckpointContent, linkTo, statementOf } from '../../core/proof/checkpoint.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transaction } from '../../platform/database/transaction.js';
import { SigningKeys } from '../../platform/signing/signing-keys.service.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { PUBLIC_KINDS, PUBLIC_RECORD } from '../exercise/public-seq.service.js';
import { CheckpointBoardService } from './checkpoint-board.service.js';
import { Checkpoint } from './checkpoint.entity.js';

/** The last public record, and where the ledger stood at it. */
interface Stand {
  readonly seq: number;
  readonly journalHash: string;
  readonly ledgerHash: string;
}

/** All that a new checkpoint says, as of one instant. */
interface Due {
  readonly stand: Stand;
  readonly boardOf: BoardOf;
  readonly before: Checkpoint | null;
}

/** Makes checkpoints: signed statements of where an exercise stands. */
@Injectable()
export class CheckpointService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly keys: SigningKeys,
    private readonly exercises: ExerciseService,
    private readonly boards: CheckpointBoardService,
  ) {}

  /** The latest checkpoint; null before there is one. */
  async latest(exerciseId: string, tx: EntityManager = this.dataSource.manager): Promise<Checkpoint | null> {
    const order = { number: 'DESC' } as const;
    return tx.findOne(Checkpoint, { where: { exerciseId }, order });
  }

  /** Exercises that are under way or over: those something public may have happened in. */
  async candidates(): Promise<string[]> {
    const rows = await this.dataSource.query<{ id: string }[]>(`SELECT id FROM exercise WHERE state <> 'DRAFT'`);
    return rows.map(({ id }) => id);
  }

  /**
   * Signs where the exercise stands, unless nothing public happened since the last time. It covers everything up to the
   * last public record: at the head it would tell each side when the other files something. Of several instances that
   * try at once one succeeds; the others find its checkpoint and are content.
   * @returns the new checkpoint, null when none was due
   */
  async make(exerciseId: string): Promise<Checkpoint | null> {
    const key = await this.keys.publicKeyOf(exerciseId);
    const due = await this.transaction.snapshot((tx) => this.due(tx, exerciseId));
    if (key === null || due === null) return null;
    const { before, boardOf } = due;
    const { seq, journalHash, ledgerHash } = due.stand;
    const board = await this.boards.at(exerciseId, boardOf, seq);
    const content: CheckpointContent = {
      exerciseId,
      number: (before?.number ?? 0) + 1,
      journalHash,
      ledgerHash,
      boardHash: board.hash,
      previous: before === null ? null : linkTo(statementOf(contentOf(before)), before.signature),
      recordedAt: this.clock.now().toISOString(),
      fingerprint: key.fingerprint,
    };
    const signature = await this.keys.sign(exerciseId, statementOf(content));
    const { boardSalt, lines } = board;
    const recordedAt = new Date(content.recordedAt);
    const row: Checkpoint = { ...content, recordedAt, seq, boardOf, boardSalt, lines, signature };
    const inserted = await this.dataSource
      .createQueryBuilder()
      .insert()
      .into(Checkpoint)
      .values(row)
      .orIgnore()
      .returning('number')
      .execute();
    return (inserted.raw as unknown[]).length > 0 ? row : null;
  }

  /**
   * What is to be signed; null when nothing public happened since the last time. All of one instant: rules or parties
   * changed between two readings would make a board that never was.
   */
  private async due(tx: EntityManager, exerciseId: string): Promise<Due | null> {
    const stand = await standOf(tx, exerciseId);
    const before = await this.latest(exerciseId, tx);
    if (stand === null || (before?.seq ?? 0) >= stand.seq) return null;
    const exercise = await this.exercises.byId(exerciseId, tx);
    return { stand, before, boardOf: await this.boards.boardOf(exercise, tx) };
  }
}

/** Asked of the database itself: what is known in memory may lag behind the act that has just been committed. */
async function standOf(tx: EntityManager, exerciseId: string): Promise<Stand | null> {
  const [row] = await tx.query<{ seq: number; journal_hash: string; ledger_hash: string | null }[]>(
    `SELECT r.seq, r.hash AS journal_hash,
              (SELECT p.details -> 'posted' ->> 'hash' FROM journal_record p
                WHERE p.stream_id = $1 AND p.seq <= r.seq AND p.details ? 'posted'
                ORDER BY p.seq DESC LIMIT 1) AS ledger_hash
         FROM journal_record r WHERE r.stream_id = $1 AND r.seq = (
                SELECT seq FROM journal_record WHERE stream_id = $1 AND ${PUBLIC_RECORD} ORDER BY seq DESC LIMIT 1)`,
    [exerciseId, PUBLIC_KINDS],
  );
  if (row === undefined) return null;
  return { seq: row.seq, journalHash: row.journal_hash, ledgerHash: row.ledger_hash ?? EMPTY_LEDGER_HASH };
}

/** What a checkpoint signed. */
export function contentOf(checkpoint: Checkpoint): CheckpointContent {
  return { ...checkpoint, recordedAt: checkpoint.recordedAt.toISOString() };
}
