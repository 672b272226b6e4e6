import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AdjudicationModule } from '../adjudication/adjudication.module.js';
import { AppealModule } from '../appeal/appeal.module.js';
import { ExerciseModule } from '../exercise/exercise.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { RuleSetModule } from '../ruleset/ruleset.module.js';
import { Checkpoint } from './checkpoint.entity.js';
import { CheckpointBoardService } from './checkpoint-board.service.js';
import { CheckpointService } from './checkpoint.service.js';
import { CheckpointTimer } from './checkpoint.timer.js';
import { ExportController } from './export.controller.js';
import { ExportService } from './export.service.js';
import { ProofResolver } from './proof.resolver.js';
import { ProofService } from './proof.service.js';
import { ProofStartService } from './proof-start.service.js';

/** Proof that nothing was changed: checkpoints, their public half, and the export everything can be checked by. */
@Module({
  imports: [
    TypeOrmModule.forFeature([Checkpoint]),
    ExerciseModule,
    RuleSetModule,
    LedgerModule,
    AdjudicationModule,
    AppealModule,
  ],
  controllers: [ExportController],
  providers: [
    CheckpointBoardService,
    CheckpointService,
    CheckpointTimer,
    ProofService,
    ProofResolver,
    ExportService,
    ProofStartService,
  ],
  exports: [CheckpointService, CheckpointTimer, ProofStartService],
})
export class ProofModule {}
