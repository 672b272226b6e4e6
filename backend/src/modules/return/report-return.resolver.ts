import { Args, Mutation, Resolver } from '@nestjs/graphql';
import type { Viewer } from '../../core/access/permissions.js';
import { Allow } from '../../platform/access/allow.js';
import { Asker, requireViewer } from '../../platform/access/viewer.js';
import { Incident } from '../incident/incident.entity.js';
import { FileReportInput } from '../incident/incident.inputs.js';
import { ReportResubmissionService } from './report-resubmission.service.js';
import { ReportReturnService } from './report-return.service.js';
import { ReturnReportInput, WithdrawReportInput } from './return.inputs.js';

/** Returning, filing again and withdrawing reports. */
@Resolver()
export class ReportReturnResolver {
  constructor(
    private readonly returns: ReportReturnService,
    private readonly resubmissions: ReportResubmissionService,
  ) {}

  @Mutation(() => Incident)
  @Allow('verdict.record')
  returnReport(@Args('input') input: ReturnReportInput, @Asker() viewer: Viewer | null): Promise<Incident> {
    return this.returns.return(input, viewer);
  }

  @Mutation(() => Incident, { description: 'Files a returned report again, as its next version' })
  @Allow('incident.file')
  resubmitReport(@Args('input') input: FileReportInput, @Asker() viewer: Viewer | null): Promise<Incident> {
    return this.resubmissions.file(input, requireViewer(viewer));
  }

  @Mutation(() => Incident)
  @Allow('incident.file')
  withdrawReport(@Args('input') input: WithdrawReportInput, @Asker() viewer: Viewer | null): Promise<Incident> {
    return this.resubmissions.withdraw(input, requireViewer(viewer));
  }
}
