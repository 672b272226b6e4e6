import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { afterHours, keeps } from '../../core/appeal/window.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Exercise } from '../exercise/exercise.entity.js';
import { PolicyService } from '../policy/policy.service.js';
import { AppealService } from './appeal.service.js';
import type { FinalizationChecklist, FinalizationItem } from './finalization.types.js';
import { WAITING_SQL } from './waiting-sql.js';

/** Counts what is open in an exercise. */
@Injectable()
export class FinalizationChecks {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly policies: PolicyService,
    private readonly appeals: AppealService,
  ) {}

  /** Everything that must be done, with how much of it is not. */
  async of(
    exercise: Exercise,
    { tx = this.dataSource.manager, now = this.clock.now() }: { tx?: EntityManager; now?: Date } = {},
  ): Promise<FinalizationChecklist> {
    const { id: exerciseId, state, noticeOpenedAt, noticeUntil } = exercise;
    const { appealHours, publicNoticeHours } = await this.policies.inForce(exerciseId, tx);
    const published = afterHours(now, -appealHours);
    const [counts = {}] = await tx.query<Record<string, number>[]>(WAITING_SQL, [exerciseId, published, now]);
    const open = await this.appeals.openOf(exerciseId, tx);
    const isNoticeOver = noticeUntil !== null && !keeps(noticeUntil, now);
    const items = itemsOf({ ...counts, APPEALS: open.length, NOTICE: isNoticeOver ? 0 : 1 });
    const isEnded = state === 'ENDED';
    return {
      exerciseId,
      noticeHours: publicNoticeHours,
      items,
      mayOpenNotice:
        isEnded && noticeOpenedAt === null && items.every((item) => !item.blocksNotice || item.count === 0),
      mayFinalize: isEnded && items.every(({ count }) => count === 0),
    };
  }
}

/** What has to be judged before anything is put out for notice. */
const JUDGED_FIRST = ['SUBMISSIONS', 'INCIDENTS', 'BONUSES', 'RETURNS', 'ABNORMALS'];
/** What must be done after that. */
const DONE_LAST = ['RESCORINGS', 'APPEALS', 'WINDOWS', 'NOTICE'];

function itemsOf(counts: Readonly<Record<string, number>>): FinalizationItem[] {
  return [...JUDGED_FIRST, ...DONE_LAST].map((key) => {
    return { key, count: counts[key] ?? 0, blocksNotice: JUDGED_FIRST.includes(key) };
  });
}
