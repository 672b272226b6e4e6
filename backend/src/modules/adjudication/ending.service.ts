import { Injectable } from '@nestjs/common';
import type { Viewer } from '../../core/access/permissions.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { Journal } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { Exercise } from '../exercise/exercise.entity.js';
import type { ExerciseCommandInput } from '../exercise/exercise.inputs.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { ScoringService } from './scoring.service.js';

/** The end of an exercise: what was open until then (coverage) is settled in the same act. */
@Injectable()
export class EndingService {
  private readonly followers: ((exerciseId: string) => Promise<void>)[] = [];

  constructor(
    private readonly journal: Journal,
    private readonly exercises: ExerciseService,
    private readonly scoring: ScoringService,
  ) {}

  /** Has `follow` called after an exercise has ended, before its answer goes out. */
  onEnded(follow: (exerciseId: string) => Promise<void>): void {
    this.followers.push(follow);
  }

  /** LIVE → ENDED; scores become final. @throws Refusal STALE_VERSION, WRONG_STATE */
  async end(input: ExerciseCommandInput, viewer: Viewer | null): Promise<Exercise> {
    const { exerciseId, commandId, version } = input;
    requireGrants(viewer, exerciseId, 'exercise.direct');
    await this.scoring.prepare(exerciseId);
    const command = { streamId: exerciseId, kind: 'EXERCISE_ENDED', commandId, content: input, actor: viewer };
    await this.journal.append(command, async (tx, slot) => {
      const exercise = await this.exercises.byId(exerciseId, tx);
      if (exercise.version !== version) throw new Refusal('STALE_VERSION', { version: String(exercise.version) });
      if (exercise.state !== 'LIVE') throw new Refusal('WRONG_STATE', { state: exercise.state });
      const ended = { state: 'ENDED' as const, endedAt: slot.recordedAt, version: version + 1 };
      await tx.update(Exercise, { id: exerciseId }, ended);
      const posted = await this.scoring.rescore(tx, { ...exercise, ...ended }, slot);
      return { subjectId: exerciseId, details: { sealed: await sealRows(tx, { exercise: exerciseId }), posted } };
    });
    for (const follow of this.followers) await follow(exerciseId);
    return this.exercises.byId(exerciseId);
  }
}
