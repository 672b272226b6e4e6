import { Module } from '@nestjs/common';
import { AdjudicationModule } from '../adjudication/adjudication.module.js';
import { EvidenceModule } from '../evidence/evidence.module.js';
import { ExerciseModule } from '../exercise/exercise.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { IncidentModule } from '../incident/incident.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { LikenessModule } from '../likeness/likeness.module.js';
import { RescoringModule } from '../rescoring/rescoring.module.js';
import { RuleSetModule } from '../ruleset/ruleset.module.js';
import { SubmissionModule } from '../submission/submission.module.js';
import { BoardBytesService } from './board-bytes.service.js';
import { BoardController } from './board.controller.js';
import { BoardLinesService } from './board-lines.service.js';
import { BoardLiveService } from './board-live.service.js';
import { BoardResolver } from './board.resolver.js';
import { BoardService } from './board.service.js';
import { BoardSourceService } from './board-source.service.js';
import { ControlWaitingService } from './control-waiting.service.js';
import { EditionService } from './edition.service.js';
import { ExplainedLinesService } from './explained-lines.service.js';
import { ExplainService } from './explain.service.js';
import { FeedService } from './feed.service.js';
import { JournalResolver } from './journal.resolver.js';
import { JournalViewService } from './journal-view.service.js';
import { RefereeWaitingService } from './referee-waiting.service.js';
import { WaitingResolver } from './waiting.resolver.js';
import { WaitingService } from './waiting.service.js';

/** What people see of it all: boards, explanations, the feed, the journal, what waits. */
@Module({
  imports: [
    IdentityModule,
    ExerciseModule,
    RuleSetModule,
    EvidenceModule,
    SubmissionModule,
    IncidentModule,
    LedgerModule,
    AdjudicationModule,
    RescoringModule,
    LikenessModule,
  ],
  controllers: [BoardController],
  providers: [
    BoardLinesService,
    BoardSourceService,
    EditionService,
    BoardService,
    BoardLiveService,
    BoardBytesService,
    ExplainedLinesService,
    ExplainService,
    FeedService,
    JournalViewService,
    ControlWaitingService,
    RefereeWaitingService,
    WaitingService,
    BoardResolver,
    JournalResolver,
    WaitingResolver,
  ],
  exports: [BoardService, BoardBytesService],
})
export class BoardModule {}
