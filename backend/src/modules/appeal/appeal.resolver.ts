import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Viewer } from '../../core/access/permissions.js';
import { Allow } from '../../platform/access/allow.js';
import { Asker } from '../../platform/access/viewer.js';
import { AppealFilingService } from './appeal-filing.service.js';
import { AppealRulingService } from './appeal-ruling.service.js';
import { Appeal } from './appeal.entity.js';
import { AppealCommandInput, AppealReasonInput, FileAppealInput, RuleOnAppealInput } from './appeal.inputs.js';
import { AppealService } from './appeal.service.js';
import { Appealable } from './appeal.types.js';
import { AppealableService } from './appealable.service.js';

/** Appeals 申诉 and arbitration 仲裁. */
@Resolver(() => Appeal)
export class AppealResolver {
  constructor(
    private readonly service: AppealService,
    private readonly appealable: AppealableService,
    private readonly filing: AppealFilingService,
    private readonly ruling: AppealRulingService,
  ) {}

  @Query(() => [Appeal], { description: "The viewer's own side's; all for those who judge or direct. Newest first" })
  @Allow('appeal.read')
  appeals(
    @Args('exerciseId', { type: () => ID }) exerciseId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<Appeal[]> {
    return this.service.list(exerciseId, viewer);
  }

  @Query(() => Appeal)
  @Allow('appeal.read')
  appeal(@Args('id', { type: () => ID }) id: string, @Asker() viewer: Viewer | null): Promise<Appeal> {
    return this.service.read(id, viewer);
  }

  @Query(() => [Appealable], { description: 'Decisions the viewer’s side may still appeal' })
  @Allow('appeal.file')
  appealables(
    @Args('exerciseId', { type: () => ID }) exerciseId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<Appealable[]> {
    return this.appealable.of(exerciseId, viewer);
  }

  @Mutation(() => Appeal)
  @Allow('appeal.file')
  fileAppeal(@Args('input') input: FileAppealInput, @Asker() viewer: Viewer | null): Promise<Appeal> {
    return this.filing.file(input, viewer);
  }

  @Mutation(() => Appeal)
  @Allow('appeal.file')
  withdrawAppeal(@Args('input') input: AppealReasonInput, @Asker() viewer: Viewer | null): Promise<Appeal> {
    return this.filing.withdraw(input, viewer);
  }

  @Mutation(() => Appeal)
  @Allow('appeal.file')
  requestArbitration(@Args('input') input: AppealReasonInput, @Asker() viewer: Viewer | null): Promise<Appeal> {
    return this.filing.requestArbitration(input, viewer);
  }

  @Mutation(() => Appeal)
  @Allow('appeal.rule')
  takeAppeal(@Args('input') input: AppealCommandInput, @Asker() viewer: Viewer | null): Promise<Appeal> {
    return this.ruling.take(input, viewer);
  }

  @Mutation(() => Appeal, { description: 'Upheld, it proposes a rescoring set and changes no score by itself' })
  @Allow('appeal.rule')
  ruleOnAppeal(@Args('input') input: RuleOnAppealInput, @Asker() viewer: Viewer | null): Promise<Appeal> {
    return this.ruling.rule(input, viewer);
  }

  @Mutation(() => Appeal, { description: 'The chief referee’s; final' })
  @Allow('appeal.arbitrate')
  arbitrate(@Args('input') input: RuleOnAppealInput, @Asker() viewer: Viewer | null): Promise<Appeal> {
    return this.ruling.arbitrate(input, viewer);
  }
}
