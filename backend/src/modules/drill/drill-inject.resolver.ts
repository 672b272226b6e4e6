import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Viewer } from '../../core/access/permissions.js';
import { Allow } from '../../platform/access/allow.js';
import { Asker } from '../../platform/access/viewer.js';
import {
  AcknowledgeInjectInput,
  CompleteInjectInput,
  MarkResponseInput,
  RecordCallInput,
  ReleaseInjectInput,
  TakeBackInjectInput,
} from './drill.inputs.js';
import { DrillDesk } from './drill-desk.service.js';
import { DrillBoard } from './drill.types.js';
import { DrillViewService } from './drill-view.service.js';
import { MyDrill } from './my-drill.types.js';

/** Single injects: released, taken back, answered, marked. */
@Resolver(() => MyDrill)
export class DrillInjectResolver {
  constructor(
    private readonly views: DrillViewService,
    private readonly desk: DrillDesk,
  ) {}

  @Query(() => [MyDrill], { description: "What was released to the viewer's unit, and nothing else" })
  @Allow('drill.take')
  myDrills(
    @Args('exerciseId', { type: () => ID }) exerciseId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<MyDrill[]> {
    return this.views.mine(exerciseId, viewer);
  }

  @Mutation(() => DrillBoard)
  @Allow('drill.run')
  releaseInject(@Args('input') input: ReleaseInjectInput, @Asker() viewer: Viewer | null): Promise<DrillBoard> {
    return this.desk.run('release', input, viewer);
  }

  @Mutation(() => DrillBoard, { description: 'A wrong release, before the unit acknowledged it' })
  @Allow('drill.run')
  takeBackInject(@Args('input') input: TakeBackInjectInput, @Asker() viewer: Viewer | null): Promise<DrillBoard> {
    return this.desk.run('takeBack', input, viewer);
  }

  @Mutation(() => DrillBoard, { description: 'The unit was reached by telephone' })
  @Allow('drill.run')
  recordCall(@Args('input') input: RecordCallInput, @Asker() viewer: Viewer | null): Promise<DrillBoard> {
    return this.desk.run('call', input, viewer);
  }

  @Mutation(() => DrillBoard, { description: 'Given again it corrects; the latest counts' })
  @Allow('drill.evaluate')
  markResponse(@Args('input') input: MarkResponseInput, @Asker() viewer: Viewer | null): Promise<DrillBoard> {
    return this.desk.run('mark', input, viewer);
  }

  @Mutation(() => MyDrill)
  @Allow('drill.take')
  acknowledgeInject(@Args('input') input: AcknowledgeInjectInput, @Asker() viewer: Viewer | null): Promise<MyDrill> {
    return this.desk.answer('acknowledge', input, viewer);
  }

  @Mutation(() => MyDrill)
  @Allow('drill.take')
  completeInject(@Args('input') input: CompleteInjectInput, @Asker() viewer: Viewer | null): Promise<MyDrill> {
    return this.desk.answer('complete', input, viewer);
  }
}
