import { Args, Context, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Viewer } from '../../core/access/permissions.js';
import { Allow } from '../../platform/access/allow.js';
import { type ApiContext, Asker } from '../../platform/access/viewer.js';
import { Unit } from '../exercise/unit.entity.js';
import { userLoader } from '../exercise/exercise.loader.js';
import { IdentityService } from '../identity/identity.service.js';
import { ChangeWordsService } from './change-words.service.js';
import { RescoringPreviewService } from './rescoring-preview.service.js';
import { RescoringApproval, RescoringSet } from './rescoring-set.entity.js';
import {
  ApplyRescoringInput,
  ApproveRescoringInput,
  CancelRescoringInput,
  ProposeRescoringInput,
} from './rescoring.inputs.js';
import { RescoringService } from './rescoring.service.js';
import { ChangedThing, RescoringActs, RescoringPreview, RescoringSubject } from './rescoring.types.js';
import { ApprovalService } from './approval.service.js';

/** Rescoring 重评: reviewed changes of what scores follow from. */
@Resolver(() => RescoringSet)
export class RescoringResolver {
  constructor(
    private readonly sets: RescoringService,
    private readonly approval: ApprovalService,
    private readonly previews: RescoringPreviewService,
    private readonly words: ChangeWordsService,
    private readonly identity: IdentityService,
  ) {}

  @Query(() => [RescoringSet], { description: 'Newest first' })
  @Allow('rescoring.read')
  rescorings(
    @Args('exerciseId', { type: () => ID }) exerciseId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<RescoringSet[]> {
    return this.sets.list(exerciseId, viewer);
  }

  @Query(() => RescoringSet)
  @Allow('rescoring.read')
  rescoring(@Args('id', { type: () => ID }) id: string, @Asker() viewer: Viewer | null): Promise<RescoringSet> {
    return this.sets.read(id, viewer);
  }

  @Mutation(() => RescoringSet, { description: 'Changes no score' })
  @Allow('rescoring.propose')
  proposeRescoring(@Args('input') input: ProposeRescoringInput, @Asker() viewer: Viewer | null): Promise<RescoringSet> {
    return this.sets.propose(input, viewer);
  }

  @Mutation(() => RescoringSet, { description: 'A further signature; the one that counts is that of applying' })
  @Allow('rescoring.apply')
  approveRescoring(@Args('input') input: ApproveRescoringInput, @Asker() viewer: Viewer | null): Promise<RescoringSet> {
    return this.sets.approve(input, viewer);
  }

  @Mutation(() => RescoringSet)
  @Allow('rescoring.read')
  cancelRescoring(@Args('input') input: CancelRescoringInput, @Asker() viewer: Viewer | null): Promise<RescoringSet> {
    return this.sets.cancel(input, viewer);
  }

  @Mutation(() => RescoringSet, { description: 'Applies exactly the differences of the named preview, or nothing' })
  @Allow('rescoring.apply')
  applyRescoring(
    @Args('input') input: ApplyRescoringInput,
    @Asker() viewer: Viewer | null,
    @Context() { req }: ApiContext,
  ): Promise<RescoringSet> {
    return this.approval.apply(input, viewer, req?.ip ?? '');
  }

  @ResolveField(() => RescoringPreview, { nullable: true, description: 'Null once it was taken back' })
  preview(@Parent() set: RescoringSet): Promise<RescoringPreview | null> {
    return this.previews.of(set);
  }

  @ResolveField(() => [ChangedThing])
  changes(@Parent() set: RescoringSet): Promise<ChangedThing[]> {
    return this.words.things(set);
  }

  @ResolveField(() => [RescoringSubject])
  subjects(@Parent() set: RescoringSet): Promise<RescoringSubject[]> {
    return this.words.subjects(set);
  }

  @ResolveField(() => [RescoringApproval])
  approvals(@Parent() { id }: RescoringSet): Promise<RescoringApproval[]> {
    return this.sets.approvalsOf([id]);
  }

  @ResolveField(() => RescoringActs, { description: 'What the viewer may do with it' })
  acts(@Parent() set: RescoringSet, @Asker() viewer: Viewer | null): Promise<RescoringActs> {
    return this.approval.actsOf(set, viewer);
  }

  @ResolveField(() => String)
  async proposedByName(@Parent() { proposedById }: RescoringSet, @Context() context: ApiContext): Promise<string> {
    return (await userLoader(context, this.identity).load(proposedById)).displayName;
  }

  @ResolveField(() => String, { nullable: true })
  async settledByName(@Parent() { settledById }: RescoringSet, @Context() context: ApiContext): Promise<string | null> {
    return settledById === null ? null : (await userLoader(context, this.identity).load(settledById)).displayName;
  }
}

/** Whether a unit is out of play 击穿: everybody is told. */
@Resolver(() => Unit)
export class UnitInPlayResolver {
  @ResolveField(() => Boolean, { description: 'Left play 击穿: what comes later scores nothing on it' })
  isKnockedOut(@Parent() { knockedOutAtSeq }: Unit): boolean {
    return knockedOutAtSeq !== null;
  }
}

/** Who signed. */
@Resolver(() => RescoringApproval)
export class RescoringApprovalResolver {
  constructor(private readonly identity: IdentityService) {}

  @ResolveField(() => String)
  async approverName(@Parent() { approverId }: RescoringApproval, @Context() context: ApiContext): Promise<string> {
    return (await userLoader(context, this.identity).load(approverId)).displayName;
  }
}
