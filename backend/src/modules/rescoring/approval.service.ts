import { Injectable } from '@nestjs/common';
import type { Viewer } from '../../core/access/permissions.js';
import { IdentityService } from '../identity/identity.service.js';
import { ApplicationService } from './application.service.js';
import type { RescoringSet } from './rescoring-set.entity.js';
import type { ApplyRescoringInput } from './rescoring.inputs.js';
import { RescoringService } from './rescoring.service.js';
import type { RescoringActs } from './rescoring.types.js';
import { needsOrganizer, passes, requireApplier, requireApprover, requireCanceller } from './rights.js';

/** Who may sign, and that it is really he. */
@Injectable()
export class ApprovalService {
  constructor(
    private readonly sets: RescoringService,
    private readonly identity: IdentityService,
    private readonly applications: ApplicationService,
  ) {}

  /**
   * Applies a set for a second person who gives his password once more.
   * @throws Refusal NOT_FOUND, SECOND_APPROVER, NOT_ALLOWED, BAD_CREDENTIALS, TOO_MANY_ATTEMPTS, WRONG_STATE, STALE_PREVIEW
   */
  async apply(input: ApplyRescoringInput, viewer: Viewer | null, address: string): Promise<RescoringSet> {
    const set = await this.sets.read(input.setId, viewer);
    const approver = requireApplier(viewer, set);
    await this.identity.confirm(approver.userId, input.password, address);
    await this.applications.apply(input, set, approver);
    return this.sets.read(set.id, viewer);
  }

  /** What the viewer may do with a set as it is. */
  async actsOf(set: RescoringSet, viewer: Viewer | null): Promise<RescoringActs> {
    const isOpen = set.state === 'PROPOSED';
    const signed = isOpen ? await this.sets.approvalsOf([set.id]) : [];
    const hasSigned = signed.some(({ approverId }) => approverId === viewer?.userId);
    return {
      approve: isOpen && !hasSigned && passes(() => requireApprover(viewer, set)),
      apply: isOpen && passes(() => requireApplier(viewer, set)),
      cancel: isOpen && passes(() => requireCanceller(viewer, set)),
      isOwn: viewer?.userId === set.proposedById,
      needsOrganizer: needsOrganizer(set),
    };
  }
}
