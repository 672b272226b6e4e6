import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AdjudicationModule } from '../adjudication/adjudication.module.js';
import { EvidenceModule } from '../evidence/evidence.module.js';
import { ExerciseModule } from '../exercise/exercise.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { NoticeModule } from '../notice/notice.module.js';
import { PlanModule } from '../plan/plan.module.js';
import { DrillActWriter } from './drill-act-writer.service.js';
import { DrillActingService } from './drill-acting.service.js';
import { DrillControlService } from './drill-control.service.js';
import { DrillDesk } from './drill-desk.service.js';
import { DrillAttachmentEdges, DrillReplyEdges } from './drill-edges.resolver.js';
import { DrillInjectResolver } from './drill-inject.resolver.js';
import { DrillMakingService } from './drill-making.service.js';
import { DrillMarkingService } from './drill-marking.service.js';
import { DrillReleaseService } from './drill-release.service.js';
import { DrillResponseService } from './drill-response.service.js';
import { DrillReviewController } from './drill-review.controller.js';
import { DrillReviewService } from './drill-review.service.js';
import { DrillTimeService } from './drill-time.service.js';
import { DrillViewService } from './drill-view.service.js';
import { Drill, DrillActRow } from './drill.entity.js';
import { DrillResolver } from './drill.resolver.js';
import { DrillService } from './drill.service.js';

/** Drills 演练: a frozen plan, its clock, what is released to whom, what they answer and what that was worth. */
@Module({
  imports: [
    TypeOrmModule.forFeature([Drill, DrillActRow]),
    ExerciseModule,
    IdentityModule,
    EvidenceModule,
    NoticeModule,
    AdjudicationModule,
    PlanModule,
  ],
  controllers: [DrillReviewController],
  providers: [
    DrillService,
    DrillActWriter,
    DrillTimeService,
    DrillActingService,
    DrillMakingService,
    DrillControlService,
    DrillReleaseService,
    DrillResponseService,
    DrillMarkingService,
    DrillViewService,
    DrillReviewService,
    DrillDesk,
    DrillResolver,
    DrillInjectResolver,
    DrillReplyEdges,
    DrillAttachmentEdges,
  ],
  exports: [DrillService],
})
export class DrillModule {}
