import { Module } from '@nestjs/common';
import { AdjudicationModule } from '../adjudication/adjudication.module.js';
import { EvidenceModule } from '../evidence/evidence.module.js';
import { ExerciseModule } from '../exercise/exercise.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { RuleSetModule } from '../ruleset/ruleset.module.js';
import { AbnormalJudgingService } from './abnormal-judging.service.js';
import { AbnormalReportService } from './abnormal-report.service.js';
import { AbnormalEdges, AbnormalResolver } from './abnormal.resolver.js';
import { AbnormalService, AbnormalSources } from './abnormal.service.js';

/** Abnormal defence 非正常防守: leads, notices, clocks. Its rows belong to adjudication, whose facts they are. */
@Module({
  imports: [ExerciseModule, EvidenceModule, IdentityModule, RuleSetModule, LedgerModule, AdjudicationModule],
  providers: [
    AbnormalSources,
    AbnormalService,
    AbnormalReportService,
    AbnormalJudgingService,
    AbnormalResolver,
    AbnormalEdges,
  ],
  exports: [AbnormalService],
})
export class AbnormalModule {}
