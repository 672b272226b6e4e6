import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { FieldProblem } from '../../core/kernel/refusal.js';
import type { SubmissionDraft } from '../../core/submission/draft.js';
import { draftProblems } from '../../core/submission/draft-problems.js';
import { EvidenceService } from '../evidence/evidence.service.js';
import type { ExerciseState } from '../exercise/exercise.enums.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { SubmissionService } from './submission.service.js';

/** What a draft is checked against. */
@Injectable()
export class DraftChecks {
  constructor(
    private readonly submissions: SubmissionService,
    private readonly exercises: ExerciseService,
    private readonly evidence: EvidenceService,
  ) {}

  /** How far the exercise is. @throws Refusal NOT_FOUND */
  async stateOf(exerciseId: string): Promise<ExerciseState> {
    return (await this.exercises.byId(exerciseId)).state;
  }

  /** Every reference of the draft that leads nowhere. */
  async problems(
    draft: SubmissionDraft,
    place: { readonly exerciseId: string; readonly teamId: string },
    tx?: EntityManager,
  ): Promise<FieldProblem[]> {
    const exercise = await this.exercises.byId(place.exerciseId, tx);
    const { attack, meansKeys } = await this.submissions.rulesOf(exercise);
    const units = await this.exercises.unitsOf(place.exerciseId, tx);
    const targets = await this.exercises.targetsOf(place.exerciseId, tx);
    const owner = { exerciseId: place.exerciseId, partyId: place.teamId };
    const attached = draft.nodes.flatMap((node) => node.evidenceIds);
    const evidenceIds = await this.evidence.ownedIds(owner, attached, tx);
    return draftProblems(draft, {
      unitIds: new Set(units.map(({ id }) => id)),
      targetIds: new Set(targets.map(({ id }) => id)),
      evidenceIds,
      attack,
      meansKeys,
    });
  }
}
