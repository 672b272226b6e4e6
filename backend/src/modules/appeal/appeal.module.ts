import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AdjudicationModule } from '../adjudication/adjudication.module.js';
import { EvidenceModule } from '../evidence/evidence.module.js';
import { ExerciseModule } from '../exercise/exercise.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { NoticeModule } from '../notice/notice.module.js';
import { PolicyModule } from '../policy/policy.module.js';
import { RescoringModule } from '../rescoring/rescoring.module.js';
import { AppealActEdges, AppealEdges, AppealPartyEdges } from './appeal-edges.resolver.js';
import { AppealFilingService } from './appeal-filing.service.js';
import { AppealNoticesService } from './appeal-notices.service.js';
import { AppealOutcomeService } from './appeal-outcome.service.js';
import { AppealRightsService } from './appeal-rights.service.js';
import { AppealRulingService } from './appeal-ruling.service.js';
import { AppealTermsService } from './appeal-terms.service.js';
import { AppealViewService } from './appeal-view.service.js';
import { Appeal, AppealActRow, PathRelease } from './appeal.entity.js';
import { AppealResolver } from './appeal.resolver.js';
import { AppealService } from './appeal.service.js';
import { AppealableService } from './appealable.service.js';
import { FinalizationChecks } from './finalization-checks.service.js';
import { FinalizationResolver, ReleasedNodeEdges } from './finalization.resolver.js';
import { FinalizationService } from './finalization.service.js';
import { PathReleaseService } from './path-release.service.js';

/** Appeals 申诉 and arbitration 仲裁, public notice 公示 and the final result 定榜, released attack paths. */
@Module({
  imports: [
    TypeOrmModule.forFeature([Appeal, AppealActRow, PathRelease]),
    ExerciseModule,
    IdentityModule,
    EvidenceModule,
    PolicyModule,
    AdjudicationModule,
    NoticeModule,
    RescoringModule,
  ],
  providers: [
    AppealService,
    AppealableService,
    AppealFilingService,
    AppealTermsService,
    AppealNoticesService,
    AppealRulingService,
    AppealOutcomeService,
    AppealRightsService,
    AppealViewService,
    AppealResolver,
    AppealEdges,
    AppealPartyEdges,
    AppealActEdges,
    FinalizationChecks,
    FinalizationService,
    PathReleaseService,
    FinalizationResolver,
    ReleasedNodeEdges,
  ],
  exports: [AppealService, FinalizationService],
})
export class AppealModule {}
