import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { BlockingModule } from '../blocking/blocking.module.js';
import { DutyModule } from '../duty/duty.module.js';
import { ExerciseModule } from '../exercise/exercise.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { NoticeModule } from '../notice/notice.module.js';
import { ProtectionModule } from '../protection/protection.module.js';
import { ReportingModule } from '../reporting/reporting.module.js';
import { CarryOverService } from './carry-over.service.js';
import { LessonService } from './lesson.service.js';
import { Lesson, RemediationAct, RemediationItem } from './remediation.entity.js';
import { RemediationAgenda } from './remediation-agenda.service.js';
import { RemediationResolver } from './remediation.resolver.js';
import { RemediationService } from './remediation.service.js';
import { RemediationWorkService } from './remediation-work.service.js';
import { ShiftFiguresService } from './shift-figures.service.js';
import { SummaryResolver } from './summary.resolver.js';
import { SummaryService, SummarySources } from './summary.service.js';

/** What follows a period: its summary 总结, lessons 复盘, and what must be put right 整改. */
@Module({
  imports: [
    TypeOrmModule.forFeature([RemediationItem, RemediationAct, Lesson]),
    BlockingModule,
    DutyModule,
    ExerciseModule,
    IdentityModule,
    NoticeModule,
    ProtectionModule,
    ReportingModule,
  ],
  providers: [
    RemediationService,
    RemediationWorkService,
    CarryOverService,
    LessonService,
    ShiftFiguresService,
    SummarySources,
    SummaryService,
    RemediationResolver,
    SummaryResolver,
    RemediationAgenda,
  ],
  exports: [RemediationService],
})
export class RemediationModule {}
