import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EvidenceModule } from '../evidence/evidence.module.js';
import { ExerciseModule } from '../exercise/exercise.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { NoticeModule } from '../notice/notice.module.js';
import { PeriodAct } from './period-act.entity.js';
import { PeriodPlanning } from './period-planning.service.js';
import { PeriodView } from './period-view.service.js';
import { ProtectionPeriod } from './period.entity.js';
import { PeriodResolver } from './period.resolver.js';
import { PeriodService } from './period.service.js';
import { StoredTaskAct } from './task-act.entity.js';
import { TaskDesk } from './task-desk.service.js';
import { TaskExportController } from './task-export.controller.js';
import { TaskExport } from './task-export.service.js';
import { TaskFactsService } from './task-facts.service.js';
import { TaskListeners } from './task-listeners.service.js';
import { TaskPlanning } from './task-planning.service.js';
import { TaskTimetable } from './task-timetable.service.js';
import { TaskSources, TaskViewService } from './task-view.service.js';
import { TaskWork } from './task-work.service.js';
import { ProtectionTask } from './task.entity.js';
import { TaskResolver } from './task.resolver.js';
import { TemplateService } from './template.service.js';

/** Protection periods 重要保障期, their calendar and their tasks. */
@Module({
  imports: [
    TypeOrmModule.forFeature([ProtectionPeriod, PeriodAct, ProtectionTask, StoredTaskAct]),
    ExerciseModule,
    EvidenceModule,
    IdentityModule,
    NoticeModule,
  ],
  controllers: [TaskExportController],
  providers: [
    PeriodService,
    PeriodPlanning,
    PeriodView,
    PeriodResolver,
    TemplateService,
    TaskFactsService,
    TaskListeners,
    TaskTimetable,
    TaskPlanning,
    TaskWork,
    TaskSources,
    TaskViewService,
    TaskDesk,
    TaskExport,
    TaskResolver,
  ],
  exports: [PeriodService, TaskViewService],
})
export class ProtectionModule {}
