import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Viewer } from '../../core/access/permissions.js';
import { Allow } from '../../platform/access/allow.js';
import { Asker } from '../../platform/access/viewer.js';
import { TaskDesk } from './task-desk.service.js';
import {
  AddProtectionTaskInput,
  ApplyTaskTemplatesInput,
  ChangeProtectionTaskInput,
  ExcuseProtectionTaskInput,
  RemoveProtectionTaskInput,
  ReturnProtectionTaskInput,
  SignProtectionTaskInput,
  SubmitProtectionTaskInput,
  TaskPlaceInput,
} from './task.inputs.js';
import { ProtectionTask } from './task.entity.js';
import { ProtectionTemplates, TaskFile, TaskMatrix } from './task.types.js';

/** Tasks of protection periods. */
@Resolver()
export class TaskResolver {
  constructor(private readonly desk: TaskDesk) {}

  @Query(() => TaskMatrix)
  @Allow('protection.read')
  taskMatrix(
    @Args('periodId', { type: () => ID }) periodId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<TaskMatrix> {
    return this.desk.view.matrix(periodId, viewer);
  }

  @Query(() => TaskFile, { description: 'One unit in one task; of a daily task the day, or the one that counts now' })
  @Allow('protection.read')
  taskFile(
    @Args('taskId', { type: () => ID }) taskId: string,
    @Args('unitId', { type: () => ID }) unitId: string,
    @Args('day', { type: () => String, nullable: true }) day: string | null,
    @Asker() viewer: Viewer | null,
  ): Promise<TaskFile> {
    return this.desk.view.file({ taskId, unitId, day: day ?? null }, viewer);
  }

  @Query(() => ProtectionTemplates)
  @Allow('protection.read')
  protectionTemplates(): ProtectionTemplates {
    return this.desk.templates();
  }

  @Mutation(() => TaskMatrix)
  @Allow('protection.plan')
  applyTaskTemplates(
    @Args('input') input: ApplyTaskTemplatesInput,
    @Asker() viewer: Viewer | null,
  ): Promise<TaskMatrix> {
    return this.desk.apply(input, viewer);
  }

  @Mutation(() => ProtectionTask)
  @Allow('protection.plan')
  addProtectionTask(
    @Args('input') input: AddProtectionTaskInput,
    @Asker() viewer: Viewer | null,
  ): Promise<ProtectionTask> {
    return this.desk.planning.add(input, viewer);
  }

  @Mutation(() => ProtectionTask)
  @Allow('protection.plan')
  changeProtectionTask(
    @Args('input') input: ChangeProtectionTaskInput,
    @Asker() viewer: Viewer | null,
  ): Promise<ProtectionTask> {
    return this.desk.planning.change(input, viewer);
  }

  @Mutation(() => TaskMatrix)
  @Allow('protection.plan')
  removeProtectionTask(
    @Args('input') input: RemoveProtectionTaskInput,
    @Asker() viewer: Viewer | null,
  ): Promise<TaskMatrix> {
    return this.desk.remove(input, viewer);
  }

  @Mutation(() => TaskFile)
  @Allow('task.work')
  startProtectionTask(@Args('input') input: TaskPlaceInput, @Asker() viewer: Viewer | null): Promise<TaskFile> {
    return this.desk.start(input, viewer);
  }

  @Mutation(() => TaskFile)
  @Allow('task.work')
  submitProtectionTask(
    @Args('input') input: SubmitProtectionTaskInput,
    @Asker() viewer: Viewer | null,
  ): Promise<TaskFile> {
    return this.desk.submit(input, viewer);
  }

  @Mutation(() => TaskFile)
  @Allow('task.sign')
  returnProtectionTask(
    @Args('input') input: ReturnProtectionTaskInput,
    @Asker() viewer: Viewer | null,
  ): Promise<TaskFile> {
    return this.desk.return(input, viewer);
  }

  @Mutation(() => TaskFile)
  @Allow('task.sign')
  signProtectionTask(@Args('input') input: SignProtectionTaskInput, @Asker() viewer: Viewer | null): Promise<TaskFile> {
    return this.desk.sign(input, viewer);
  }

  @Mutation(() => TaskFile)
  @Allow('task.sign')
  excuseProtectionTask(
    @Args('input') input: ExcuseProtectionTaskInput,
    @Asker() viewer: Viewer | null,
  ): Promise<TaskFile> {
    return this.desk.excuse(input, viewer);
  }
}
