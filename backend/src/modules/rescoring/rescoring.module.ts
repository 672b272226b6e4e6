import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AdjudicationModule } from '../adjudication/adjudication.module.js';
import { ExerciseModule } from '../exercise/exercise.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { IncidentModule } from '../incident/incident.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { NoticeModule } from '../notice/notice.module.js';
import { RuleSetModule } from '../ruleset/ruleset.module.js';
import { SubmissionModule } from '../submission/submission.module.js';
import { ApplicationService } from './application.service.js';
import { ChangeWordsService } from './change-words.service.js';
import { ChangeService } from './change.service.js';
import { ComparisonService } from './comparison.service.js';
import { EffectService } from './effect.service.js';
import { OverturnWordsService } from './overturn-words.service.js';
import { OverturnService } from './overturn.service.js';
import { PartChangeService } from './part-change.service.js';
import { RescoringNoticesService } from './rescoring-notices.service.js';
import { RescoringPreviewService } from './rescoring-preview.service.js';
import { RescoringApproval, RescoringSet } from './rescoring-set.entity.js';
import { RescoringApprovalResolver, RescoringResolver, UnitInPlayResolver } from './rescoring.resolver.js';
import { RescoringService } from './rescoring.service.js';
import { SettledSets } from './settled-sets.service.js';
import { ApprovalService } from './approval.service.js';
import { RuleTrialResolver } from './rule-trial.resolver.js';
import { RuleTrialService } from './rule-trial.service.js';

/** Rescoring 重评: proposed, previewed, signed, applied or taken back. */
@Module({
  imports: [
    TypeOrmModule.forFeature([RescoringSet, RescoringApproval]),
    IdentityModule,
    ExerciseModule,
    RuleSetModule,
    SubmissionModule,
    IncidentModule,
    LedgerModule,
    AdjudicationModule,
    NoticeModule,
  ],
  providers: [
    RescoringService,
    PartChangeService,
    OverturnService,
    OverturnWordsService,
    SettledSets,
    ChangeService,
    ComparisonService,
    EffectService,
    RescoringNoticesService,
    RescoringPreviewService,
    ChangeWordsService,
    ApplicationService,
    ApprovalService,
    RescoringResolver,
    RescoringApprovalResolver,
    UnitInPlayResolver,
    RuleTrialService,
    RuleTrialResolver,
  ],
  exports: [RescoringService, SettledSets],
})
export class RescoringModule {}
