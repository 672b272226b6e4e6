import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { EndingService } from '../adjudication/ending.service.js';
import { FinalizationService } from '../appeal/finalization.service.js';
import { CheckpointService } from './checkpoint.service.js';

/** While something public happens, it is signed this often. */
export const CHECKPOINT_MINUTES = 15;

/** Has checkpoints made: at the start of a server, every quarter of an hour, at the end of an exercise, at its final result. */
@Injectable()
export class CheckpointTimer implements OnModuleDestroy {
  private readonly log = new Logger(CheckpointTimer.name);
  private timer: NodeJS.Timeout | null = null;
  /** The round under way, so that whoever stops the server can wait for it. */
  private round: Promise<void> = Promise.resolve();

  constructor(
    private readonly checkpoints: CheckpointService,
    private readonly ending: EndingService,
    private readonly finalization: FinalizationService,
  ) {}

  /** Begins; the database must be up to date. */
  start(): void {
    this.ending.onEnded((exerciseId) => this.one(exerciseId));
    this.finalization.onFinalized((exerciseId) => this.one(exerciseId));
    this.timer = setInterval(() => this.tick(), CHECKPOINT_MINUTES * 60_000).unref();
    this.tick();
  }

  async onModuleDestroy(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    await this.round;
  }

  private tick(): void {
    this.round = this.round.then(() => this.all());
  }

  private async all(): Promise<void> {
    try {
      for (const exerciseId of await this.checkpoints.candidates()) await this.one(exerciseId);
    } catch (error) {
      this.log.error(`checkpoints: ${String(error)}`);
    }
  }

  /** A checkpoint that cannot be made now is made later; nobody's command fails for it. */
  private async one(exerciseId: string): Promise<void> {
    try {
      await this.checkpoints.make(exerciseId);
    } catch (error) {
      this.log.error(`checkpoint of ${exerciseId}: ${String(error)}`);
    }
  }
}
