import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { PgBoss } from 'pg-boss';
import { Clock } from '../clock/clock.js';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { Timetable } from './timetable.service.js';

const QUEUE = 'timetable';
/** How often each instance asks for jobs that have come due. */
const POLL_SECONDS = 0.5;
/** How often the timetable is read without being woken: a job can be lost, its row cannot. */
const SWEEP_SECONDS = 15;
/** Jobs one poll takes; one round serves them all. */
const BATCH = 50;
/** A job only wakes: nothing of it is worth keeping. */
const KEPT = { retryLimit: 0, deleteAfterSeconds: 60, retentionSeconds: 3600 };

/** Wakes the timetable when something is due, on whatever instance is free: pg-boss delivers, our table is the truth. */
@Injectable()
export class TimetableWorker implements OnModuleDestroy {
  private readonly log = new Logger(TimetableWorker.name);
  private boss: PgBoss | null = null;
  private sweep: NodeJS.Timeout | null = null;

  constructor(
    private readonly timetable: Timetable,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Begins; the database must be up to date. What came due while nobody ran is looked at at once. */
  async start(): Promise<void> {
    const boss = new PgBoss({ connectionString: this.config.databaseUrl, application_name: 'yanwu-timetable', max: 2 });
    boss.on('error', (error) => this.log.error(`pg-boss: ${String(error)}`));
    await boss.start();
    await boss.createQueue(QUEUE, KEPT);
    const options = { pollingIntervalSeconds: POLL_SECONDS, batchSize: BATCH };
    await boss.work(QUEUE, options, async () => {
      await this.timetable.runDue();
    });
    this.boss = boss;
    this.timetable.onPlanned((dueAt) => this.wakeAt(dueAt));
    this.sweep = setInterval(() => this.look(), SWEEP_SECONDS * 1000).unref();
    this.look();
  }

  async onModuleDestroy(): Promise<void> {
    if (this.sweep !== null) clearInterval(this.sweep);
    await this.boss?.stop({ graceful: true, timeout: 10_000 });
    await this.timetable.settled();
  }

  private wakeAt(dueAt: Date): void {
    this.boss
      ?.sendAfter(QUEUE, null, null, this.clock.realInstantOf(dueAt))
      .catch((error: unknown) => this.log.warn(`a look will be late: ${String(error)}`));
  }

  private look(): void {
    this.timetable.runDue().catch((error: unknown) => this.log.error(`timetable: ${String(error)}`));
  }
}
