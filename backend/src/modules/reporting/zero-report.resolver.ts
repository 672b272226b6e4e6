import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Viewer } from '../../core/access/permissions.js';
import { Allow } from '../../platform/access/allow.js';
import { Asker, requireViewer } from '../../platform/access/viewer.js';
import { ZeroReportFilingService } from './zero-report-filing.service.js';
import { FileZeroReportInput, UrgeZeroReportInput } from './zero-report.inputs.js';
import { ZeroReportService } from './zero-report.service.js';
import { ZeroReportDesk, ZeroReportView } from './zero-report.types.js';

/** Zero reports 零报告. */
@Resolver(() => ZeroReportDesk)
export class ZeroReportResolver {
  constructor(
    private readonly service: ZeroReportService,
    private readonly filing: ZeroReportFilingService,
  ) {}

  @Query(() => ZeroReportDesk, { description: 'Control all units of the period, a unit its own' })
  @Allow('reporting.read')
  zeroReportDesk(
    @Args('periodId', { type: () => ID }) periodId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<ZeroReportDesk> {
    return this.service.desk(periodId, viewer);
  }

  @Query(() => [ZeroReportView], { description: 'Newest first' })
  @Allow('reporting.read')
  zeroReportVersions(
    @Args('periodId', { type: () => ID }) periodId: string,
    @Args('unitId', { type: () => ID }) unitId: string,
    @Args('day') day: string,
    @Asker() viewer: Viewer | null,
  ): Promise<ZeroReportView[]> {
    return this.service.versions({ periodId, unitId, day }, viewer);
  }

  @Mutation(() => ZeroReportView)
  @Allow('reporting.file')
  fileZeroReport(@Args('input') input: FileZeroReportInput, @Asker() viewer: Viewer | null): Promise<ZeroReportView> {
    return this.filing.file(input, requireViewer(viewer));
  }

  @Mutation(() => ZeroReportDesk)
  @Allow('reporting.direct')
  urgeZeroReport(@Args('input') input: UrgeZeroReportInput, @Asker() viewer: Viewer | null): Promise<ZeroReportDesk> {
    return this.filing.urge(input, requireViewer(viewer));
  }
}
