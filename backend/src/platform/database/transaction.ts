import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { DataSource, QueryFailedError, type EntityManager } from 'typeorm';

/** SQLSTATEs after which the same work may succeed from a fresh BEGIN. */
const RETRYABLE = new Set(['40001', '40P01']);
const MAX_ATTEMPTS = 6;

/** The SQLSTATE of a failed query, or null for any other error. */
export function sqlState(error: unknown): string | null {
  if (!(error instanceof QueryFailedError)) return null;
  const { code } = error.driverError as { code?: string };
  return code ?? null;
}

/** Name of the violated unique constraint, or null when the error is something else. */
export function violatedConstraint(error: unknown): string | null {
  if (sqlState(error) !== '23505') return null;
  const { constraint } = (error as QueryFailedError).driverError as { constraint?: string };
  return constraint ?? null;
}

/**
 * Set while the work of a transaction runs. Whoever asks the pool for a second connection there may wait for
 * ever, since all connections can be held by others who do the same; tests refuse it by this mark.
 */
export const insideTransaction = new AsyncLocalStorage<true>();

/** What waits for the COMMIT of each transaction that runs. */
const WAITING = new WeakMap<EntityManager, (() => void)[]>();

/**
 * Has `follow` called once the transaction has been committed; never when it is rolled back or started again. For what
 * this process keeps in memory: it must not fail and can no longer refuse anything.
 * @throws Error outside `Transaction.run`
 */
export function afterCommit(tx: EntityManager, follow: () => void): void {
  const waiting = WAITING.get(tx);
  if (waiting === undefined) throw new Error('not a transaction of ours');
  waiting.push(follow);
}

/** The one place where a transaction begins. */
@Injectable()
export class Transaction {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Runs `work` in a transaction. A deadlock or serialisation failure rolls back and starts again
   * from a fresh BEGIN, so `work` must have no effect outside the transaction.
   * @param isRepeatable further errors after which to start again, e.g. a lost race for a unique key
   */
  async run<T>(work: (tx: EntityManager) => Promise<T>, isRepeatable?: (error: unknown) => boolean): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.once(work);
      } catch (error) {
        const state = sqlState(error);
        const mayRepeat = (state !== null && RETRYABLE.has(state)) || isRepeatable?.(error) === true;
        if (!mayRepeat || attempt === MAX_ATTEMPTS) throw error;
        await pause(attempt);
      }
    }
  }

  /**
   * Runs `work` in a transaction, and leaves it to the caller what to do after a failure. Its isolation is PostgreSQL's
   * default, READ COMMITTED; under a stricter one, set by an administrator, work would only start again more often.
   */
  async once<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    const waiting: (() => void)[] = [];
    const result = await this.dataSource.transaction((tx) => {
      WAITING.set(tx, waiting);
      return insideTransaction.run(true, () => work(tx));
    });
    for (const follow of waiting) follow();
    return result;
  }

  /** Runs reads that must all see the same instant, whatever is committed between them. They wait for nobody. */
  async snapshot<T>(read: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.dataSource.transaction('REPEATABLE READ', (tx) =>
      insideTransaction.run(true, async () => {
        await tx.query('SET TRANSACTION READ ONLY');
        return read(tx);
      }),
    );
  }
}

/** A short random wait, so that two losers of a deadlock do not meet again at once. */
function pause(attempt: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * 2 ** attempt));
}
