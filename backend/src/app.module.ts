import { type DynamicModule, Module } from '@nestjs/common';
import { AbnormalModule } from './modules/abnormal/abnormal.module.js';
import { AdjudicationModule } from './modules/adjudication/adjudication.module.js';
import { AppealModule } from './modules/appeal/appeal.module.js';
import { BlockingModule } from './modules/blocking/blocking.module.js';
import { BoardModule } from './modules/board/board.module.js';
import { CustodyModule } from './modules/custody/custody.module.js';
import { DutyModule } from './modules/duty/duty.module.js';
import { DrillModule } from './modules/drill/drill.module.js';
import { EvidenceModule } from './modules/evidence/evidence.module.js';
import { ExerciseModule } from './modules/exercise/exercise.module.js';
import { IdentityModule } from './modules/identity/identity.module.js';
import { IncidentModule } from './modules/incident/incident.module.js';
import { LedgerModule } from './modules/ledger/ledger.module.js';
import { LikenessModule } from './modules/likeness/likeness.module.js';
import { NoticeModule } from './modules/notice/notice.module.js';
import { PlanModule } from './modules/plan/plan.module.js';
import { PolicyModule } from './modules/policy/policy.module.js';
import { ProtectionModule } from './modules/protection/protection.module.js';
import { ProofModule } from './modules/proof/proof.module.js';
import { RatingModule } from './modules/rating/rating.module.js';
import { RemediationModule } from './modules/remediation/remediation.module.js';
import { ReportingModule } from './modules/reporting/reporting.module.js';
import { RescoringModule } from './modules/rescoring/rescoring.module.js';
import { ReturnModule } from './modules/return/return.module.js';
import { RuleSetModule } from './modules/ruleset/ruleset.module.js';
import { SubmissionModule } from './modules/submission/submission.module.js';
import { AgendaModule } from './platform/agenda/agenda.module.js';
import { Clock, FastClock } from './platform/clock/clock.js';
import { ClockModule } from './platform/clock/clock.module.js';
import type { Config } from './platform/config/config.js';
import { ConfigModule } from './platform/config/config.module.js';
import { DatabaseModule } from './platform/database/database.module.js';
import { ApiModule } from './platform/graphql/api.module.js';
import { JournalModule } from './platform/journal/journal.module.js';
import { SigningModule } from './platform/signing/signing.module.js';
import { TimetableModule } from './platform/timetable/timetable.module.js';

/** The whole server; the demo story and tests bring their own clock. */
@Module({})
export class AppModule {
  static of(config: Config, clock?: Clock): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.of(config),
        ClockModule.of(clock ?? clockOf(config)),
        DatabaseModule,
        JournalModule,
        SigningModule,
        TimetableModule,
        AgendaModule,
        ApiModule,
        IdentityModule,
        RuleSetModule,
        ExerciseModule,
        PolicyModule,
        EvidenceModule,
        CustodyModule,
        SubmissionModule,
        IncidentModule,
        LedgerModule,
        AdjudicationModule,
        LikenessModule,
        AbnormalModule,
        NoticeModule,
        RescoringModule,
        AppealModule,
        ReturnModule,
        BoardModule,
        RatingModule,
        ProtectionModule,
        DutyModule,
        ReportingModule,
        BlockingModule,
        RemediationModule,
        PlanModule,
        DrillModule,
        ProofModule,
      ],
    };
  }
}

function clockOf({ rehearsalClock }: Config): Clock {
  return rehearsalClock === undefined ? new Clock() : new FastClock(rehearsalClock.since, rehearsalClock.speed);
}
