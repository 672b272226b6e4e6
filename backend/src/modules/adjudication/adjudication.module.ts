import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ExerciseModule } from '../exercise/exercise.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { IncidentModule } from '../incident/incident.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { PolicyModule } from '../policy/policy.module.js';
import { RuleSetModule } from '../ruleset/ruleset.module.js';
import { SubmissionModule } from '../submission/submission.module.js';
import { AbnormalAct } from './abnormal-act.entity.js';
import { AbnormalEpisode } from './abnormal-episode.entity.js';
import { Adjustment } from './adjustment.entity.js';
import { Decisions } from './agreement-decisions.service.js';
import { BonusVerdict } from './bonus-verdict.entity.js';
import { BonusVerdictService } from './bonus-verdict.service.js';
import { CapUsageService } from './cap-usage.service.js';
import { Claim } from './claim.entity.js';
import { ClaimFlow } from './claim-flow.service.js';
import { ClaimService } from './claim.service.js';
import { ClaimingService } from './claiming.service.js';
import { DecisionService } from './decision.service.js';
import { DrillMark } from './drill-mark.entity.js';
import { DrillMarkService } from './drill-mark.service.js';
import { EndingService } from './ending.service.js';
import { EstimateService } from './estimate.service.js';
import { FactsService } from './facts.service.js';
import { HeldScores } from './held-scores.service.js';
import { BonusClaimJudging, IncidentJudging, IncidentLinkResolver } from './incident-edges.resolver.js';
import { IncidentGrouping } from './incident-grouping.entity.js';
import { IncidentLink } from './incident-link.entity.js';
import { LinkService } from './link.service.js';
import { LossService } from './loss.service.js';
import { MarkSheet } from './mark-sheet.entity.js';
import { MarksPreviewService } from './marks-preview.service.js';
import { DefenseJudgingResolver, MarkSheetResolver, SettlementResolver } from './marks.resolver.js';
import { MarksService } from './marks.service.js';
import { NodeGrouping } from './node-grouping.entity.js';
import { OpinionMarks } from './opinion-marks.service.js';
import { OpinionPanels } from './opinion-panels.service.js';
import { OpinionViews } from './opinion-view.service.js';
import { Opinion, OpinionContent } from './opinion.entity.js';
import { IncidentOpinionResolver, NodeOpinionResolver } from './opinion.resolver.js';
import { OpinionService } from './opinion.service.js';
import { QueueChoice } from './queue-choice.service.js';
import { QueueItems } from './queue-items.service.js';
import { QueuePageService } from './queue-page.service.js';
import { QueuePlacing } from './queue-placing.service.js';
import { QueueRow } from './queue-row.entity.js';
import { QueueResolver } from './queue.resolver.js';
import { QueueService } from './queue.service.js';
import { PairRights } from './pair-rights.service.js';
import { RecusalService } from './recusal.service.js';
import { RefereeStatisticsResolver } from './referee-statistics.resolver.js';
import { RefereeStatisticsService } from './referee-statistics.service.js';
import { StoredRelation } from './relation.entity.js';
import { RelationResolver } from './relation.resolver.js';
import { RelationService } from './relation.service.js';
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
  ClaimingService,
  ClaimFlow,
  VerdictService,
  Decisions,
  OpinionPanels,
  OpinionService,
  OpinionMarks,
  OpinionViews,
  RefereeStatisticsService,
  VerdictPreviewService,
  MarksService,
  MarksPreviewService,
  LinkService,
  BonusVerdictService,
  EndingService,
  QueueService,
  QueueItems,
  QueuePlacing,
  QueueChoice,
  QueuePageService,
  RecusalService,
  PairRights,
  RelationService,
  LossService,
  EstimateService,
  DecisionService,
  CapUsageService,
  DrillMarkService,
];

/** Judging: claims, verdicts, marks, links, and the scores that follow from them. */
@Module({
  imports: [
    TypeOrmModule.forFeature([Claim, Verdict, MarkSheet, IncidentLink, BonusVerdict, NodeGrouping, Adjustment]),
    TypeOrmModule.forFeature([DrillMark]),
    TypeOrmModule.forFeature([IncidentGrouping, QueueRow, StoredRelation]),
    TypeOrmModule.forFeature([AbnormalEpisode, AbnormalAct]),
    TypeOrmModule.forFeature([Opinion, OpinionContent]),
    IdentityModule,
    ExerciseModule,
    RuleSetModule,
    SubmissionModule,
    IncidentModule,
    LedgerModule,
    PolicyModule,
  ],
  providers: [
    ...SERVICES,
    VerdictResolver,
    NodeOpinionResolver,
    IncidentOpinionResolver,
    RefereeStatisticsResolver,
    QueueResolver,
    RelationResolver,
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
