import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import type { Viewer } from '../../core/access/permissions.js';
import { Allow } from '../../platform/access/allow.js';
import { Asker } from '../../platform/access/viewer.js';
import { WaitingService } from './waiting.service.js';
import { WaitingItem } from './waiting.types.js';

/** What waits for the viewer. */
@Resolver()
export class WaitingResolver {
  constructor(private readonly service: WaitingService) {}

  @Query(() => [WaitingItem], { description: 'Due first, then longest waiting' })
  @Allow('waiting.read')
  waiting(
    @Args('exerciseId', { type: () => ID }) exerciseId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<WaitingItem[]> {
    return this.service.waitingFor(exerciseId, viewer);
  }
}
