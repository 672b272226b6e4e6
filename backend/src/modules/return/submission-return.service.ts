import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { refuseBadInput } from '../../core/kernel/refusal.js';
import { reasonProblems, requireReturnable, returnDueAt } from '../../core/submission/return.js';
import type { Slot, Written } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { requireReferee } from '../adjudication/judging.rights.js';
import { NoticeService } from '../notice/notice.service.js';
import { PolicyService } from '../policy/policy.service.js';
import { SubmissionReturn } from '../submission/submission-version.entity.js';
import { AttackSubmission } from '../submission/submission.entity.js';
import { SubmissionService } from '../submission/submission.service.js';
import type { ReturnSubmissionInput } from './return.inputs.js';
import { reasonsOf, returnNews } from './reasons.js';
import { ReturnActs } from './return-acts.service.js';
import { SubmissionArchive } from './submission-archive.service.js';

/** Returning a submission for more 退回补正. */
@Injectable()
export class SubmissionReturnService {
  constructor(
    private readonly submissions: SubmissionService,
    private readonly acts: ReturnActs,
    private readonly archive: SubmissionArchive,
    private readonly policies: PolicyService,
    private readonly notices: NoticeService,
  ) {}

  /**
   * Sends a submission back with reasons and a deadline; it counts nothing until it is filed again. The claims end.
   * @throws Refusal BAD_INPUT, NOT_CLAIMED, CLAIMED_BY_OTHER, CONFLICT_OF_INTEREST, LIMIT_REACHED when it was returned as
   *   often as the policy allows, WRONG_STATE unless it is filed and nothing is decided on it
   */
  async return(input: ReturnSubmissionInput, viewer: Viewer | null): Promise<AttackSubmission> {
    const { id, exerciseId, state, nodes } = await this.submissions.load(input.submissionId);
    const referee = requireReferee(viewer, exerciseId);
    await this.submissions.read(id, viewer);
    // A revision does not change which nodes those who judge see: what is filed stands until it is filed again.
    if (state === 'FILED') refuseBadInput(reasonProblems(reasonsOf(input), new Set(nodes.map((node) => node.id))));
    const command = { kind: 'SUBMISSION_RETURNED', commandId: input.commandId, content: input, actor: referee };
    await this.acts.append({ ...command, streamId: exerciseId }, (tx, slot) =>
      this.write(tx, slot, { input, referee }),
    );
    return this.submissions.read(id, viewer);
  }

  private async write(
    tx: EntityManager,
    slot: Slot,
    { input, referee }: { input: ReturnSubmissionInput; referee: Viewer },
  ): Promise<Written> {
    const submission = await this.submissions.requireState(tx, input.submissionId);
    const { id, exerciseId, teamId, unitId, version, versionNo, code } = submission;
    await this.acts.requireHolder(tx, id, { referee, now: slot.recordedAt, parties: [teamId, unitId] });
    await this.acts.requireUndecided(tx, id);
    const policy = await this.policies.inForce(exerciseId, tx);
    requireReturnable(await tx.countBy(SubmissionReturn, { submissionId: id }), policy.maxReturns);
    const scoring = await this.acts.begin(tx, exerciseId, slot);
    const versionIds = await this.archive.keep(tx, submission);
    const dueAt = returnDueAt(slot.recordedAt, policy.returnHours);
    const given = { reasons: reasonsOf(input), comment: input.comment, dueAt };
    const row = { id: input.commandId, exerciseId, seq: slot.seq, submissionId: id, versionNo };
    await tx.insert(SubmissionReturn, { ...row, ...given, refereeId: referee.userId, recordedAt: slot.recordedAt });
    // The queue forgets it and its claims end with its state (queue_submission in the database).
    await tx.update(AttackSubmission, { id }, { state: 'RETURNED', version: version + 1 });
    const news = returnNews('SUBMISSION_RETURNED', { partyId: teamId, subjectId: id, code, ...given });
    const told = await this.notices.give(tx, exerciseId, slot, [news]);
    const posted = await scoring.post({ submissions: [id] });
    const written = { attack_submission: id, submission_return: input.commandId, notice: told };
    const sealed = await sealRows(tx, { ...written, submission_version: versionIds });
    const codes = given.reasons.map((reason) => reason.code);
    return {
      subjectId: id,
      partyId: teamId,
      details: { code, versionNo, reasons: codes, dueAt: dueAt.toISOString(), sealed, posted },
    };
  }
}
