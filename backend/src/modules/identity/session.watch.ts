import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import { SESSION_CHANNEL } from './session.service.js';

const RECONNECT_MS = 500;

/** Hears of sessions that ended on any instance. */
@Injectable()
export class SessionWatch implements OnApplicationShutdown {
  private readonly log = new Logger(SessionWatch.name);
  private client: pg.Client | null = null;
  private isStopping = false;

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** Calls `ended` with the id of each session that ends from now on. */
  async follow(ended: (sessionId: string) => void): Promise<void> {
    const client = new pg.Client({ connectionString: this.config.databaseUrl, application_name: 'yanwu-sessions' });
    client.on('notification', ({ payload }) => ended(payload ?? ''));
    client.on('error', (error) => this.log.warn(`session watch lost: ${error.message}`));
    await client.connect();
    await client.query(`LISTEN ${SESSION_CHANNEL}`);
    // Only now: an attempt that fails ends as well, and would ask for another one twice.
    client.on('end', () => this.followLater(ended));
    this.client = client;
  }

  async onApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await this.client?.end();
  }

  private followLater(ended: (sessionId: string) => void): void {
    if (this.isStopping) return;
    setTimeout(() => void this.follow(ended).catch(() => this.followLater(ended)), RECONNECT_MS).unref();
  }
}
