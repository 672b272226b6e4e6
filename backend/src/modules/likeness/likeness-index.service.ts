import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Transaction } from '../../platform/database/transaction.js';
import { JournalTail } from '../../platform/journal/journal.tail.js';
import { keepPairs } from './pair-store.js';
import { pairsOf } from './pairing.js';
import { TraceReader } from './trace-reader.service.js';
import { forgetTraces, keepTraces, type StoredTrace } from './trace-store.js';

/** Records read at a time: short transactions, so that nobody waits long for a connection. */
const ROUND = 100;
/** Filing is never slowed: nothing is compared until it has been quiet for so long. */
const QUIET_MS = 1_500;

/** A record that may have changed what is compared. */
interface FilingRecord {
  readonly seq: number;
  readonly subjectId: string;
  readonly recordedAt: Date;
}

/**
 * Keeps traces and proposals of filed work in step with the journal. It reads on from where it stopped, when somebody asks
 * and in quiet moments; what it keeps are working rows that can be made anew at any time.
 */
@Injectable()
export class LikenessIndex implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger(LikenessIndex.name);
  private readonly running = new Map<string, Promise<boolean>>();
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private stopListening: () => void = () => undefined;
  private isStopping = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly transaction: Transaction,
    private readonly tail: JournalTail,
    private readonly reader: TraceReader,
  ) {}

  onApplicationBootstrap(): void {
    this.stopListening = this.tail.listen(({ streamId }) => {
      if (streamId !== '') this.readLater(streamId);
    });
  }

  async onApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    this.stopListening();
    for (const timer of this.timers.values()) clearTimeout(timer);
    await Promise.allSettled(this.running.values());
  }

  /** Reads what was filed since, up to one round; the rest follows by itself. */
  async current(exerciseId: string): Promise<void> {
    await this.running.get(exerciseId)?.catch(() => false);
    if (await this.round(exerciseId)) this.readLater(exerciseId);
  }

  private readLater(exerciseId: string): void {
    if (this.isStopping) return;
    clearTimeout(this.timers.get(exerciseId));
    const timer = setTimeout(() => {
      this.timers.delete(exerciseId);
      this.round(exerciseId).then(
        (hasMore) => (hasMore ? this.readLater(exerciseId) : undefined),
        (error: unknown) => this.log.warn(`likeness of ${exerciseId} lags: ${String(error)}`),
      );
    }, QUIET_MS);
    this.timers.set(exerciseId, timer.unref());
  }

  /** @returns whether there is more to read */
  private round(exerciseId: string): Promise<boolean> {
    const known = this.running.get(exerciseId);
    if (known !== undefined) return known;
    const running = this.read(exerciseId).finally(() => this.running.delete(exerciseId));
    this.running.set(exerciseId, running);
    return running;
  }

  private async read(exerciseId: string): Promise<boolean> {
    // Most often there is nothing, which is seen without a transaction.
    if ((await filingsAfter(this.dataSource.manager, exerciseId, 1)).length === 0) return false;
    return this.transaction.run(async (tx) => {
      await tx.query(
        `INSERT INTO likeness_cursor (exercise_id, seq) SELECT id, 0 FROM exercise WHERE id = $1 ON CONFLICT DO NOTHING`,
        [exerciseId],
      );
      // Other instances read the same journal: one at a time.
      await tx.query('SELECT seq FROM likeness_cursor WHERE exercise_id = $1 FOR UPDATE', [exerciseId]);
      const records = await filingsAfter(tx, exerciseId, ROUND);
      const last = records.at(-1);
      if (last === undefined) return false;
      await this.take(tx, exerciseId, records);
      await tx.query('UPDATE likeness_cursor SET seq = $2 WHERE exercise_id = $1', [exerciseId, last.seq]);
      return records.length === ROUND;
    });
  }

  private async take(tx: EntityManager, exerciseId: string, records: readonly FilingRecord[]): Promise<void> {
    const latest = new Map(records.map((record) => [record.subjectId, record]));
    const traces = new Map((await this.reader.read(tx, exerciseId, [...latest.keys()])).map((row) => [row.id, row]));
    await forgetTraces(
      tx,
      [...latest.keys()].filter((id) => !traces.has(id)),
    );
    await keepTraces(tx, [...traces.values()]);
    for (const [id, { seq, recordedAt }] of latest) {
      const own: StoredTrace | undefined = traces.get(id);
      if (own !== undefined) await keepPairs(tx, id, await pairsOf(tx, own), { exerciseId, seq, at: recordedAt });
    }
  }
}

/** Every act on filed work; who holds it at the moment changes nothing of it. */
const FILINGS = `(r.kind LIKE 'SUBMISSION\\_%' AND r.kind <> 'SUBMISSION_CLAIMED' OR r.kind LIKE 'INCIDENT\\_REPORT\\_%'
          OR r.kind LIKE 'REPORT\\_%')`;

async function filingsAfter(tx: EntityManager, exerciseId: string, limit: number): Promise<FilingRecord[]> {
  return tx.query<FilingRecord[]>(
    `SELECT r.seq, r.subject_id AS "subjectId", r.recorded_at AS "recordedAt" FROM journal_record r
      WHERE r.stream_id = $1 AND ${FILINGS}
        AND r.seq > coalesce((SELECT seq FROM likeness_cursor WHERE exercise_id = $1), 0)
      ORDER BY r.seq LIMIT $2`,
    [exerciseId, limit],
  );
}
