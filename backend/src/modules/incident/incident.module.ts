import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EvidenceModule } from '../evidence/evidence.module.js';
import { ExerciseModule } from '../exercise/exercise.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { RuleSetModule } from '../ruleset/ruleset.module.js';
import { BonusClaim } from './bonus-claim.entity.js';
import { BonusEdges, BonusResolver } from './bonus.resolver.js';
import { BonusDesk, BonusService } from './bonus.service.js';
import { DefenderService } from './defender.service.js';
import { IncidentReport } from './incident-report.entity.js';
import { Incident } from './incident.entity.js';
import { IncidentEdges, IncidentReportEdges, IncidentResolver } from './incident.resolver.js';
import { IncidentService } from './incident.service.js';
import { OpeningService } from './opening.service.js';
import { ReportRevisionService } from './report-revision.service.js';
import { ReportReturn, ReportRevision, ReportVersion } from './report-version.entity.js';
import { ReportVersionResolver } from './report-version.resolver.js';
import { ReportVersionService } from './report-version.service.js';
import { ReportService } from './report.service.js';

/** What defending units hand in. */
@Module({
  imports: [
    TypeOrmModule.forFeature([Incident, IncidentReport, BonusClaim, ReportVersion, ReportReturn, ReportRevision]),
    ExerciseModule,
    EvidenceModule,
    IdentityModule,
    RuleSetModule,
  ],
  providers: [
    IncidentService,
    DefenderService,
    OpeningService,
    ReportService,
    ReportRevisionService,
    ReportVersionService,
    ReportVersionResolver,
    BonusDesk,
    BonusService,
    IncidentResolver,
    IncidentEdges,
    IncidentReportEdges,
    BonusResolver,
    BonusEdges,
  ],
  exports: [
    IncidentService,
    DefenderService,
    OpeningService,
    ReportService,
    BonusService,
    ReportRevisionService,
    ReportVersionService,
  ],
})
export class IncidentModule {}
