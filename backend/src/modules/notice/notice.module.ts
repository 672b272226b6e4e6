import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Notice, NoticeRead } from './notice.entity.js';
import { NoticeResolver } from './notice.resolver.js';
import { NoticeService } from './notice.service.js';

/** Notices to parties and persons. */
@Module({
  imports: [TypeOrmModule.forFeature([Notice, NoticeRead])],
  providers: [NoticeService, NoticeResolver],
  exports: [NoticeService],
})
export class NoticeModule {}
