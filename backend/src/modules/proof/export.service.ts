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
  /** Downloads that have a place, from the moment they are asked for. */
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
    // Counted before anything is waited for: of many who ask in one moment each sees those before it.
    if (this.underway >= MOST_AT_ONCE) throw new Refusal('LIMIT_REACHED', { limit: String(MOST_AT_ONCE) });
    this.underway += 1;
    try {
      const fileName = await this.recorded(exerciseId, viewer);
      const lines = Readable.from(this.lines(exerciseId));
      // A reader may be gone before the first line: only the stream itself tells of every end.
      lines.once('close', () => (this.underway -= 1));
      return { fileName, lines };
    } catch (error) {
      this.underway -= 1;
      throw error;
    }
  }

  /** Records that an export is taken. @returns what to call the file */
  private async recorded(exerciseId: string, viewer: Viewer | null): Promise<string> {
    const { code } = await this.exercises.byId(exerciseId);
    const content = { format: EXPORT_FORMAT, version: EXPORT_VERSION };
    const command = { streamId: exerciseId, kind: 'EXPORT_TAKEN', commandId: randomUUID(), content, actor: viewer };
    const { seq } = await this.journal.append(command, () =>
      Promise.resolve({ subjectId: exerciseId, details: content }),
    );
    return `yanwu-${code}-${seq}.jsonl`;
  }

  private async *lines(exerciseId: string): AsyncGenerator<string> {
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
      await client.end().catch(() => undefined);
    }
  }
}
