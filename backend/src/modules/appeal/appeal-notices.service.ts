import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Slot } from '../../platform/journal/journal.service.js';
import { NoticeService } from '../notice/notice.service.js';
import type { Appeal } from './appeal.entity.js';

/** What the party of an appeal is told of it. Nobody else is told that there is one. */
export type AppealNoticeCode =
  | 'APPEAL_TAKEN'
  | 'APPEAL_UPHELD'
  | 'APPEAL_DISMISSED'
  | 'ARBITRATION_UPHELD'
  | 'ARBITRATION_DISMISSED'
  | 'APPEAL_EXECUTED'
  | 'APPEAL_REOPENED';

@Injectable()
export class AppealNoticesService {
  constructor(private readonly notices: NoticeService) {}

  /** Tells the party; the caller's record seals the ids. */
  async tell(
    tx: EntityManager,
    appeal: Appeal,
    news: { slot: Slot; code: AppealNoticeCode; reason: string; until?: Date | null },
  ): Promise<string[]> {
    const { code, reason, until = null } = news;
    const params = {
      appeal: appeal.code,
      ...(reason === '' ? {} : { reason }),
      ...(until === null ? {} : { until: until.toISOString() }),
    };
    const notice = { to: { partyId: appeal.partyId }, subjectId: appeal.id, code, params };
    return this.notices.give(tx, appeal.exerciseId, news.slot, [notice]);
  }
}
