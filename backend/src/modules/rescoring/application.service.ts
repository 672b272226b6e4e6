import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { Journal, type Written } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { requireImpartialOn } from '../adjudication/recusal.service.js';
import { ScoringService } from '../adjudication/scoring.service.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { ChangeService } from './change.service.js';
import { ComparisonService, type Planned, rulesIn } from './comparison.service.js';
import { concernedIds } from './concerned.js';
import { type Effect, EffectService } from './effect.service.js';
import { RescoringSet } from './rescoring-set.entity.js';
import type { ApplyRescoringInput } from './rescoring.inputs.js';
import { mergedRows } from './settled-sets.service.js';
import { requireOpen } from './rescoring.service.js';

/** Puts a set into effect: exactly the differences its approver has seen, or nothing. */
@Injectable()
export class ApplicationService {
  constructor(
    private readonly journal: Journal,
    private readonly exercises: ExerciseService,
    private readonly scoring: ScoringService,
    private readonly changes: ChangeService,
    private readonly comparisons: ComparisonService,
    private readonly effects: EffectService,
  ) {}

  /**
   * Applies an open set; rights and password have been looked at.
   * @throws Refusal WRONG_STATE when somebody else was first, STALE_PREVIEW when other differences follow by now
   */
  async apply(input: ApplyRescoringInput, set: RescoringSet, approver: Viewer): Promise<void> {
    const { commandId, setId, previewHash } = input;
    const { exerciseId } = set;
    // Rules must be at hand before the transaction: see `ScoringService.prepare`.
    await this.scoring.rulesOf({ ...(await this.exercises.byId(exerciseId)), ...rulesIn(set.change) });
    // The password is no part of what is recorded.
    const command = { streamId: exerciseId, kind: 'RESCORING_APPLIED', commandId, content: { setId, previewHash } };
    await this.journal.append({ ...command, actor: approver }, async (tx, slot) => {
      const open = await requireOpen(tx, setId);
      await requireImpartialOn(tx, approver, await concernedIds(tx, open));
      return this.write(tx, { set: open, slot, approver }, previewHash);
    });
  }

  private async write(tx: EntityManager, act: Effect, previewHash: string): Promise<Written> {
    const { set, slot } = act;
    const planned = await this.plannedAsSeen(tx, act, previewHash);
    const rows = await this.effects.write(tx, act);
    // Anything else than what was shown is a fault of ours and takes everything back.
    if (!(await this.comparisons.isAsPlanned(set, planned, tx))) throw new Error(`${set.code} is not what was shown`);
    const exercise = await this.exercises.byId(set.exerciseId, tx);
    const posted = await this.scoring.rescore(tx, exercise, slot);
    const settled = { settledById: act.approver.userId, settledAt: slot.recordedAt, settledSeq: slot.seq };
    const sourceIds = [...planned.comparison.sourceIds];
    await tx.update(RescoringSet, { id: set.id }, { state: 'APPLIED', previewHash, sourceIds, ...settled });
    const told = await this.effects.tell(tx, act, planned);
    const followed = await this.effects.follow(tx, act);
    const notice = told.ids.length > 0 ? { notice: told.ids } : {};
    const sealed = await sealRows(tx, mergedRows([{ rescoring_set: set.id }, rows, notice, followed.rows]));
    const alsoTold = [...new Set([...told.parties, ...followed.parties])].sort();
    const details = { code: set.code, kind: set.kind, previewHash, alsoTold, sealed, posted };
    return { subjectId: set.id, details };
  }

  private async plannedAsSeen(tx: EntityManager, { set, slot }: Effect, previewHash: string): Promise<Planned> {
    const exercise = await this.exercises.byId(set.exerciseId, tx);
    const obstacle = await this.changes.obstacle(set, exercise, tx);
    if (obstacle !== null) throw new Refusal('STALE_PREVIEW', { reason: obstacle });
    const planned = await this.comparisons.planned(set, slot.seq, tx);
    if (planned.comparison.hash !== previewHash) throw new Refusal('STALE_PREVIEW', { reason: 'OTHER_DIFFERENCES' });
    return planned;
  }
}
