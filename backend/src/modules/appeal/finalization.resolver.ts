import { Args, Context, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Viewer } from '../../core/access/permissions.js';
import { Allow } from '../../platform/access/allow.js';
import { type ApiContext, Asker } from '../../platform/access/viewer.js';
import { Evidence } from '../evidence/evidence.entity.js';
import { evidenceOf } from '../evidence/evidence.loader.js';
import { EvidenceService } from '../evidence/evidence.service.js';
import { Exercise } from '../exercise/exercise.entity.js';
import { ExerciseCommandInput } from '../exercise/exercise.inputs.js';
import { ReleasePathInput } from './appeal.inputs.js';
import { FinalizationService } from './finalization.service.js';
import { FinalizationChecklist } from './finalization.types.js';
import { PathReleaseService } from './path-release.service.js';
import { PathToRelease, ReleasedNode, ReleasedPath } from './path-release.types.js';

/** What the organizer does after the end: public notice 公示, the final result 定榜, releasing attack paths. */
@Resolver()
export class FinalizationResolver {
  constructor(
    private readonly finalization: FinalizationService,
    private readonly releases: PathReleaseService,
  ) {}

  @Query(() => FinalizationChecklist)
  @Allow('exercise.direct')
  finalizationChecklist(
    @Args('exerciseId', { type: () => ID }) exerciseId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<FinalizationChecklist> {
    return this.finalization.checklist(exerciseId, viewer);
  }

  @Mutation(() => Exercise)
  @Allow('exercise.direct')
  openPublicNotice(@Args('input') input: ExerciseCommandInput, @Asker() viewer: Viewer | null): Promise<Exercise> {
    return this.finalization.openNotice(input, viewer);
  }

  @Mutation(() => Exercise, { description: 'Nothing is decided any more after it' })
  @Allow('exercise.direct')
  finalizeExercise(@Args('input') input: ExerciseCommandInput, @Asker() viewer: Viewer | null): Promise<Exercise> {
    return this.finalization.finalize(input, viewer);
  }

  @Query(() => [PathToRelease], { description: 'Judged results by receipt' })
  @Allow('exercise.direct')
  pathsToRelease(
    @Args('exerciseId', { type: () => ID }) exerciseId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<PathToRelease[]> {
    return this.releases.toRelease(exerciseId, viewer);
  }

  @Mutation(() => PathToRelease, { description: 'The hit unit may read the path from then on' })
  @Allow('exercise.direct')
  releasePath(@Args('input') input: ReleasePathInput, @Asker() viewer: Viewer | null): Promise<PathToRelease> {
    return this.releases.release(input, viewer);
  }

  @Query(() => [ReleasedPath], { description: "Of attacks on the viewer's own unit, newest release first" })
  @Allow('loss.read')
  releasedPaths(
    @Args('exerciseId', { type: () => ID }) exerciseId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<ReleasedPath[]> {
    return this.releases.releasedTo(exerciseId, viewer);
  }
}

/** Evidence of a released node, if it was released with it. */
@Resolver(() => ReleasedNode)
export class ReleasedNodeEdges {
  constructor(private readonly evidenceService: EvidenceService) {}

  @ResolveField(() => [Evidence])
  evidence(@Parent() { evidenceIds }: ReleasedNode, @Context() context: ApiContext): Promise<Evidence[]> {
    return evidenceOf(context, this.evidenceService, evidenceIds);
  }
}
