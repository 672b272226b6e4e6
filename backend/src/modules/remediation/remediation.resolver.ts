import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Viewer } from '../../core/access/permissions.js';
import { Allow } from '../../platform/access/allow.js';
import { Asker, requireViewer } from '../../platform/access/viewer.js';
import { CarryOverService } from './carry-over.service.js';
import {
  CarryOverRemediationInput,
  OpenRemediationInput,
  RemediationActInput,
  RemediationDeadlineInput,
  RetestRemediationInput,
  SubmitRemediationInput,
} from './remediation.inputs.js';
import { RemediationService } from './remediation.service.js';
import { CarriableRemediation, RemediationDesk, RemediationView } from './remediation.types.js';
import { RemediationWorkService } from './remediation-work.service.js';

/** Remediation 整改. */
@Resolver(() => RemediationView)
export class RemediationResolver {
  constructor(
    private readonly service: RemediationService,
    private readonly work: RemediationWorkService,
    private readonly carrying: CarryOverService,
  ) {}

  @Query(() => RemediationDesk, { description: 'Control all items, a unit its own' })
  @Allow('remediation.read')
  remediationDesk(
    @Args('exerciseId', { type: () => ID }) exerciseId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<RemediationDesk> {
    return this.service.desk(exerciseId, viewer);
  }

  @Query(() => RemediationView)
  @Allow('remediation.read')
  remediation(@Args('id', { type: () => ID }) id: string, @Asker() viewer: Viewer | null): Promise<RemediationView> {
    return this.service.read(id, viewer);
  }

  @Query(() => [CarriableRemediation], { description: 'Open items of other exercises whose unit plays here, by name' })
  @Allow('remediation.direct')
  carriableRemediations(
    @Args('exerciseId', { type: () => ID }) exerciseId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<CarriableRemediation[]> {
    return this.carrying.carriable(exerciseId, requireViewer(viewer));
  }

  @Mutation(() => RemediationView)
  @Allow('remediation.direct')
  openRemediation(
    @Args('input') input: OpenRemediationInput,
    @Asker() viewer: Viewer | null,
  ): Promise<RemediationView> {
    return this.work.open(input, requireViewer(viewer));
  }

  @Mutation(() => RemediationView)
  @Allow('remediation.work')
  startRemediation(
    @Args('input') input: RemediationActInput,
    @Asker() viewer: Viewer | null,
  ): Promise<RemediationView> {
    return this.work.start(input, requireViewer(viewer));
  }

  @Mutation(() => RemediationView)
  @Allow('remediation.work')
  submitRemediation(
    @Args('input') input: SubmitRemediationInput,
    @Asker() viewer: Viewer | null,
  ): Promise<RemediationView> {
    return this.work.submit(input, requireViewer(viewer));
  }

  @Mutation(() => RemediationView)
  @Allow('remediation.direct')
  retestRemediation(
    @Args('input') input: RetestRemediationInput,
    @Asker() viewer: Viewer | null,
  ): Promise<RemediationView> {
    return this.work.retest(input, requireViewer(viewer));
  }

  @Mutation(() => RemediationView)
  @Allow('remediation.direct')
  closeRemediation(
    @Args('input') input: RemediationActInput,
    @Asker() viewer: Viewer | null,
  ): Promise<RemediationView> {
    return this.work.close(input, requireViewer(viewer));
  }

  @Mutation(() => RemediationView)
  @Allow('remediation.direct')
  reopenRemediation(
    @Args('input') input: RemediationDeadlineInput,
    @Asker() viewer: Viewer | null,
  ): Promise<RemediationView> {
    return this.work.reopen(input, requireViewer(viewer));
  }

  @Mutation(() => RemediationView)
  @Allow('remediation.direct')
  extendRemediation(
    @Args('input') input: RemediationDeadlineInput,
    @Asker() viewer: Viewer | null,
  ): Promise<RemediationView> {
    return this.work.extend(input, requireViewer(viewer));
  }

  @Mutation(() => RemediationView)
  @Allow('remediation.direct')
  carryOverRemediation(
    @Args('input') input: CarryOverRemediationInput,
    @Asker() viewer: Viewer | null,
  ): Promise<RemediationView> {
    return this.carrying.carryOver(input, requireViewer(viewer));
  }
}
