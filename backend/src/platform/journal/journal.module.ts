import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { JournalRecord } from './journal-record.entity.js';
import { Journal } from './journal.service.js';
import { JournalTail } from './journal.tail.js';

/** The journal is everyone's: each feature writes through it. */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature([JournalRecord])],
  providers: [Journal, JournalTail],
  exports: [Journal, JournalTail, TypeOrmModule],
})
export class JournalModule {}
