import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ExerciseModule } from '../exercise/exercise.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { EvidenceController } from './evidence.controller.js';
import { Evidence } from './evidence.entity.js';
import { EvidenceFiles } from './evidence.files.js';
import { EvidenceResolver } from './evidence.resolver.js';
import { EvidenceService } from './evidence.service.js';

/** Files that prove something. */
@Module({
  imports: [TypeOrmModule.forFeature([Evidence]), ExerciseModule, IdentityModule],
  controllers: [EvidenceController],
  providers: [EvidenceService, EvidenceFiles, EvidenceResolver],
  exports: [EvidenceService],
})
export class EvidenceModule {}
