import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Viewer } from '../../core/access/permissions.js';
import { Allow } from '../../platform/access/allow.js';
import { Asker, requireViewer } from '../../platform/access/viewer.js';
import { IncidentNoticeFilingService } from './incident-notice-filing.service.js';
import {
  FileIncidentNoticeInput,
  OpenIncidentNoticeInput,
  PassOnIncidentNoticeInput,
} from './incident-notice.inputs.js';
import { IncidentNoticeService } from './incident-notice.service.js';
import { IncidentNoticeDesk, IncidentNoticeView } from './incident-notice.types.js';

/** Incident notices 事件报告 and their clocks. */
@Resolver(() => IncidentNoticeView)
export class IncidentNoticeResolver {
  constructor(
    private readonly service: IncidentNoticeService,
    private readonly filing: IncidentNoticeFilingService,
  ) {}

  @Query(() => IncidentNoticeDesk, { description: 'Control all units of the period, a unit its own' })
  @Allow('reporting.read')
  incidentNoticeDesk(
    @Args('periodId', { type: () => ID }) periodId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<IncidentNoticeDesk> {
    return this.service.desk(periodId, viewer);
  }

  @Query(() => IncidentNoticeView)
  @Allow('reporting.read')
  incidentNotice(
    @Args('id', { type: () => ID }) id: string,
    @Asker() viewer: Viewer | null,
  ): Promise<IncidentNoticeView> {
    return this.service.read(id, viewer);
  }

  @Mutation(() => IncidentNoticeView)
  @Allow('reporting.file')
  openIncidentNotice(
    @Args('input') input: OpenIncidentNoticeInput,
    @Asker() viewer: Viewer | null,
  ): Promise<IncidentNoticeView> {
    return this.filing.open(input, requireViewer(viewer));
  }

  @Mutation(() => IncidentNoticeView)
  @Allow('reporting.file')
  fileIncidentNotice(
    @Args('input') input: FileIncidentNoticeInput,
    @Asker() viewer: Viewer | null,
  ): Promise<IncidentNoticeView> {
    return this.filing.file(input, requireViewer(viewer));
  }

  @Mutation(() => IncidentNoticeView)
  @Allow('reporting.direct')
  passOnIncidentNotice(
    @Args('input') input: PassOnIncidentNoticeInput,
    @Asker() viewer: Viewer | null,
  ): Promise<IncidentNoticeView> {
    return this.filing.passOn(input, requireViewer(viewer));
  }
}
