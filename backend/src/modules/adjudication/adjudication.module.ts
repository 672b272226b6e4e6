import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ExerciseModule } from '../exercise/exercise.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { IncidentModule } from '../incident/incident.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { RuleSetModule } from '../ruleset/ruleset.module.js';
import { SubmissionModule } from '../submission/submission.module.js';
import { AbnormalAct } from './abnormal-act.entity.js';
import { AbnormalEpisode } from './abnormal-episode.entity.js';
import { Adjustment } from './adjustment.entity.js';
import { BonusVerdict } from './bonus-verdict.entity.js';
import { BonusVerdictService } from './bonus-verdict.service.js';
import { CapUsageService } from './cap-usage.service.js';
import { Claim } from './claim.entity.js';
import { ClaimService } from './claim.service.js';
import { DecisionService } from './decision.service.js';
import { EndingService } from './ending.service.js';
import { EstimateService } from './estimate.service.js';
import { FactsService } from './facts.service.js';
import { HeldScores } from './held-scores.service.js';
import { BonusClaimJudging, IncidentJudging, IncidentLinkResolver } from './incident-edges.resolver.js';
import { IncidentLink } from './incident-link.entity.js';
import { LinkService } from './link.service.js';
import { LossService } from './loss.service.js';
import { MarkSheet } from './mark-sheet.entity.js';
import { MarksPreviewService } from './marks-preview.service.js';
import { DefenseJudgingResolver, MarkSheetResolver, SettlementResolver } from './marks.resolver.js';
import { MarksService } from './marks.service.js';
import { NodeGrouping } from './node-grouping.entity.js';
import { QueueService } from './queue.service.js';
import { ScoringService } from './scoring.service.js';
import { NodeJudging, SubmissionJudging } from './submission-edges.resolver.js';
import { VerdictPreviewService } from './verdict-preview.service.js';
import { Verdict } from './verdict.entity.js';
import { ClaimResolver, EstimateResolver, VerdictResolver } from './verdict.resolver.js';
import { VerdictService } from './verdict.service.js';

const SERVICES = [
  FactsService,
  HeldScores,
  ScoringService,
  ClaimService,
  VerdictService,
  VerdictPreviewService,
  MarksService,
  MarksPreviewService,
  LinkService,
  BonusVerdictService,
  EndingService,
  QueueService,
  LossService,
  EstimateService,
  DecisionService,
  CapUsageService,
];

/** Judging: claims, verdicts, marks, links, and the scores that follow from them. */
@Module({
  imports: [
    TypeOrmModule.forFeature([Claim, Verdict, MarkSheet, IncidentLink, BonusVerdict, NodeGrouping, Adjustment]),
    TypeOrmModule.forFeature([AbnormalEpisode, AbnormalAct]),
    IdentityModule,
    ExerciseModule,
    RuleSetModule,
    SubmissionModule,
    IncidentModule,
    LedgerModule,
  ],
  providers: [
    ...SERVICES,
    VerdictResolver,
    ClaimResolver,
    EstimateResolver,
    SubmissionJudging,
    NodeJudging,
    DefenseJudgingResolver,
    SettlementResolver,
    MarkSheetResolver,
    IncidentJudging,
    IncidentLinkResolver,
    BonusClaimJudging,
  ],
  exports: SERVICES,
})
export class AdjudicationModule {}
