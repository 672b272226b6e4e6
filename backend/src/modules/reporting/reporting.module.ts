import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ExerciseModule } from '../exercise/exercise.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { IncidentModule } from '../incident/incident.module.js';
import { NoticeModule } from '../notice/notice.module.js';
import { ProtectionModule } from '../protection/protection.module.js';
import { IncidentNoticeFilingService } from './incident-notice-filing.service.js';
import { IncidentNoticeTelling, IncidentNoticeTimer } from './incident-notice-timer.service.js';
import { IncidentNotice, IncidentNoticeAct } from './incident-notice.entity.js';
import { IncidentNoticeResolver } from './incident-notice.resolver.js';
import { IncidentNoticeService } from './incident-notice.service.js';
import { RecipientsService } from './recipients.service.js';
import { ReportingAgenda, ReportingReads } from './reporting-agenda.service.js';
import { ZeroReportExportController } from './zero-report-export.controller.js';
import { ZeroReportExportService } from './zero-report-export.service.js';
import { ZeroReportFilingService } from './zero-report-filing.service.js';
import { ZeroReportTelling, ZeroReportTimer } from './zero-report-timer.service.js';
import { ZeroReport, ZeroReportAct } from './zero-report.entity.js';
import { ZeroReportResolver } from './zero-report.resolver.js';
import { ZeroReportService } from './zero-report.service.js';

/** What units owe to control during a protection period: zero reports 零报告 and incident notices 事件报告. */
@Module({
  imports: [
    TypeOrmModule.forFeature([ZeroReport, ZeroReportAct, IncidentNotice, IncidentNoticeAct]),
    ExerciseModule,
    IdentityModule,
    IncidentModule,
    NoticeModule,
    ProtectionModule,
  ],
  controllers: [ZeroReportExportController],
  providers: [
    RecipientsService,
    ZeroReportService,
    ZeroReportFilingService,
    ZeroReportTelling,
    ZeroReportTimer,
    ZeroReportExportService,
    ZeroReportResolver,
    IncidentNoticeService,
    IncidentNoticeFilingService,
    IncidentNoticeTelling,
    IncidentNoticeTimer,
    IncidentNoticeResolver,
    ReportingReads,
    ReportingAgenda,
  ],
  exports: [ZeroReportService, IncidentNoticeService],
})
export class ReportingModule {}
