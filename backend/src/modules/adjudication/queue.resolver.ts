import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Viewer } from '../../core/access/permissions.js';
import { Allow } from '../../platform/access/allow.js';
import { Asker } from '../../platform/access/viewer.js';
import { Incident } from '../incident/incident.entity.js';
import { AttackSubmission } from '../submission/submission.entity.js';
import { ClaimInput } from './adjudication.inputs.js';
import { ClaimFlow } from './claim-flow.service.js';
import { QueuePageService } from './queue-page.service.js';
import { ClaimIncidentInput, ClaimNextInput, QueueArgs } from './queue.inputs.js';
import type { QueueSubject } from './queue-items.service.js';
import { QueueSubjectEnum } from './queue.enums.js';
import { QueueConnection, QueueCounts, QueueItem } from './queue.types.js';

/** The referees' queue, and who takes what of it. */
@Resolver(() => QueueItem)
export class QueueResolver {
  constructor(
    private readonly pages: QueuePageService,
    private readonly flow: ClaimFlow,
  ) {}

  @Query(() => QueueConnection, { description: 'By priority, then by due time, then by receipt' })
  @Allow('adjudication.read')
  refereeQueue(@Args() args: QueueArgs, @Asker() viewer: Viewer | null): Promise<QueueConnection> {
    return this.pages.page(args.exerciseId, args.filter ?? {}, args, viewer);
  }

  @Query(() => QueueItem, { nullable: true, description: 'One item, in whatever state' })
  @Allow('adjudication.read')
  queueItem(
    @Args('exerciseId', { type: () => ID }) exerciseId: string,
    @Args('subjectId', { type: () => ID }) subjectId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<QueueItem | null> {
    return this.pages.item(exerciseId, subjectId, viewer);
  }

  @Query(() => QueueCounts)
  @Allow('adjudication.read')
  queueCounts(
    @Args('exerciseId', { type: () => ID }) exerciseId: string,
    @Args('subjectKind', { type: () => QueueSubjectEnum, nullable: true }) subjectKind: QueueSubject['kind'] | null,
    @Asker() viewer: Viewer | null,
  ): Promise<QueueCounts> {
    return this.pages.counts(exerciseId, subjectKind ?? null, viewer);
  }

  @Mutation(() => QueueItem, { description: 'Takes what comes next for the viewer' })
  @Allow('verdict.record')
  claimNext(@Args('input') input: ClaimNextInput, @Asker() viewer: Viewer | null): Promise<QueueItem> {
    return this.flow.claimNext(input, viewer);
  }

  @Mutation(() => AttackSubmission)
  @Allow('verdict.record')
  claimSubmission(@Args('input') input: ClaimInput, @Asker() viewer: Viewer | null): Promise<AttackSubmission> {
    return this.flow.claim(input, viewer);
  }

  @Mutation(() => AttackSubmission)
  @Allow('verdict.record')
  releaseClaim(@Args('input') input: ClaimInput, @Asker() viewer: Viewer | null): Promise<AttackSubmission> {
    return this.flow.release(input, viewer);
  }

  @Mutation(() => Incident)
  @Allow('verdict.record')
  claimIncident(@Args('input') input: ClaimIncidentInput, @Asker() viewer: Viewer | null): Promise<Incident> {
    return this.flow.claimIncident(input, viewer);
  }

  @Mutation(() => Incident)
  @Allow('verdict.record')
  releaseIncident(@Args('input') input: ClaimIncidentInput, @Asker() viewer: Viewer | null): Promise<Incident> {
    return this.flow.releaseIncident(input, viewer);
  }
}
