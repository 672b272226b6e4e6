import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import type { Viewer } from '../../core/access/permissions.js';
import { Allow } from '../../platform/access/allow.js';
import { Asker } from '../../platform/access/viewer.js';
import { RefereeStatisticsService } from './referee-statistics.service.js';
import { RefereeStatistics } from './referee-statistics.types.js';

/** How referees work, for the organizer and the chief referee. */
@Resolver()
export class RefereeStatisticsResolver {
  constructor(private readonly statistics: RefereeStatisticsService) {}

  @Query(() => RefereeStatistics)
  @Allow('statistics.read')
  refereeStatistics(
    @Args('exerciseId', { type: () => ID }) exerciseId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<RefereeStatistics> {
    return this.statistics.ofExercise(exerciseId, viewer);
  }
}
