import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Refusal } from '../../core/kernel/refusal.js';
import { Clock } from '../../platform/clock/clock.js';

/** Failed attempts allowed per account and per address within the window. */
export const MAX_FAILURES_PER_ACCOUNT = 8;
export const MAX_FAILURES_PER_ADDRESS = 60;
export const FAILURE_WINDOW_MINUTES = 10;

/** Slows down password guessing, on all instances together since it counts in the database. */
@Injectable()
export class LoginThrottle {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal TOO_MANY_ATTEMPTS with the minutes to wait */
  async check(username: string, address: string): Promise<void> {
    const since = new Date(this.clock.now().getTime() - FAILURE_WINDOW_MINUTES * 60_000);
    const counts = await this.dataSource.query<{ subject: string; failures: number }[]>(
      `SELECT subject, count(*)::int AS failures FROM login_attempt
        WHERE subject IN ($1, $2) AND attempted_at > $3 GROUP BY subject`,
      [accountKey(username), addressKey(address), since],
    );
    for (const { subject, failures } of counts) {
      const limit = subject.startsWith('account:') ? MAX_FAILURES_PER_ACCOUNT : MAX_FAILURES_PER_ADDRESS;
      if (failures >= limit) throw new Refusal('TOO_MANY_ATTEMPTS', { minutes: String(FAILURE_WINDOW_MINUTES) });
    }
  }

  /** Counts one failure against account and address. */
  async countFailure(username: string, address: string): Promise<void> {
    await this.dataSource.query(`INSERT INTO login_attempt (subject, attempted_at) VALUES ($1, $3), ($2, $3)`, [
      accountKey(username),
      addressKey(address),
      this.clock.now(),
    ]);
  }

  /** Forgets the account's failures after a good password. */
  async forgive(username: string): Promise<void> {
    await this.dataSource.query(`DELETE FROM login_attempt WHERE subject = $1`, [accountKey(username)]);
  }
}

function accountKey(username: string): string {
  return `account:${username.toLowerCase()}`;
}

function addressKey(address: string): string {
  return `address:${address}`;
}
