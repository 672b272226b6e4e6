import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../clock/clock.js';
import { afterCommit } from '../database/transaction.js';

/** When a subject must next be looked at; null = not again. */
export interface Due {
  readonly kind: string;
  readonly subjectId: string;
  readonly exerciseId: string;
  readonly dueAt: Date | null;
}

/** Looks at one subject: does, through the journal, whatever is due by `now`, and plans the next look. */
export type Look = (subjectId: string, now: Date) => Promise<void>;

interface Item {
  readonly kind: string;
  readonly subject_id: string;
  readonly due_at: string;
}

/** Items one query takes; the rest follows at once. */
const BATCH = 100;
/** Longest wait after looks that failed. */
const LONGEST_WAIT_SECONDS = 300;

/**
 * What time brings about: releases, reminders, escalations. The table says when to look, the look itself decides under
 * the stream's lock what is due, so that it does not matter who looks, how often, or how late.
 */
@Injectable()
export class Timetable {
  private readonly log = new Logger(Timetable.name);
  private readonly looks = new Map<string, Look>();
  private readonly listeners: ((dueAt: Date) => void)[] = [];
  /** The round under way: a second one would only meet the first at the stream's lock. */
  private round: Promise<number> = Promise.resolve(0);

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** Says, inside the caller's transaction, when a subject must next be looked at. One row per kind and subject. */
  async plan(tx: EntityManager, { kind, subjectId, exerciseId, dueAt }: Due): Promise<void> {
    if (dueAt === null) {
      await tx.query('DELETE FROM timetable_item WHERE kind = $1 AND subject_id = $2', [kind, subjectId]);
      return;
    }
    await tx.query(
      `INSERT INTO timetable_item (kind, subject_id, exercise_id, due_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (kind, subject_id) DO UPDATE SET due_at = excluded.due_at, failures = 0, waits_until = NULL`,
      [kind, subjectId, exerciseId, dueAt],
    );
    afterCommit(tx, () => this.announce(dueAt));
  }

  /** Who looks at the subjects of a kind. @throws Error when two want the same kind */
  register(kind: string, look: Look): void {
    if (this.looks.has(kind)) throw new Error(`two look at ${kind}`);
    this.looks.set(kind, look);
  }

  /** Calls `listener` whenever something was planned, after its COMMIT. */
  onPlanned(listener: (dueAt: Date) => void): void {
    this.listeners.push(listener);
  }

  /** Looks at everything that is due, in order of due time, until nothing is left. Answers how many looks it took. */
  runDue(): Promise<number> {
    this.round = this.round.then(
      () => this.rounds(),
      () => this.rounds(),
    );
    return this.round;
  }

  /** Waits for the round under way, so that whoever stops the server leaves nothing half done. */
  async settled(): Promise<void> {
    await this.round.catch(() => 0);
  }

  private async rounds(): Promise<number> {
    let looked = 0;
    for (;;) {
      const items = await this.due();
      for (const item of items) await this.lookAt(item);
      looked += items.length;
      if (items.length === 0) return looked;
    }
  }

  /** Due items of kinds that this process knows. A timestamp stays text: a Date would lose its microseconds. */
  private due(): Promise<Item[]> {
    return this.dataSource.query<Item[]>(
      `SELECT kind, subject_id, due_at::text FROM timetable_item
        WHERE due_at <= $1 AND coalesce(waits_until <= $1, true) AND kind = ANY($2)
        ORDER BY due_at, kind, subject_id LIMIT ${BATCH}`,
      [this.clock.now(), [...this.looks.keys()]],
    );
  }

  private async lookAt({ kind, subject_id: subjectId, due_at: dueAt }: Item): Promise<void> {
    const same = [kind, subjectId, dueAt];
    try {
      await this.looks.get(kind)?.(subjectId, this.clock.now());
      // A look that planned nothing further is the last one.
      await this.dataSource.query(
        'DELETE FROM timetable_item WHERE kind = $1 AND subject_id = $2 AND due_at = $3::timestamptz',
        same,
      );
    } catch (error) {
      this.log.error(`look at ${kind} ${subjectId}: ${String(error)}`);
      await this.dataSource.query(
        `UPDATE timetable_item
            SET failures = least(failures + 1, 100),
                waits_until = $4::timestamptz + least(2 ^ least(failures, 10), ${LONGEST_WAIT_SECONDS}) * interval '1 second'
          WHERE kind = $1 AND subject_id = $2 AND due_at = $3::timestamptz`,
        [...same, this.clock.now()],
      );
    }
  }

  private announce(dueAt: Date): void {
    for (const listener of this.listeners) listener(dueAt);
  }
}
