import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { requireGrants } from '../../platform/access/viewer.js';
import type { Slot, Written } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { RevisionService } from '../submission/revision.service.js';
import { AttackSubmission } from '../submission/submission.entity.js';
import { SubmissionService } from '../submission/submission.service.js';
import { ReturnActs } from './return-acts.service.js';
import type { WithdrawSubmissionInput } from './return.inputs.js';
import { SubmissionArchive } from './submission-archive.service.js';

/** Withdrawing a submission 撤回: it stays on record and never counts. */
@Injectable()
export class WithdrawalService {
  constructor(
    private readonly submissions: SubmissionService,
    private readonly revisions: RevisionService,
    private readonly acts: ReturnActs,
    private readonly archive: SubmissionArchive,
  ) {}

  /** @throws Refusal NOT_FOUND, WRONG_STATE unless it is filed or returned and nothing is decided on it */
  async withdraw(input: WithdrawSubmissionInput, viewer: Viewer): Promise<AttackSubmission> {
    const { id, exerciseId, teamId, state } = await this.submissions.load(input.submissionId);
    const grants = requireGrants(viewer, exerciseId, 'submission.file');
    if (!grants.some((grant) => grant.teamId === teamId)) throw new Refusal('NOT_FOUND');
    if (state === 'DRAFT') throw new Refusal('WRONG_STATE', { state });
    const command = { kind: 'SUBMISSION_WITHDRAWN', commandId: input.commandId, content: input, actor: viewer };
    await this.acts.append({ ...command, streamId: exerciseId }, (tx, slot) => this.write(tx, slot, input));
    return this.submissions.read(id, viewer);
  }

  private async write(tx: EntityManager, slot: Slot, input: WithdrawSubmissionInput): Promise<Written> {
    const submission = await this.submissions.requireState(tx, input.submissionId, ['FILED', 'RETURNED']);
    const { id, exerciseId, teamId, version, versionNo, code } = submission;
    await this.acts.requireUndecided(tx, id);
    const scoring = await this.acts.begin(tx, exerciseId, slot);
    const versionIds = await this.archive.keep(tx, submission);
    const withdrawal = { withdrawnAt: slot.recordedAt, withdrawReason: input.reason.trim() };
    await tx.update(AttackSubmission, { id }, { state: 'WITHDRAWN', version: version + 1, ...withdrawal });
    await this.revisions.drop(tx, id);
    const posted = await scoring.post({ submissions: [id] });
    const sealed = await sealRows(tx, { attack_submission: id, submission_version: versionIds });
    return { subjectId: id, partyId: teamId, details: { code, versionNo, sealed, posted } };
  }
}
