import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Viewer } from '../../core/access/permissions.js';
import { Allow } from '../../platform/access/allow.js';
import { Asker } from '../../platform/access/viewer.js';
import {
  CreateDrillInput,
  DrillCommandInput,
  DrillSpeedInput,
  JumpDrillInput,
  NoteDrillInput,
} from './drill.inputs.js';
import { DrillDesk } from './drill-desk.service.js';
import { DrillReviewService } from './drill-review.service.js';
import { DrillReview } from './drill-review.types.js';
import { DrillBoard } from './drill.types.js';
import { DrillViewService } from './drill-view.service.js';

/** Making and running drills. */
@Resolver(() => DrillBoard)
export class DrillResolver {
  constructor(
    private readonly views: DrillViewService,
    private readonly desk: DrillDesk,
    private readonly reviews: DrillReviewService,
  ) {}

  @Query(() => [DrillBoard], { description: 'Latest first' })
  @Allow('drill.read')
  drills(
    @Args('exerciseId', { type: () => ID }) exerciseId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<DrillBoard[]> {
    return this.views.boards(exerciseId, viewer);
  }

  @Query(() => DrillBoard)
  @Allow('drill.read')
  drill(@Args('id', { type: () => ID }) id: string, @Asker() viewer: Viewer | null): Promise<DrillBoard> {
    return this.views.read(id, viewer);
  }

  @Query(() => DrillReview, { description: 'What the review meeting needs' })
  @Allow('drill.read')
  drillReview(@Args('id', { type: () => ID }) id: string, @Asker() viewer: Viewer | null): Promise<DrillReview> {
    return this.reviews.read(id, viewer);
  }

  @Mutation(() => DrillBoard, { description: 'Freezes the plan as it stands' })
  @Allow('drill.run')
  createDrill(@Args('input') input: CreateDrillInput, @Asker() viewer: Viewer | null): Promise<DrillBoard> {
    return this.desk.make(input, viewer);
  }

  @Mutation(() => DrillBoard)
  @Allow('drill.run')
  startDrill(@Args('input') input: DrillCommandInput, @Asker() viewer: Viewer | null): Promise<DrillBoard> {
    return this.desk.run('start', input, viewer);
  }

  @Mutation(() => DrillBoard, { description: 'Every clock of the drill stands' })
  @Allow('drill.run')
  pauseDrill(@Args('input') input: DrillCommandInput, @Asker() viewer: Viewer | null): Promise<DrillBoard> {
    return this.desk.run('pause', input, viewer);
  }

  @Mutation(() => DrillBoard)
  @Allow('drill.run')
  resumeDrill(@Args('input') input: DrillCommandInput, @Asker() viewer: Viewer | null): Promise<DrillBoard> {
    return this.desk.run('resume', input, viewer);
  }

  @Mutation(() => DrillBoard, { description: 'Moves the place in the plan; limits go on as they were' })
  @Allow('drill.run')
  jumpDrill(@Args('input') input: JumpDrillInput, @Asker() viewer: Viewer | null): Promise<DrillBoard> {
    return this.desk.run('jump', input, viewer);
  }

  @Mutation(() => DrillBoard, { description: 'Rehearsals only' })
  @Allow('drill.run')
  setDrillSpeed(@Args('input') input: DrillSpeedInput, @Asker() viewer: Viewer | null): Promise<DrillBoard> {
    return this.desk.run('setSpeed', input, viewer);
  }

  @Mutation(() => DrillBoard)
  @Allow('drill.run')
  endDrill(@Args('input') input: DrillCommandInput, @Asker() viewer: Viewer | null): Promise<DrillBoard> {
    return this.desk.run('end', input, viewer);
  }

  @Mutation(() => DrillBoard, { description: 'For facilitators and evaluators only' })
  @Allow('drill.evaluate')
  noteDrill(@Args('input') input: NoteDrillInput, @Asker() viewer: Viewer | null): Promise<DrillBoard> {
    return this.desk.run('note', input, viewer);
  }
}
