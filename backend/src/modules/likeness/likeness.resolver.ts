import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Viewer } from '../../core/access/permissions.js';
import { Allow } from '../../platform/access/allow.js';
import { Asker } from '../../platform/access/viewer.js';
import { DisagreementService } from './disagreement.service.js';
import { DismissalService } from './dismissal.service.js';
import { DuplicateService } from './duplicate.service.js';
import { GroupService } from './group.service.js';
import { DismissProposalInput, SettleDisagreementInput } from './likeness.inputs.js';
import {
  Disagreement,
  DuplicatePair,
  DuplicateProposal,
  LikenessCounts,
  LikenessGroup,
  LinkProposal,
} from './likeness.types.js';
import { ProposalService } from './proposal.service.js';
import { SettlingService } from './settling.service.js';

/** What belongs together, as far as the system can tell: only for those who judge. */
@Resolver()
export class LikenessResolver {
  constructor(
    private readonly proposals: ProposalService,
    private readonly duplicates: DuplicateService,
    private readonly groups: GroupService,
    private readonly dismissals: DismissalService,
  ) {}

  @Query(() => LikenessCounts, { description: 'How much there is to decide' })
  @Allow('adjudication.read')
  likenessCounts(
    @Args('exerciseId', { type: () => ID }) exerciseId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<LikenessCounts> {
    return this.proposals.counts(exerciseId, viewer);
  }

  @Query(() => [LinkProposal], { description: 'Likeliest first, the links that stand among them' })
  @Allow('adjudication.read')
  linkProposals(
    @Args('exerciseId', { type: () => ID }) exerciseId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<LinkProposal[]> {
    return this.proposals.links(exerciseId, viewer);
  }

  @Query(() => [LinkProposal], { description: 'On the other side of a filed result or incident, likeliest first' })
  @Allow('adjudication.read')
  likelyCounterparts(
    @Args('subjectId', { type: () => ID }) subjectId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<LinkProposal[]> {
    return this.proposals.counterparts(subjectId, viewer);
  }

  @Query(() => [DuplicateProposal], { description: 'Other results that may be about the same thing, likeliest first' })
  @Allow('adjudication.read')
  duplicateProposals(
    @Args('submissionId', { type: () => ID }) submissionId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<DuplicateProposal[]> {
    return this.duplicates.ofSubmission(submissionId, viewer);
  }

  @Query(() => [DuplicateProposal], {
    description: 'Other incidents that may be about the same event, likeliest first',
  })
  @Allow('adjudication.read')
  eventProposals(
    @Args('incidentId', { type: () => ID }) incidentId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<DuplicateProposal[]> {
    return this.duplicates.ofIncident(incidentId, viewer);
  }

  @Query(() => [DuplicatePair], { description: 'Suspected duplicates nobody has decided on, likeliest first' })
  @Allow('adjudication.read')
  duplicatePairs(
    @Args('exerciseId', { type: () => ID }) exerciseId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<DuplicatePair[]> {
    return this.proposals.duplicates(exerciseId, viewer);
  }

  @Query(() => [LikenessGroup], { description: 'Vulnerability groups in force, members in receipt order' })
  @Allow('adjudication.read')
  vulnerabilityGroups(
    @Args('exerciseId', { type: () => ID }) exerciseId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<LikenessGroup[]> {
    return this.groups.vulnerabilities(exerciseId, viewer);
  }

  @Query(() => [LikenessGroup], { description: 'Event groups in force, members in receipt order' })
  @Allow('adjudication.read')
  eventGroups(
    @Args('exerciseId', { type: () => ID }) exerciseId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<LikenessGroup[]> {
    return this.groups.events(exerciseId, viewer);
  }

  @Mutation(() => Boolean, { description: 'Puts a proposal aside for good, with a reason' })
  @Allow('verdict.record')
  async dismissProposal(@Args('input') input: DismissProposalInput, @Asker() viewer: Viewer | null): Promise<boolean> {
    await this.dismissals.dismiss(input, viewer);
    return true;
  }
}

/** Where both sides contradict each other. */
@Resolver(() => Disagreement)
export class DisagreementResolver {
  constructor(
    private readonly service: DisagreementService,
    private readonly settling: SettlingService,
  ) {}

  @Query(() => [Disagreement], { description: 'Linked pairs that contradict each other, those to be settled first' })
  @Allow('adjudication.read')
  disagreements(
    @Args('exerciseId', { type: () => ID }) exerciseId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<Disagreement[]> {
    return this.service.list(exerciseId, viewer);
  }

  @Mutation(() => Disagreement, { description: 'Changes no points; what must change is proposed as a rescoring set' })
  @Allow('verdict.record')
  settleDisagreement(
    @Args('input') input: SettleDisagreementInput,
    @Asker() viewer: Viewer | null,
  ): Promise<Disagreement> {
    return this.settling.settle(input, viewer);
  }
}
