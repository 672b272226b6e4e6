import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ExerciseModule } from '../exercise/exercise.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { ChronogramController } from './chronogram.controller.js';
import { ChronogramService } from './chronogram.service.js';
import { PlanChangeService } from './plan-change.service.js';
import { PlanEditingResolver } from './plan-editing.resolver.js';
import { PlanEditingService } from './plan-editing.service.js';
import { PlanJudgingService } from './plan-judging.service.js';
import { PlanMakingService } from './plan-making.service.js';
import { PlanViewService } from './plan-view.service.js';
import { DrillPlan, PlanApproval } from './plan.entity.js';
import { PlanResolver } from './plan.resolver.js';
import { PlanService } from './plan.service.js';
import { ShippedPlansService } from './shipped-plans.service.js';
import { WorkbookService } from './workbook.service.js';

/** Drill plans 演练方案: made, changed, approved; run elsewhere. */
@Module({
  imports: [TypeOrmModule.forFeature([DrillPlan, PlanApproval]), ExerciseModule, IdentityModule],
  controllers: [ChronogramController],
  providers: [
    ChronogramService,
    WorkbookService,
    PlanService,
    PlanChangeService,
    PlanEditingService,
    PlanJudgingService,
    PlanMakingService,
    PlanViewService,
    ShippedPlansService,
    PlanResolver,
    PlanEditingResolver,
  ],
  exports: [PlanService, ShippedPlansService],
})
export class PlanModule {}
