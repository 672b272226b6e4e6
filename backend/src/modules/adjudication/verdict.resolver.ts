import { Args, Context, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { seesBothSides, type Viewer } from '../../core/access/permissions.js';
import { Allow } from '../../platform/access/allow.js';
import { type ApiContext, Asker } from '../../platform/access/viewer.js';
import { StepParam } from '../../platform/graphql/shared.types.js';
import { userLoader } from '../exercise/exercise.loader.js';
import { IdentityService } from '../identity/identity.service.js';
import { AttackSubmission } from '../submission/submission.entity.js';
import { VerdictInput } from './adjudication.inputs.js';
import { CapUsage, SubmissionEstimate, VerdictPreview } from './adjudication.types.js';
import { CapUsageService } from './cap-usage.service.js';
import { Claim } from './claim.entity.js';
import { EstimateService } from './estimate.service.js';
import { QueueService } from './queue.service.js';
import { VerdictPreviewService } from './verdict-preview.service.js';
import { Verdict } from './verdict.entity.js';
import { VerdictService } from './verdict.service.js';

/** Judging attack submissions. */
@Resolver(() => Verdict)
export class VerdictResolver {
  constructor(
    private readonly verdicts: VerdictService,
    private readonly previews: VerdictPreviewService,
    private readonly queues: QueueService,
    private readonly identity: IdentityService,
  ) {}

  @Query(() => VerdictPreview)
  @Allow('verdict.record')
  previewVerdict(@Args('input') input: VerdictInput, @Asker() viewer: Viewer | null): Promise<VerdictPreview> {
    return this.previews.preview(input, viewer);
  }

  @Query(() => [String], { description: 'Vulnerability groups that verdicts and groupings name, by name' })
  @Allow('adjudication.read')
  vulnerabilityKeys(
    @Args('exerciseId', { type: () => ID }) exerciseId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<string[]> {
    return this.queues.vulnerabilityKeys(exerciseId, viewer);
  }

  @Mutation(() => AttackSubmission)
  @Allow('verdict.record')
  recordVerdict(@Args('input') input: VerdictInput, @Asker() viewer: Viewer | null): Promise<AttackSubmission> {
    return this.verdicts.record(input, viewer);
  }

  @ResolveField(() => String)
  async refereeName(@Parent() { refereeId }: Verdict, @Context() context: ApiContext): Promise<string> {
    return (await userLoader(context, this.identity).load(refereeId)).displayName;
  }

  @ResolveField(() => String, { nullable: true, description: 'Typed deduction; null for the attackers' })
  deductionPoints(@Parent() verdict: Verdict, @Asker() viewer: Viewer | null): string | null {
    return seesBothSides(viewer, verdict.exerciseId) ? verdict.deductionPoints : null;
  }

  @ResolveField(() => Boolean, { description: 'The viewer gave it' })
  isMine(@Parent() { refereeId }: Verdict, @Asker() viewer: Viewer | null): boolean {
    return viewer?.userId === refereeId;
  }

  @ResolveField(() => String, { nullable: true, description: 'Vulnerability group; null for the attackers' })
  vulnerabilityKey(@Parent() verdict: Verdict, @Asker() viewer: Viewer | null): string | null {
    return seesBothSides(viewer, verdict.exerciseId) ? verdict.vulnerabilityKey : null;
  }

  @ResolveField(() => [StepParam])
  measures(@Parent() verdict: Verdict): StepParam[] {
    return Object.entries(verdict.measures).map(([name, value]) => ({ name, value }));
  }
}

/** Who holds a submission. */
@Resolver(() => Claim)
export class ClaimResolver {
  constructor(private readonly identity: IdentityService) {}

  @ResolveField(() => String)
  async refereeName(@Parent() { refereeId }: Claim, @Context() context: ApiContext): Promise<string> {
    return (await userLoader(context, this.identity).load(refereeId)).displayName;
  }

  @ResolveField(() => Boolean)
  isMine(@Parent() { refereeId }: Claim, @Asker() viewer: Viewer | null): boolean {
    return viewer?.userId === refereeId;
  }
}

/** What an attack team may expect. */
@Resolver()
export class EstimateResolver {
  constructor(
    private readonly estimates: EstimateService,
    private readonly caps: CapUsageService,
  ) {}

  @Query(() => SubmissionEstimate)
  @Allow('submission.file')
  estimateSubmission(
    @Args('id', { type: () => ID }) id: string,
    @Asker() viewer: Viewer | null,
  ): Promise<SubmissionEstimate> {
    return this.estimates.estimate(id, viewer);
  }

  @Query(() => [CapUsage], { description: "Own team's caps for attackers, all for referees and organizers" })
  @Allow('submission.read')
  capUsage(
    @Args('exerciseId', { type: () => ID }) exerciseId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<CapUsage[]> {
    return this.caps.visibleTo(exerciseId, viewer);
  }
}
