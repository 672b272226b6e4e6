import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AdjudicationModule } from '../adjudication/adjudication.module.js';
import { ExerciseModule } from '../exercise/exercise.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { IncidentModule } from '../incident/incident.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { SubmissionModule } from '../submission/submission.module.js';
import { DisagreementFinding } from './disagreement-finding.entity.js';
import { DisagreementService } from './disagreement.service.js';
import { DismissalService } from './dismissal.service.js';
import { DuplicateService } from './duplicate.service.js';
import { GroupService } from './group.service.js';
import { LikenessIndex } from './likeness-index.service.js';
import { DisagreementResolver, LikenessResolver } from './likeness.resolver.js';
import { NamedWorks } from './named-works.service.js';
import { ProposalDismissal } from './proposal-dismissal.entity.js';
import { ProposalService } from './proposal.service.js';
import { SettlingService } from './settling.service.js';
import { TraceReader } from './trace-reader.service.js';

/** What belongs together: duplicates, groups, counterparts of the other side, and where both sides contradict. */
@Module({
  imports: [
    TypeOrmModule.forFeature([DisagreementFinding, ProposalDismissal]),
    IdentityModule,
    ExerciseModule,
    SubmissionModule,
    IncidentModule,
    LedgerModule,
    AdjudicationModule,
  ],
  providers: [
    TraceReader,
    LikenessIndex,
    NamedWorks,
    DismissalService,
    DuplicateService,
    DisagreementService,
    SettlingService,
    ProposalService,
    GroupService,
    LikenessResolver,
    DisagreementResolver,
  ],
  exports: [ProposalService, DisagreementService],
})
export class LikenessModule {}
