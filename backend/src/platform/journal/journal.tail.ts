import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { JOURNAL_CHANNEL } from './journal.service.js';

/** An announced record: which stream moved to which sequence. */
export interface Announcement {
  readonly streamId: string;
  readonly seq: number;
}

type Listener = (announcement: Announcement) => void;
const RECONNECT_MS = 500;

/**
 * Hears of every committed record, on whichever instance it was written. It carries only the number:
 * readers fetch what they may see. After a lost connection listeners are told to look again
 * (`seq` -1), since announcements may have been missed.
 */
@Injectable()
export class JournalTail implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger(JournalTail.name);
  private readonly listeners = new Set<Listener>();
  private client: pg.Client | null = null;
  private isStopping = false;
  /** Whether announcements come in at present; while they do not, nothing that depends on them may be kept. */
  isListening = false;

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.connect();
  }

  async onApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await this.client?.end();
  }

  /** Registers a listener; the returned function takes it away. */
  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({ connectionString: this.config.databaseUrl, application_name: 'yanwu-tail' });
    client.on('notification', ({ payload }) => this.announce(payload ?? ''));
    client.on('error', (error) => this.log.warn(`journal tail lost: ${error.message}`));
    await client.connect();
    await client.query(`LISTEN ${JOURNAL_CHANNEL}`);
    // Only now: an attempt that fails ends as well, and would ask for another one twice.
    client.on('end', () => this.lose());
    this.client = client;
    this.isListening = true;
  }

  private lose(): void {
    this.isListening = false;
    this.tell({ streamId: '', seq: -1 });
    this.reconnectLater();
  }

  private reconnectLater(): void {
    if (this.isStopping) return;
    setTimeout(() => {
      this.connect().then(
        () => this.tell({ streamId: '', seq: -1 }),
        () => this.reconnectLater(),
      );
    }, RECONNECT_MS).unref();
  }

  private announce(payload: string): void {
    const [streamId = '', seq = ''] = payload.split(':');
    this.tell({ streamId, seq: Number(seq) });
  }

  private tell(announcement: Announcement): void {
    for (const listener of this.listeners) listener(announcement);
  }
}
