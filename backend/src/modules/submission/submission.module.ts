import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EvidenceModule } from '../evidence/evidence.module.js';
import { ExerciseModule } from '../exercise/exercise.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { RuleSetModule } from '../ruleset/ruleset.module.js';
import { AttackNode } from './attack-node.entity.js';
import { DraftChecks } from './draft-checks.service.js';
import { DraftReader } from './draft.reader.js';
import { DraftService } from './draft.service.js';
import { FilingService } from './filing.service.js';
import { RevisionService } from './revision.service.js';
import { SubmissionReturn, SubmissionRevision, SubmissionVersion } from './submission-version.entity.js';
import { AttackSubmission } from './submission.entity.js';
import { AttackNodeEdges, SubmissionEdges, SubmissionResolver } from './submission.resolver.js';
import { SubmissionService } from './submission.service.js';
import { VersionResolver } from './version.resolver.js';
import { VersionService } from './version.service.js';

/** What attack teams hand in. */
@Module({
  imports: [
    TypeOrmModule.forFeature([AttackSubmission, AttackNode, SubmissionVersion, SubmissionReturn, SubmissionRevision]),
    ExerciseModule,
    EvidenceModule,
    IdentityModule,
    RuleSetModule,
  ],
  providers: [
    SubmissionService,
    DraftService,
    DraftChecks,
    RevisionService,
    VersionService,
    DraftReader,
    FilingService,
    SubmissionResolver,
    SubmissionEdges,
    AttackNodeEdges,
    VersionResolver,
  ],
  exports: [SubmissionService, DraftService, FilingService, DraftChecks, RevisionService, VersionService],
})
export class SubmissionModule {}
