import { Injectable } from '@nestjs/common';
import type { Viewer } from '../../core/access/permissions.js';
import { TaskPlanning } from './task-planning.service.js';
import { TaskViewService } from './task-view.service.js';
import { TaskWork } from './task-work.service.js';
import type {
  ApplyTaskTemplatesInput,
  ExcuseProtectionTaskInput,
  RemoveProtectionTaskInput,
  ReturnProtectionTaskInput,
  SignProtectionTaskInput,
  SubmitProtectionTaskInput,
  TaskPlaceInput,
} from './task.inputs.js';
import type { ProtectionTemplates, TaskFile, TaskMatrix } from './task.types.js';
import { TemplateService } from './template.service.js';

/** Acts on tasks with their answers: what the viewer sees afterwards. */
@Injectable()
export class TaskDesk {
  constructor(
    readonly view: TaskViewService,
    readonly planning: TaskPlanning,
    private readonly work: TaskWork,
    private readonly files: TemplateService,
  ) {}

  templates(): ProtectionTemplates {
    const plans = this.files.templates().map(({ key, name, source, tasks }) => {
      const tags = [...new Set(tasks.flatMap(({ onlyIf }) => onlyIf ?? []))];
      return { key, name, source, tasks: tasks.length, tags };
    });
    return { plans, cycle: this.files.cycle(), windows: this.files.windows() };
  }

  async apply(input: ApplyTaskTemplatesInput, viewer: Viewer | null): Promise<TaskMatrix> {
    return this.view.matrix(await this.planning.apply(input, viewer), viewer);
  }

  async remove(input: RemoveProtectionTaskInput, viewer: Viewer | null): Promise<TaskMatrix> {
    return this.view.matrix(await this.planning.remove(input, viewer), viewer);
  }

  async start(input: TaskPlaceInput, viewer: Viewer | null): Promise<TaskFile> {
    return this.view.file(await this.work.start(input, viewer), viewer);
  }

  async submit(input: SubmitProtectionTaskInput, viewer: Viewer | null): Promise<TaskFile> {
    return this.view.file(await this.work.submit(input, viewer), viewer);
  }

  async return(input: ReturnProtectionTaskInput, viewer: Viewer | null): Promise<TaskFile> {
    return this.view.file(await this.work.return(input, viewer), viewer);
  }

  async sign(input: SignProtectionTaskInput, viewer: Viewer | null): Promise<TaskFile> {
    return this.view.file(await this.work.sign(input, viewer), viewer);
  }

  async excuse(input: ExcuseProtectionTaskInput, viewer: Viewer | null): Promise<TaskFile> {
    return this.view.file(await this.work.excuse(input, viewer), viewer);
  }
}
