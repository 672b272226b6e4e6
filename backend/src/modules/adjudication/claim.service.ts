import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In, MoreThan } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { claimEnd, claimHolder } from '../../core/adjudication/claims.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { Clock } from '../../platform/clock/clock.js';
import { Journal } from '../../platform/journal/journal.service.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import type { AttackSubmission } from '../submission/submission.entity.js';
import { SubmissionService } from '../submission/submission.service.js';
import type { ClaimInput } from './adjudication.inputs.js';
import { Claim } from './claim.entity.js';
import { requireJudging, requireReferee } from './judging.js';

/** Who judges what at present. */
@Injectable()
export class ClaimService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly journal: Journal,
    private readonly clock: Clock,
    private readonly exercises: ExerciseService,
    private readonly submissions: SubmissionService,
  ) {}

  /** Takes a filed submission for CLAIM_MINUTES, or renews one's own claim. @throws Refusal CLAIMED_BY_OTHER */
  async claim(input: ClaimInput, viewer: Viewer | null): Promise<AttackSubmission> {
    const submission = await this.filed(input.submissionId);
    const { id: submissionId, exerciseId, teamId } = submission;
    const referee = requireReferee(viewer, exerciseId);
    const command = { streamId: exerciseId, kind: 'SUBMISSION_CLAIMED', commandId: input.commandId };
    await this.journal.append({ ...command, content: input, actor: referee }, async (tx, slot) => {
      requireJudging(await this.exercises.byId(exerciseId, tx));
      await this.requireFree(tx, submissionId, { referee, now: slot.recordedAt });
      await this.renew(tx, { submissionId, exerciseId, refereeId: referee.userId }, slot.recordedAt);
      return { subjectId: submissionId, partyId: teamId };
    });
    return submission;
  }

  /** Gives a submission back. @throws Refusal NOT_CLAIMED, CLAIMED_BY_OTHER */
  async release(input: ClaimInput, viewer: Viewer | null): Promise<AttackSubmission> {
    const submission = await this.filed(input.submissionId);
    const { id: submissionId, exerciseId, teamId } = submission;
    const referee = requireReferee(viewer, exerciseId);
    const command = { streamId: exerciseId, kind: 'CLAIM_RELEASED', commandId: input.commandId };
    await this.journal.append({ ...command, content: input, actor: referee }, async (tx, slot) => {
      await this.requireMine(tx, submissionId, { referee, now: slot.recordedAt });
      await tx.delete(Claim, { submissionId });
      return { subjectId: submissionId, partyId: teamId };
    });
    return submission;
  }

  /** @throws Refusal NOT_CLAIMED when nobody holds it, CLAIMED_BY_OTHER when somebody else does */
  async requireMine(tx: EntityManager, submissionId: string, { referee, now }: Holder): Promise<void> {
    const holder = await this.holder(tx, submissionId, now);
    if (holder === null) throw new Refusal('NOT_CLAIMED');
    if (holder !== referee.userId) throw new Refusal('CLAIMED_BY_OTHER');
  }

  /** Starts the time of a claim anew. */
  async renew(
    tx: EntityManager,
    claim: Pick<Claim, 'submissionId' | 'exerciseId' | 'refereeId'>,
    now: Date,
  ): Promise<void> {
    await tx.upsert(Claim, { ...claim, claimedAt: now, expiresAt: claimEnd(now) }, ['submissionId']);
  }

  /** Claims in force on these submissions. */
  async inForce(submissionIds: readonly string[]): Promise<Claim[]> {
    if (submissionIds.length === 0) return [];
    const where = { submissionId: In([...submissionIds]), expiresAt: MoreThan(this.clock.now()) };
    return this.dataSource.manager.findBy(Claim, where);
  }

  private async requireFree(tx: EntityManager, submissionId: string, { referee, now }: Holder): Promise<void> {
    const holder = await this.holder(tx, submissionId, now);
    if (holder !== null && holder !== referee.userId) throw new Refusal('CLAIMED_BY_OTHER');
  }

  private async holder(tx: EntityManager, submissionId: string, now: Date): Promise<string | null> {
    const claim = await tx.findOne(Claim, { where: { submissionId }, lock: { mode: 'pessimistic_write' } });
    return claimHolder(claim, now);
  }

  /** A submission a referee may see: drafts are the team's own. @throws Refusal NOT_FOUND */
  private async filed(submissionId: string): Promise<AttackSubmission> {
    const submission = await this.submissions.load(submissionId);
    if (submission.filedAt === null) throw new Refusal('NOT_FOUND');
    return submission;
  }
}

interface Holder {
  readonly referee: Viewer;
  readonly now: Date;
}
