import { Args, ArgsType, Context, Field, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { IsUUID } from 'class-validator';
import type { Viewer } from '../../core/access/permissions.js';
import type { FieldProblem } from '../../core/kernel/refusal.js';
import { Allow } from '../../platform/access/allow.js';
import { type ApiContext, Asker, requireViewer } from '../../platform/access/viewer.js';
import { InputProblem, PageArgs } from '../../platform/graphql/shared.types.js';
import { evidenceOf } from '../evidence/evidence.loader.js';
import { Evidence } from '../evidence/evidence.entity.js';
import { EvidenceService } from '../evidence/evidence.service.js';
import { AttackTeam } from '../exercise/attack-team.entity.js';
import { loaderOf, teamLoader, unitLoader, userLoader } from '../exercise/exercise.loader.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { Target } from '../exercise/target.entity.js';
import { Unit } from '../exercise/unit.entity.js';
import { IdentityService } from '../identity/identity.service.js';
import { AttackNode } from './attack-node.entity.js';
import { DraftService } from './draft.service.js';
import { FilingService } from './filing.service.js';
import { AttackSubmission, ScopeCheck, SubmissionConnection } from './submission.entity.js';
import { DraftCommandInput, FileSubmissionInput, SubmissionDraftInput } from './submission.inputs.js';
import { SubmissionService } from './submission.service.js';

@ArgsType()
class SubmissionsArgs extends PageArgs {
  @Field(() => ID) @IsUUID() exerciseId: string;
}

/** Reads and commands of attack submissions. */
@Resolver(() => AttackSubmission)
export class SubmissionResolver {
  constructor(
    private readonly service: SubmissionService,
    private readonly drafts: DraftService,
    private readonly filing: FilingService,
  ) {}

  @Query(() => SubmissionConnection, { description: 'Drafts first, then newest receipt first' })
  @Allow('submission.read')
  submissions(@Args() args: SubmissionsArgs, @Asker() viewer: Viewer | null): Promise<SubmissionConnection> {
    return this.service.list(args.exerciseId, args, viewer);
  }

  @Query(() => AttackSubmission)
  @Allow('submission.read')
  submission(@Args('id', { type: () => ID }) id: string, @Asker() viewer: Viewer | null): Promise<AttackSubmission> {
    return this.service.read(id, viewer);
  }

  @Query(() => [ScopeCheck])
  @Allow('submission.read')
  checkScope(
    @Args('submissionId', { type: () => ID }) submissionId: string,
    @Args('nodeId', { type: () => ID }) nodeId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<ScopeCheck[]> {
    return this.service.checkScope(submissionId, nodeId, viewer);
  }

  @Mutation(() => AttackSubmission)
  @Allow('submission.file')
  saveSubmissionDraft(
    @Args('input') input: SubmissionDraftInput,
    @Asker() viewer: Viewer | null,
  ): Promise<AttackSubmission> {
    return this.drafts.save(input, viewer);
  }

  @Mutation(() => Boolean)
  @Allow('submission.file')
  discardSubmissionDraft(@Args('input') input: DraftCommandInput, @Asker() viewer: Viewer | null): Promise<boolean> {
    return this.drafts.discard(input, viewer);
  }

  @Mutation(() => AttackSubmission)
  @Allow('submission.file')
  fileSubmission(@Args('input') input: FileSubmissionInput, @Asker() viewer: Viewer | null): Promise<AttackSubmission> {
    return this.filing.file(input, requireViewer(viewer));
  }

  @ResolveField(() => [InputProblem], { description: 'What is still missing before it can be filed; empty once filed' })
  missing(@Parent() submission: AttackSubmission): Promise<FieldProblem[]> {
    return this.service.missing(submission);
  }
}

/** Edges of a submission to what other modules own. */
@Resolver(() => AttackSubmission)
export class SubmissionEdges {
  constructor(
    private readonly exercises: ExerciseService,
    private readonly identity: IdentityService,
  ) {}

  @ResolveField(() => AttackTeam)
  team(@Parent() { teamId }: AttackSubmission, @Context() context: ApiContext): Promise<AttackTeam> {
    return teamLoader(context, this.exercises).load(teamId);
  }

  @ResolveField(() => Unit, { nullable: true })
  async unit(@Parent() { unitId }: AttackSubmission, @Context() context: ApiContext): Promise<Unit | null> {
    return unitId === null ? null : unitLoader(context, this.exercises).load(unitId);
  }

  @ResolveField(() => Target, { nullable: true })
  async target(@Parent() { targetId }: AttackSubmission, @Context() context: ApiContext): Promise<Target | null> {
    const targets = loaderOf(context, 'target', (ids) => this.exercises.rowsById(Target, ids));
    return targetId === null ? null : targets.load(targetId);
  }

  @ResolveField(() => String, { nullable: true })
  async filedBy(@Parent() { filedById }: AttackSubmission, @Context() context: ApiContext): Promise<string | null> {
    return filedById === null ? null : (await userLoader(context, this.identity).load(filedById)).displayName;
  }
}

/** The files of a node, in the order the author gave them. */
@Resolver(() => AttackNode)
export class AttackNodeEdges {
  constructor(private readonly evidenceService: EvidenceService) {}

  @ResolveField(() => [Evidence])
  evidence(@Parent() { evidenceIds }: AttackNode, @Context() context: ApiContext): Promise<Evidence[]> {
    return evidenceOf(context, this.evidenceService, evidenceIds);
  }
}
