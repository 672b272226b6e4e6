import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { LedgerService } from './ledger.service.js';
import { ScoreEntry } from './score-entry.entity.js';

/** What has been posted, for good. */
@Module({
  imports: [TypeOrmModule.forFeature([ScoreEntry])],
  providers: [LedgerService],
  exports: [LedgerService],
})
export class LedgerModule {}
