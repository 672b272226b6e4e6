import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import type { Exercise } from '../exercise/exercise.entity.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import type { Incident } from '../incident/incident.entity.js';
import type { AttackSubmission } from '../submission/submission.entity.js';
import { requireJudging } from './judging.rights.js';
import { RecusalService } from './recusal.service.js';

/** An incident and an attack result that a referee decides on. */
export interface Pair {
  readonly incident: Incident;
  readonly submission: AttackSubmission;
  readonly referee: Viewer;
}

/** Who may decide on work of both sides at once, and when. */
@Injectable()
export class PairRights {
  constructor(
    private readonly exercises: ExerciseService,
    private readonly recusal: RecusalService,
  ) {}

  /** The exercise, while it is judged. @throws Refusal WRONG_STATE, CONFLICT_OF_INTEREST with a party of either side */
  async require(tx: EntityManager, { incident, submission, referee }: Pair): Promise<Exercise> {
    const exercise = await this.exercises.byId(incident.exerciseId, tx);
    requireJudging(exercise);
    await this.recusal.requireImpartial(tx, referee, [incident.rootId, incident.unitId, submission.teamId]);
    return exercise;
  }

  /** Roots by unit. */
  async rootsOf(exerciseId: string, tx: EntityManager): Promise<Map<string, string>> {
    return new Map((await this.exercises.unitsOf(exerciseId, tx)).map(({ id, rootId }) => [id, rootId]));
  }
}
