import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EvidenceModule } from '../evidence/evidence.module.js';
import { ExerciseModule } from '../exercise/exercise.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { PolicyModule } from '../policy/policy.module.js';
import { CertificateService } from './certificate.service.js';
import { ContentService } from './content.service.js';
import { CustodyController } from './custody.controller.js';
import { Custody } from './custody.entity.js';
import { CustodyQueryService } from './custody-query.service.js';
import { CustodyResolver } from './custody.resolver.js';
import { CustodyService } from './custody.service.js';
import { CustodyToolsController } from './custody-tools.controller.js';
import { Destruction, DestructionCertificate } from './destruction.entity.js';
import { DestructionService } from './destruction.service.js';
import { DocumentService } from './document.service.js';
import { MarkReadingService } from './mark-reading.service.js';
import { PictureService } from './picture.service.js';
import { PreviewService } from './preview.service.js';
import { ReadingService } from './reading.service.js';
import { DestructionCertificateResolver, RetentionResolver } from './retention.resolver.js';
import { RetentionService } from './retention.service.js';
import { VisibleMarkService } from './visible-mark.service.js';

/** Who gets to see evidence, and what becomes of it afterwards. */
@Module({
  imports: [
    TypeOrmModule.forFeature([Custody, Destruction, DestructionCertificate]),
    EvidenceModule,
    ExerciseModule,
    IdentityModule,
    PolicyModule,
  ],
  controllers: [CustodyController, CustodyToolsController],
  providers: [
    CertificateService,
    ContentService,
    CustodyQueryService,
    CustodyResolver,
    CustodyService,
    DestructionCertificateResolver,
    DestructionService,
    DocumentService,
    MarkReadingService,
    PictureService,
    PreviewService,
    ReadingService,
    RetentionResolver,
    RetentionService,
    VisibleMarkService,
  ],
  exports: [CertificateService],
})
export class CustodyModule {}
