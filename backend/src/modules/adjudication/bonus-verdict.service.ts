import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { Refusal, refuseBadInput, type FieldProblem } from '../../core/kernel/refusal.js';
import { Journal } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import type { BonusClaim } from '../incident/bonus-claim.entity.js';
import { IncidentService } from '../incident/incident.service.js';
import type { BonusVerdictInput } from './adjudication.inputs.js';
import { BonusVerdict } from './bonus-verdict.entity.js';
import { requireJudging, requireReferee } from './judging.rights.js';
import { requireImpartialOn } from './recusal.service.js';
import { ScoringService } from './scoring.service.js';

/** Verdicts on claims for bonus points 附加分. */
@Injectable()
export class BonusVerdictService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly journal: Journal,
    private readonly exercises: ExerciseService,
    private readonly incidents: IncidentService,
    private readonly scoring: ScoringService,
  ) {}

  /** Judges a filed claim and posts what it changes. @throws Refusal NOT_FOUND, BAD_INPUT, CONFLICT_OF_INTEREST, STALE_VERSION, RESCORING_NEEDED */
  async record(input: BonusVerdictInput, viewer: Viewer | null): Promise<BonusClaim> {
    const claim = await this.incidents.loadBonusClaim(input.bonusClaimId);
    const referee = requireReferee(viewer, claim.exerciseId);
    if (claim.filedAt === null) throw new Refusal('NOT_FOUND');
    refuseBadInput(problemsOf(input));
    await this.scoring.prepare(claim.exerciseId);
    const command = { streamId: claim.exerciseId, kind: 'BONUS_VERDICT_RECORDED', commandId: input.commandId };
    await this.journal.append({ ...command, content: input, actor: referee }, async (tx, slot) => {
      const exercise = await this.exercises.byId(claim.exerciseId, tx);
      requireJudging(exercise);
      await requireImpartialOn(tx, referee, [claim.rootId]);
      const standing = await tx.findOne(BonusVerdict, { where: { bonusClaimId: claim.id }, order: { seq: 'DESC' } });
      if ((standing?.id ?? null) !== (input.expectedVerdictId ?? null)) throw new Refusal('STALE_VERSION');
      if (standing !== null) throw new Refusal('RESCORING_NEEDED');
      const scoring = await this.scoring.begin(tx, exercise, slot);
      await tx.insert(BonusVerdict, {
        id: input.commandId,
        exerciseId: exercise.id,
        seq: slot.seq,
        bonusClaimId: claim.id,
        isAccepted: input.isAccepted,
        points: input.isAccepted ? input.points : '0',
        reason: input.reason,
        refereeId: referee.userId,
        recordedAt: slot.recordedAt,
      });
      const posted = await scoring.post({ bonusClaims: [claim.id] });
      const sealed = await sealRows(tx, { bonus_verdict: input.commandId });
      const details = { isAccepted: input.isAccepted, sealed, posted };
      return { subjectId: claim.id, partyId: claim.rootId, details };
    });
    return this.incidents.loadBonusClaim(claim.id);
  }

  /** All verdicts on these claims, oldest first. */
  async ofClaims(claimIds: readonly string[]): Promise<BonusVerdict[]> {
    if (claimIds.length === 0) return [];
    const where = { bonusClaimId: In([...claimIds]) };
    return this.dataSource.manager.find(BonusVerdict, { where, order: { seq: 'ASC' } });
  }
}

function problemsOf(input: BonusVerdictInput): FieldProblem[] {
  if (input.isAccepted)
    return /^\d{1,6}(\.\d{1,4})?$/.test(input.points) ? [] : [{ path: 'points', code: 'WRONG_FORM' }];
  return input.reason.trim() === '' ? [{ path: 'reason', code: 'REQUIRED' }] : [];
}
