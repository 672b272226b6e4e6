import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AbnormalModule } from '../abnormal/abnormal.module.js';
import { ExerciseModule } from '../exercise/exercise.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { NoticeModule } from '../notice/notice.module.js';
import { BlockAnswerService } from './block-answer.service.js';
import { BlockExportController } from './block-export.controller.js';
import { BlockExportService } from './block-export.service.js';
import { BlockRecordingService } from './block-recording.service.js';
import { BlockSources, BlockTimer } from './block-timer.service.js';
import { BlockAct, BlockAnswer, BlockEntry } from './block.entity.js';
import { BlockResolver } from './block.resolver.js';
import { BlockService } from './block.service.js';
import { BlockingAgenda } from './blocking-agenda.service.js';

/** The blocking log 封禁记录 of the units. */
@Module({
  imports: [
    TypeOrmModule.forFeature([BlockEntry, BlockAct, BlockAnswer]),
    AbnormalModule,
    ExerciseModule,
    IdentityModule,
    NoticeModule,
  ],
  controllers: [BlockExportController],
  providers: [
    BlockService,
    BlockRecordingService,
    BlockAnswerService,
    BlockExportService,
    BlockSources,
    BlockTimer,
    BlockResolver,
    BlockingAgenda,
  ],
  exports: [BlockService],
})
export class BlockingModule {}
