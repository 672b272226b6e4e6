import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EvidenceModule } from '../evidence/evidence.module.js';
import { ExerciseModule } from '../exercise/exercise.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { RuleSetModule } from '../ruleset/ruleset.module.js';
import { AttackNode } from './attack-node.entity.js';
import { DraftReader } from './draft.reader.js';
import { DraftService } from './draft.service.js';
import { FilingService } from './filing.service.js';
import { AttackSubmission } from './submission.entity.js';
import { AttackNodeEdges, SubmissionEdges, SubmissionResolver } from './submission.resolver.js';
import { SubmissionService } from './submission.service.js';

/** What attack teams hand in. */
@Module({
  imports: [
    TypeOrmModule.forFeature([AttackSubmission, AttackNode]),
    ExerciseModule,
    EvidenceModule,
    IdentityModule,
    RuleSetModule,
  ],
  providers: [
    SubmissionService,
    DraftService,
    DraftReader,
    FilingService,
    SubmissionResolver,
    SubmissionEdges,
    AttackNodeEdges,
  ],
  exports: [SubmissionService, DraftService, FilingService],
})
export class SubmissionModule {}
