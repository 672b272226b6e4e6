import { Injectable } from '@nestjs/common';
import { grantsIn, type Viewer } from '../../core/access/permissions.js';
import { Clock } from '../../platform/clock/clock.js';
import type { LocalText } from '../../platform/graphql/shared.types.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { RescoringService } from '../rescoring/rescoring.service.js';
import type { WaitingItem } from './waiting.types.js';

/** What waits for those who direct the exercise or sign what referees propose. */
@Injectable()
export class ControlWaitingService {
  constructor(
    private readonly clock: Clock,
    private readonly exercises: ExerciseService,
    private readonly rescorings: RescoringService,
  ) {}

  /** The exercise's own next step, and rescoring sets this very person may put into effect. */
  async waitingFor(exerciseId: string, viewer: Viewer | null): Promise<WaitingItem[]> {
    const directs = grantsIn(viewer, exerciseId, 'exercise.direct').length > 0;
    const signs = grantsIn(viewer, exerciseId, 'rescoring.apply').length > 0;
    return [
      ...(directs ? await this.lifecycle(exerciseId) : []),
      ...(signs ? await this.toApply(exerciseId, viewer) : []),
    ];
  }

  private async toApply(exerciseId: string, viewer: Viewer | null): Promise<WaitingItem[]> {
    const open = await this.rescorings.openFor(exerciseId, viewer);
    return open.map(({ id: subjectId, code, reason, proposedAt: since }): WaitingItem => {
      return { kind: 'RESCORING_TO_APPLY', subjectId, code, title: said(reason), dueAt: null, since, count: null };
    });
  }

  private async lifecycle(exerciseId: string): Promise<WaitingItem[]> {
    const { id: subjectId, code, name: title, state, startsAt, endsAt } = await this.exercises.byId(exerciseId);
    const subject = { subjectId, code, title: said(title), since: null, count: null };
    if (state === 'DRAFT') return [{ kind: 'EXERCISE_TO_START', ...subject, dueAt: startsAt }];
    const isOver = state === 'LIVE' && endsAt <= this.clock.now();
    return isOver ? [{ kind: 'EXERCISE_TO_END', ...subject, dueAt: endsAt }] : [];
  }
}

/** A text somebody wrote: the same in both languages. */
function said(text: string): LocalText {
  return { zh: text, en: text };
}
