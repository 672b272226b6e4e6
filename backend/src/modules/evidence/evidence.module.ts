import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ExerciseModule } from '../exercise/exercise.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { EvidenceAdmission } from './evidence-admission.service.js';
import { EvidenceContent } from './evidence-content.entity.js';
import { EvidenceFiling } from './evidence-filing.service.js';
import { EvidenceKeys } from './evidence-keys.service.js';
import { EvidenceRoom } from './evidence-room.service.js';
import { EvidenceScans } from './evidence-scans.service.js';
import { EvidenceStages } from './evidence-stages.service.js';
import { EvidenceStores } from './evidence-stores.service.js';
import { EvidenceUploadController } from './evidence-upload.controller.js';
import { EvidenceUpload } from './evidence-upload.entity.js';
import { EvidenceUploadStore } from './evidence-upload.store.js';
import { EvidenceUploads } from './evidence-uploads.service.js';
import { EvidenceController } from './evidence.controller.js';
import { Evidence } from './evidence.entity.js';
import { EvidenceFiles } from './evidence-files.service.js';
import { EvidenceResolver } from './evidence.resolver.js';
import { EvidenceService } from './evidence.service.js';

/** Files that prove something. */
@Module({
  imports: [TypeOrmModule.forFeature([Evidence, EvidenceContent, EvidenceUpload]), ExerciseModule, IdentityModule],
  controllers: [EvidenceController, EvidenceUploadController],
  providers: [
    EvidenceService,
    EvidenceFiles,
    EvidenceResolver,
    EvidenceAdmission,
    EvidenceFiling,
    EvidenceKeys,
    EvidenceRoom,
    EvidenceScans,
    EvidenceStages,
    EvidenceStores,
    EvidenceUploads,
    EvidenceUploadStore,
  ],
  exports: [EvidenceService, EvidenceFiles, EvidenceScans, EvidenceKeys, EvidenceStores],
})
export class EvidenceModule {}
