import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import pg from 'pg';
import type { Viewer } from '../../core/access/permissions.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { EXPORT_FORMAT, EXPORT_VERSION } from '../../core/proof/export-format.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import { Journal } from '../../platform/journal/journal.service.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { exportText } from './export-text.js';

/** Downloads at once: each holds a connection of its own. */
const MOST_AT_ONCE = 4;
/** A reader who takes nothing for so long is gone. */
const IDLE_MS = 300_000;

/** An export on its way out. */
export interface Export {
  readonly fileName: string;
  readonly lines: Readable;
}

/** The whole of an exercise as a file, for whoever directs it. */
@Injectable()
export class ExportService {
  private underway = 0;

  constructor(
    private readonly journal: Journal,
    private readonly clock: Clock,
    private readonly exercises: ExerciseService,
    @Inject(CONFIG) private readonly config: Pick<Config, 'databaseUrl'>,
  ) {}

  /** Records that it was taken, then hands it out. @throws Refusal NOT_FOUND, LIMIT_REACHED for too many at once */
  async take(exerciseId: string, viewer: Viewer | null): Promise<Export> {
    if (!isUUID(exerciseId)) throw new Refusal('NOT_FOUND');
    requireGrants(viewer, exerciseId, 'exercise.direct');
    const { code } = await this.exercises.byId(exerciseId);
    if (this.underway >= MOST_AT_ONCE) throw new Refusal('LIMIT_REACHED', { limit: String(MOST_AT_ONCE) });
    const content = { format: EXPORT_FORMAT, version: EXPORT_VERSION };
    const command = { streamId: exerciseId, kind: 'EXPORT_TAKEN', commandId: randomUUID(), content, actor: viewer };
    const { seq } = await this.journal.append(command, () =>
      Promise.resolve({ subjectId: exerciseId, details: content }),
    );
    return { fileName: `yanwu-${code}-${seq}.jsonl`, lines: Readable.from(this.lines(exerciseId)) };
  }

  private async *lines(exerciseId: string): AsyncGenerator<string> {
    this.underway += 1;
    const client = new pg.Client({
      connectionString: this.config.databaseUrl,
      application_name: 'yanwu-export',
      idle_in_transaction_session_timeout: IDLE_MS,
    });
    // A lost connection shows at the next query; without a listener it would end the process.
    client.on('error', () => undefined);
    try {
      await client.connect();
      yield* exportText(client, exerciseId, this.clock.now());
    } finally {
      this.underway -= 1;
      await client.end().catch(() => undefined);
    }
  }
}
