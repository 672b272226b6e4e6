import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Refusal } from '../../core/kernel/refusal.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transaction } from '../../platform/database/transaction.js';

/**
 * Failed attempts allowed within the window: few for one account from one address, more for the account from
 * everywhere, so that nobody can lock another person out from his own machine with a handful of guesses.
 */
export const MAX_FAILURES_PER_PAIR = 8;
export const MAX_FAILURES_PER_ACCOUNT = 200;
export const MAX_FAILURES_PER_ADDRESS = 60;
export const FAILURE_WINDOW_MINUTES = 10;

/** Slows down password guessing, on all instances together since it counts in the database. */
@Injectable()
export class LoginThrottle {
  constructor(
    private readonly transaction: Transaction,
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /**
   * Counts an attempt as failed until `forgive` says otherwise: guesses sent all at once must not slip through
   * while the first is still being looked at.
   * @returns when the attempt was counted
   * @throws Refusal TOO_MANY_ATTEMPTS with the minutes to wait; such an attempt is not counted
   */
  async enter(username: string, address: string): Promise<Date> {
    const now = this.clock.now();
    const subjects = [pairKey(username, address), accountKey(username), addressKey(address)];
    await this.transaction.run(async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', [accountKey(username)]);
      await this.requireRoom(tx, subjects, now);
      await tx.query(`INSERT INTO login_attempt (subject, attempted_at) SELECT unnest($1::text[]), $2`, [
        subjects,
        now,
      ]);
    });
    return now;
  }

  /** After a good password: forgets the failures from this address, and that this attempt was counted elsewhere. */
  async forgive(username: string, address: string, at: Date): Promise<void> {
    await this.dataSource.query(
      `DELETE FROM login_attempt WHERE subject = $1 OR (subject = ANY($2) AND attempted_at = $3)`,
      [pairKey(username, address), [accountKey(username), addressKey(address)], at],
    );
  }

  private async requireRoom(tx: EntityManager, subjects: readonly string[], now: Date): Promise<void> {
    const since = new Date(now.getTime() - FAILURE_WINDOW_MINUTES * 60_000);
    const counts = await tx.query<{ subject: string; failures: number }[]>(
      `SELECT subject, count(*)::int AS failures FROM login_attempt
        WHERE subject = ANY($1) AND attempted_at > $2 GROUP BY subject`,
      [subjects, since],
    );
    for (const { subject, failures } of counts) {
      if (failures >= limitOf(subject))
        throw new Refusal('TOO_MANY_ATTEMPTS', { minutes: String(FAILURE_WINDOW_MINUTES) });
    }
  }
}

function limitOf(subject: string): number {
  if (subject.startsWith('pair:')) return MAX_FAILURES_PER_PAIR;
  return subject.startsWith('account:') ? MAX_FAILURES_PER_ACCOUNT : MAX_FAILURES_PER_ADDRESS;
}

function pairKey(username: string, address: string): string {
  return `pair:${address}:${username.toLowerCase()}`;
}

function accountKey(username: string): string {
  return `account:${username.toLowerCase()}`;
}

function addressKey(address: string): string {
  return `address:${address}`;
}
