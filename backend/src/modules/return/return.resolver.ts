import { Args, Mutation, Resolver } from '@nestjs/graphql';
import type { Viewer } from '../../core/access/permissions.js';
import { Allow } from '../../platform/access/allow.js';
import { Asker, requireViewer } from '../../platform/access/viewer.js';
import { AttackSubmission } from '../submission/submission.entity.js';
import { FileSubmissionInput } from '../submission/submission.inputs.js';
import { ResubmissionService } from './resubmission.service.js';
import { ReturnSubmissionInput, WithdrawSubmissionInput } from './return.inputs.js';
import { SubmissionReturnService } from './submission-return.service.js';
import { WithdrawalService } from './withdrawal.service.js';

/** Returning, filing again and withdrawing submissions. */
@Resolver()
export class SubmissionReturnResolver {
  constructor(
    private readonly returns: SubmissionReturnService,
    private readonly resubmissions: ResubmissionService,
    private readonly withdrawals: WithdrawalService,
  ) {}

  @Mutation(() => AttackSubmission)
  @Allow('verdict.record')
  returnSubmission(
    @Args('input') input: ReturnSubmissionInput,
    @Asker() viewer: Viewer | null,
  ): Promise<AttackSubmission> {
    return this.returns.return(input, viewer);
  }

  @Mutation(() => AttackSubmission, { description: 'Files a returned submission again, as its next version' })
  @Allow('submission.file')
  resubmitSubmission(
    @Args('input') input: FileSubmissionInput,
    @Asker() viewer: Viewer | null,
  ): Promise<AttackSubmission> {
    return this.resubmissions.file(input, requireViewer(viewer));
  }

  @Mutation(() => AttackSubmission)
  @Allow('submission.file')
  withdrawSubmission(
    @Args('input') input: WithdrawSubmissionInput,
    @Asker() viewer: Viewer | null,
  ): Promise<AttackSubmission> {
    return this.withdrawals.withdraw(input, requireViewer(viewer));
  }
}
