import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import type { Seal } from '../../core/journal/seal.js';
import { type FieldProblem, refuseBadInput } from '../../core/kernel/refusal.js';
import { points } from '../../core/kernel/points.js';
import type { ExpectationKind } from '../../core/plan/plan.js';
import type { Slot } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import type { Posted } from '../ledger/ledger.service.js';
import { DrillMark } from './drill-mark.entity.js';
import { requireJudging } from './judging.rights.js';
import { requireImpartialOn } from './recusal.service.js';
import { ScoringService } from './scoring.service.js';

/** A mark as an evaluator gives it. */
export interface GivenDrillMark {
  /** Id of the act: the command id of `markResponse`. */
  readonly id: string;
  readonly exerciseId: string;
  readonly drillId: string;
  /** Root unit that takes part. */
  readonly unitId: string;
  readonly injectCode: string;
  readonly injectTitle: string;
  readonly expectation: ExpectationKind;
  /** `Expectation.points` of the inject, exact text. */
  readonly fullPoints: string;
  /** Exact text: a decimal of at most four places, or a fraction "1/3"; between 0 and `fullPoints`. */
  readonly points: string;
  readonly comment: string;
  /** Journal number of the record that released the inject to this unit (the latest, if it was taken back before). */
  readonly releaseSeq: number;
}

/** What goes into the journal record of the act: its seals beside those of the act itself, and what it posted. */
export interface DrillMarkWritten {
  readonly sealed: readonly Seal[];
  readonly posted: Posted;
}

/**
 * Marks of drills as facts of scoring. The drill's own act calls it inside its `Journal.append` under the kind
 * DRILL_MARKED with the drill's id as subject; a rehearsal never calls it and uses DRILL_REHEARSAL_MARKED.
 */
@Injectable()
export class DrillMarkService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly exercises: ExerciseService,
    private readonly scoring: ScoringService,
  ) {}

  /** Call before `Journal.append`: has rules and scores at hand before the stream is locked. */
  async prepare(exerciseId: string): Promise<void> {
    await this.scoring.prepare(exerciseId);
  }

  /**
   * Writes the mark and posts what it changes; a mark on the same response again is a correction, and the latest counts.
   * @throws Refusal BAD_INPUT (points), WRONG_STATE outside LIVE and ENDED, CONFLICT_OF_INTEREST
   */
  async record(tx: EntityManager, slot: Slot, evaluator: Viewer, mark: GivenDrillMark): Promise<DrillMarkWritten> {
    refuseBadInput(markProblems(mark));
    const exercise = await this.exercises.byId(mark.exerciseId, tx);
    requireJudging(exercise);
    await requireImpartialOn(tx, evaluator, [mark.unitId]);
    const { drillId, unitId, injectCode } = mark;
    const first = await tx.findOne(DrillMark, { where: { drillId, unitId, injectCode }, order: { seq: 'ASC' } });
    const scoring = await this.scoring.begin(tx, exercise, slot);
    await tx.insert(DrillMark, {
      ...mark,
      seq: slot.seq,
      responseId: first?.responseId ?? mark.id,
      releaseSeq: first?.releaseSeq ?? mark.releaseSeq,
      markedById: evaluator.userId,
      recordedAt: slot.recordedAt,
    });
    const posted = await scoring.post({ drills: [drillId] });
    return { sealed: await sealRows(tx, { drill_mark: mark.id }), posted };
  }

  /** The mark in force on each marked response of these drills. */
  async inForce(drillIds: readonly string[], tx: EntityManager = this.dataSource.manager): Promise<DrillMark[]> {
    if (drillIds.length === 0) return [];
    return tx
      .createQueryBuilder(DrillMark, 'm')
      .distinctOn(['m.responseId'])
      .where('m.drillId IN (:...drillIds)', { drillIds: [...drillIds] })
      .orderBy('m.responseId')
      .addOrderBy('m.seq', 'DESC')
      .getMany();
  }
}

const FORM = /^\d{1,6}(\.\d{1,4}|\/[1-9]\d{0,5})?$/;

/** What is wrong with the points of a mark; the drill's page asks the same before it sends. */
export function markProblems({
  points: given,
  fullPoints,
}: Pick<GivenDrillMark, 'points' | 'fullPoints'>): FieldProblem[] {
  if (!FORM.test(given)) return [{ path: 'points', code: 'WRONG_FORM' }];
  return points(given).gt(points(fullPoints)) ? [{ path: 'points', code: 'TOO_LARGE' }] : [];
}
