import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Viewer } from '../../core/access/permissions.js';
import { Allow } from '../../platform/access/allow.js';
import { Asker } from '../../platform/access/viewer.js';
import { PlanEditingService } from './plan-editing.service.js';
import {
  ArchivePlanInput,
  ColorInjectsInput,
  InjectCodeInput,
  InjectCodesInput,
  MoveInjectInput,
  PlanChangeInput,
  RetimeInjectsInput,
  SaveInjectInput,
  SavePlanSettingsInput,
  ShiftInput,
  ShiftPlanInput,
} from './plan.inputs.js';
import { DrillPlanView, PlanShift } from './plan.types.js';

/** Changing a plan, version by version. */
@Resolver()
export class PlanEditingResolver {
  constructor(private readonly editing: PlanEditingService) {}

  @Query(() => PlanShift, { description: 'What a shift would do; nothing is stored' })
  @Allow('drill.plan')
  planShift(
    @Args('planId', { type: () => ID }) planId: string,
    @Args('shift') shift: ShiftInput,
    @Asker() viewer: Viewer | null,
  ): Promise<PlanShift> {
    return this.editing.previewShift(planId, shift, viewer);
  }

  @Mutation(() => DrillPlanView)
  @Allow('drill.plan')
  saveInject(@Args('input') input: SaveInjectInput, @Asker() viewer: Viewer | null): Promise<DrillPlanView> {
    return this.editing.saveInject(input, viewer);
  }

  @Mutation(() => DrillPlanView)
  @Allow('drill.plan')
  removeInjects(@Args('input') input: InjectCodesInput, @Asker() viewer: Viewer | null): Promise<DrillPlanView> {
    return this.editing.removeInjects(input, viewer);
  }

  @Mutation(() => DrillPlanView, { description: 'Under the next free code' })
  @Allow('drill.plan')
  copyInject(@Args('input') input: InjectCodeInput, @Asker() viewer: Viewer | null): Promise<DrillPlanView> {
    return this.editing.copyInject(input, viewer);
  }

  @Mutation(() => DrillPlanView, { description: 'Changes time with its neighbour' })
  @Allow('drill.plan')
  moveInject(@Args('input') input: MoveInjectInput, @Asker() viewer: Viewer | null): Promise<DrillPlanView> {
    return this.editing.moveInject(input, viewer);
  }

  @Mutation(() => DrillPlanView)
  @Allow('drill.plan')
  retimeInjects(@Args('input') input: RetimeInjectsInput, @Asker() viewer: Viewer | null): Promise<DrillPlanView> {
    return this.editing.retimeInjects(input, viewer);
  }

  @Mutation(() => DrillPlanView)
  @Allow('drill.plan')
  colorInjects(@Args('input') input: ColorInjectsInput, @Asker() viewer: Viewer | null): Promise<DrillPlanView> {
    return this.editing.colorInjects(input, viewer);
  }

  @Mutation(() => DrillPlanView, { description: 'Codes in the order of the plan; approvals end with the old codes' })
  @Allow('drill.plan')
  renumberInjects(@Args('input') input: PlanChangeInput, @Asker() viewer: Viewer | null): Promise<DrillPlanView> {
    return this.editing.renumberInjects(input, viewer);
  }

  @Mutation(() => DrillPlanView)
  @Allow('drill.plan')
  savePlanSettings(
    @Args('input') input: SavePlanSettingsInput,
    @Asker() viewer: Viewer | null,
  ): Promise<DrillPlanView> {
    return this.editing.saveSettings(input, viewer);
  }

  @Mutation(() => DrillPlanView)
  @Allow('drill.plan')
  shiftPlan(@Args('input') input: ShiftPlanInput, @Asker() viewer: Viewer | null): Promise<DrillPlanView> {
    return this.editing.shift(input, viewer);
  }

  @Mutation(() => DrillPlanView)
  @Allow('drill.plan')
  archivePlan(@Args('input') input: ArchivePlanInput, @Asker() viewer: Viewer | null): Promise<DrillPlanView> {
    return this.editing.archive(input, viewer);
  }
}
