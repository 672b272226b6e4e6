import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Viewer } from '../../core/access/permissions.js';
import { Allow } from '../../platform/access/allow.js';
import { Asker, requireViewer } from '../../platform/access/viewer.js';
import { LessonService } from './lesson.service.js';
import { RecordLessonInput } from './remediation.inputs.js';
import { LessonView } from './remediation.types.js';
import { SummaryService } from './summary.service.js';
import { PeriodSummary } from './summary.types.js';

/** What a period came to 总结, and what was learned 复盘. */
@Resolver(() => PeriodSummary)
export class SummaryResolver {
  constructor(
    private readonly service: SummaryService,
    private readonly lessons: LessonService,
  ) {}

  @Query(() => PeriodSummary, { description: 'Control all units, a unit itself' })
  @Allow('remediation.read')
  periodSummary(
    @Args('periodId', { type: () => ID }) periodId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<PeriodSummary> {
    return this.service.of(periodId, viewer);
  }

  @Mutation(() => LessonView)
  @Allow('remediation.work')
  recordLesson(@Args('input') input: RecordLessonInput, @Asker() viewer: Viewer | null): Promise<LessonView> {
    return this.lessons.record(input, requireViewer(viewer));
  }
}
