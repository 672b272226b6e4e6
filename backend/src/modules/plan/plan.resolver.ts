import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Viewer } from '../../core/access/permissions.js';
import { Allow } from '../../platform/access/allow.js';
import { Asker } from '../../platform/access/viewer.js';
import { PlanMakingService } from './plan-making.service.js';
import { PlanJudgingService } from './plan-judging.service.js';
import { CreateDrillPlanInput, JudgeInjectsInput } from './plan.inputs.js';
import { DrillPlanSummary, DrillPlanView, PlanTextCheck, ShippedDrill } from './plan.types.js';
import { PlanViewService } from './plan-view.service.js';
import { ShippedPlansService } from './shipped-plans.service.js';

/** Drill plans: what there is, making one, approving it. */
@Resolver()
export class PlanResolver {
  constructor(
    private readonly views: PlanViewService,
    private readonly making: PlanMakingService,
    private readonly judging: PlanJudgingService,
    private readonly shipped: ShippedPlansService,
  ) {}

  @Query(() => [DrillPlanSummary])
  @Allow('drill.read')
  drillPlans(
    @Args('exerciseId', { type: () => ID }) exerciseId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<DrillPlanSummary[]> {
    return this.views.ofExercise(exerciseId, viewer);
  }

  @Query(() => DrillPlanView)
  @Allow('drill.read')
  drillPlan(@Args('id', { type: () => ID }) id: string, @Asker() viewer: Viewer | null): Promise<DrillPlanView> {
    return this.views.byId(id, viewer);
  }

  @Query(() => [ShippedDrill], { description: 'Drills that ship with the product' })
  @Allow('drill.plan')
  shippedDrills(): Promise<ShippedDrill[]> {
    return this.shipped.list();
  }

  @Query(() => PlanTextCheck, { description: 'Every problem of a plan file; nothing is stored' })
  @Allow('drill.plan')
  checkPlanText(
    @Args('exerciseId', { type: () => ID }) exerciseId: string,
    @Args('text') text: string,
    @Asker() viewer: Viewer | null,
  ): PlanTextCheck {
    return this.making.check(exerciseId, text, viewer);
  }

  @Mutation(() => DrillPlanView)
  @Allow('drill.plan')
  createDrillPlan(@Args('input') input: CreateDrillPlanInput, @Asker() viewer: Viewer | null): Promise<DrillPlanView> {
    return this.making.create(input, viewer);
  }

  @Mutation(() => DrillPlanView)
  @Allow('drill.approve')
  judgeInjects(@Args('input') input: JudgeInjectsInput, @Asker() viewer: Viewer | null): Promise<DrillPlanView> {
    return this.judging.judge(input, viewer);
  }
}
