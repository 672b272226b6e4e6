import { Args, Context, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Viewer } from '../../core/access/permissions.js';
import { Allow } from '../../platform/access/allow.js';
import { type ApiContext, Asker, requireViewer } from '../../platform/access/viewer.js';
import { Evidence } from '../evidence/evidence.entity.js';
import { evidenceOf } from '../evidence/evidence.loader.js';
import { EvidenceService } from '../evidence/evidence.service.js';
import { AttackTeam } from '../exercise/attack-team.entity.js';
import { teamLoader, unitLoader } from '../exercise/exercise.loader.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { Unit } from '../exercise/unit.entity.js';
import { AbnormalJudgingService } from './abnormal-judging.service.js';
import { AbnormalReportService } from './abnormal-report.service.js';
import { AbnormalActInput, AbnormalReportInput, AbnormalTimedActInput } from './abnormal.inputs.js';
import { AbnormalService } from './abnormal.service.js';
import { AbnormalDesk, AbnormalEpisodeView } from './abnormal.types.js';

/** Leads on abnormal defence, and what referees do about them. */
@Resolver(() => AbnormalEpisodeView)
export class AbnormalResolver {
  constructor(
    private readonly service: AbnormalService,
    private readonly reports: AbnormalReportService,
    private readonly judging: AbnormalJudgingService,
  ) {}

  @Query(() => AbnormalDesk, { description: 'Teams their own leads, units what they were noticed of, judges all' })
  @Allow('abnormal.read')
  abnormalDesk(
    @Args('exerciseId', { type: () => ID }) exerciseId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<AbnormalDesk> {
    return this.service.desk(exerciseId, viewer);
  }

  @Query(() => AbnormalEpisodeView)
  @Allow('abnormal.read')
  abnormalEpisode(
    @Args('id', { type: () => ID }) id: string,
    @Asker() viewer: Viewer | null,
  ): Promise<AbnormalEpisodeView> {
    return this.service.read(id, viewer);
  }

  @Mutation(() => AbnormalEpisodeView)
  @Allow('abnormal.report')
  reportAbnormalDefense(
    @Args('input') input: AbnormalReportInput,
    @Asker() viewer: Viewer | null,
  ): Promise<AbnormalEpisodeView> {
    return this.reports.report(input, requireViewer(viewer));
  }

  @Mutation(() => AbnormalEpisodeView)
  @Allow('abnormal.judge')
  noticeAbnormalDefense(
    @Args('input') input: AbnormalActInput,
    @Asker() viewer: Viewer | null,
  ): Promise<AbnormalEpisodeView> {
    return this.judging.notice(input, requireViewer(viewer));
  }

  @Mutation(() => AbnormalEpisodeView)
  @Allow('abnormal.judge')
  dismissAbnormalDefense(
    @Args('input') input: AbnormalActInput,
    @Asker() viewer: Viewer | null,
  ): Promise<AbnormalEpisodeView> {
    return this.judging.dismiss(input, requireViewer(viewer));
  }

  @Mutation(() => AbnormalEpisodeView)
  @Allow('abnormal.judge')
  confirmAbnormalDefense(
    @Args('input') input: AbnormalTimedActInput,
    @Asker() viewer: Viewer | null,
  ): Promise<AbnormalEpisodeView> {
    return this.judging.confirm(input, requireViewer(viewer));
  }

  @Mutation(() => AbnormalEpisodeView)
  @Allow('abnormal.judge')
  closeAbnormalDefense(
    @Args('input') input: AbnormalTimedActInput,
    @Asker() viewer: Viewer | null,
  ): Promise<AbnormalEpisodeView> {
    return this.judging.close(input, requireViewer(viewer));
  }
}

/** Edges of an episode to what other modules own. */
@Resolver(() => AbnormalEpisodeView)
export class AbnormalEdges {
  constructor(
    private readonly exercises: ExerciseService,
    private readonly evidenceService: EvidenceService,
  ) {}

  @ResolveField(() => Unit)
  unit(@Parent() { unitId }: AbnormalEpisodeView, @Context() context: ApiContext): Promise<Unit> {
    return unitLoader(context, this.exercises).load(unitId);
  }

  @ResolveField(() => AttackTeam, { nullable: true, description: 'Never told to the unit' })
  async team(@Parent() { teamId }: AbnormalEpisodeView, @Context() context: ApiContext): Promise<AttackTeam | null> {
    return teamId === null ? null : teamLoader(context, this.exercises).load(teamId);
  }

  @ResolveField(() => [Evidence])
  evidence(@Parent() { evidenceIds }: AbnormalEpisodeView, @Context() context: ApiContext): Promise<Evidence[]> {
    return evidenceOf(context, this.evidenceService, evidenceIds);
  }
}
