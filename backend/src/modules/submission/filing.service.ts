import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { isOpenAt } from '../../core/exercise/window.js';
import { Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import { draftProblems } from '../../core/submission/draft-problems.js';
import { missingOf } from '../../core/submission/missing.js';
import { Clock } from '../../platform/clock/clock.js';
import { Journal, type Slot, type Written } from '../../platform/journal/journal.service.js';
import type { Exercise } from '../exercise/exercise.entity.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { NumberingService } from '../exercise/numbering.service.js';
import { requireEditable } from './draft.service.js';
import { AttackSubmission } from './submission.entity.js';
import type { FileSubmissionInput } from './submission.inputs.js';
import { SubmissionService } from './submission.service.js';

/** Turns a draft into a fact. */
@Injectable()
export class FilingService {
  constructor(
    private readonly journal: Journal,
    private readonly submissions: SubmissionService,
    private readonly exercises: ExerciseService,
    private readonly numbering: NumberingService,
    private readonly clock: Clock,
  ) {}

  /**
   * Files a submission: it gets its code and its receipt, and never changes again.
   * @throws Refusal EXERCISE_NOT_LIVE, OUTSIDE_WINDOW, STALE_VERSION, WRONG_STATE, INCOMPLETE with the same
   *   fields as `missing`
   */
  async file(input: FileSubmissionInput, viewer: Viewer): Promise<AttackSubmission> {
    const submission = await this.submissions.readOwn(input.submissionId, viewer);
    const { exerciseId } = submission;
    // Checked before the stream is locked, so that others need not wait for it: what was checked is what is filed,
    // since the write names the version. A draft that is none any more is left to the journal: it may be a repeat.
    if (submission.state === 'DRAFT') await this.requireFit(submission, input, viewer);
    const { commandId } = input;
    const command = { streamId: exerciseId, kind: 'SUBMISSION_FILED', commandId, content: input, actor: viewer };
    const receipt = await this.journal.append(command, async (tx, slot) => {
      requireEditable(submission, { exerciseId, version: input.version, viewer });
      requireOpen(await this.exercises.byId(exerciseId, tx), slot.recordedAt);
      return this.write(tx, { submission, viewer, slot });
    });
    return this.submissions.load(receipt.subjectId);
  }

  private async requireFit(submission: AttackSubmission, input: FileSubmissionInput, viewer: Viewer): Promise<void> {
    const exercise = await this.exercises.byId(submission.exerciseId);
    requireOpen(exercise, this.clock.now());
    requireEditable(submission, { exerciseId: submission.exerciseId, version: input.version, viewer });
    const rules = await this.submissions.rulesOf(exercise);
    const missing = missingOf(submission, rules);
    if (missing.length > 0) throw new Refusal('INCOMPLETE', { count: String(missing.length) }, missing);
    // What it refers to was checked when it was saved and cannot go away; the rules may have been changed since.
    refuseBadInput(draftProblems(submission, { ...ownReferences(submission), ...rules }));
  }

  private async write(
    tx: EntityManager,
    filing: { submission: AttackSubmission; viewer: Viewer; slot: Slot },
  ): Promise<Written> {
    const { submission, viewer, slot } = filing;
    const { id, exerciseId, teamId, unitId, title, nodes, version } = submission;
    const code = await this.numbering.nextCode(tx, exerciseId, 'A');
    const filed = { state: 'FILED' as const, filedById: viewer.userId, filedAt: slot.recordedAt, receiptSeq: slot.seq };
    // The version guards against a save that slipped in since the row was read.
    const { affected } = await tx.update(
      AttackSubmission,
      { id, version, state: 'DRAFT' },
      { ...filed, code, listNo: slot.seq, version: version + 1 },
    );
    if (affected !== 1) throw new Refusal('STALE_VERSION');
    return { subjectId: id, partyId: teamId, details: { code, title, unitId, nodes: nodes.length } };
  }
}

/** Units, targets and evidence are never removed: what a saved draft names is there. */
function ownReferences({ unitId, targetId, nodes }: AttackSubmission) {
  return {
    unitIds: new Set(unitId === null ? [] : [unitId]),
    targetIds: new Set(targetId === null ? [] : [targetId]),
    evidenceIds: new Set(nodes.flatMap((node) => node.evidenceIds)),
  };
}

/** @throws Refusal EXERCISE_NOT_LIVE, OUTSIDE_WINDOW with the hours */
function requireOpen(exercise: Exercise, at: Date): void {
  const { state, dailyOpensAt, dailyClosesAt, timeZone } = exercise;
  if (state !== 'LIVE') throw new Refusal('EXERCISE_NOT_LIVE', { state });
  if (isOpenAt(exercise, at)) return;
  throw new Refusal('OUTSIDE_WINDOW', { opensAt: dailyOpensAt ?? '', closesAt: dailyClosesAt ?? '', timeZone });
}
