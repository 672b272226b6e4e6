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
import { ReportService } from './report.service.js';

/** What defending units hand in. */
@Module({
  imports: [
    TypeOrmModule.forFeature([Incident, IncidentReport, BonusClaim]),
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
    BonusDesk,
    BonusService,
    IncidentResolver,
    IncidentEdges,
    IncidentReportEdges,
    BonusResolver,
    BonusEdges,
  ],
  exports: [IncidentService, OpeningService, ReportService, BonusService],
})
export class IncidentModule {}
