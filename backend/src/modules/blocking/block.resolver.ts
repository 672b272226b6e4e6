import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Viewer } from '../../core/access/permissions.js';
import { Allow } from '../../platform/access/allow.js';
import { Asker, requireViewer } from '../../platform/access/viewer.js';
import { BlockAnswerService } from './block-answer.service.js';
import { BlockRecordingService } from './block-recording.service.js';
import {
  AnswerWithBlocksInput,
  ExtendBlockInput,
  LiftBlockInput,
  RecordBlockInput,
  RetestBlockInput,
} from './block.inputs.js';
import { BlockService } from './block.service.js';
import { BlockDesk, BlocksForLead, BlockView } from './block.types.js';

/** The blocking log 封禁记录. */
@Resolver(() => BlockView)
export class BlockResolver {
  constructor(
    private readonly service: BlockService,
    private readonly recording: BlockRecordingService,
    private readonly answers: BlockAnswerService,
  ) {}

  @Query(() => BlockDesk, { description: 'A unit its own, those who judge or direct all' })
  @Allow('block.read')
  blockDesk(
    @Args('exerciseId', { type: () => ID }) exerciseId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<BlockDesk> {
    return this.service.desk(exerciseId, viewer);
  }

  @Query(() => BlockView)
  @Allow('block.read')
  block(@Args('id', { type: () => ID }) id: string, @Asker() viewer: Viewer | null): Promise<BlockView> {
    return this.service.read(id, viewer);
  }

  @Query(() => BlocksForLead, { description: 'Beside a lead on abnormal defence' })
  @Allow('block.read')
  blocksFor(
    @Args('abnormalId', { type: () => ID }) abnormalId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<BlocksForLead> {
    return this.answers.blocksFor(abnormalId, viewer);
  }

  @Mutation(() => BlockView)
  @Allow('block.record')
  recordBlock(@Args('input') input: RecordBlockInput, @Asker() viewer: Viewer | null): Promise<BlockView> {
    return this.recording.record(input, requireViewer(viewer));
  }

  @Mutation(() => BlockView)
  @Allow('block.record')
  extendBlock(@Args('input') input: ExtendBlockInput, @Asker() viewer: Viewer | null): Promise<BlockView> {
    return this.recording.extend(input, requireViewer(viewer));
  }

  @Mutation(() => BlockView)
  @Allow('block.record')
  liftBlock(@Args('input') input: LiftBlockInput, @Asker() viewer: Viewer | null): Promise<BlockView> {
    return this.recording.lift(input, requireViewer(viewer));
  }

  @Mutation(() => BlockView)
  @Allow('block.record')
  retestBlock(@Args('input') input: RetestBlockInput, @Asker() viewer: Viewer | null): Promise<BlockView> {
    return this.recording.retest(input, requireViewer(viewer));
  }

  @Mutation(() => BlocksForLead)
  @Allow('block.record')
  answerWithBlocks(
    @Args('input') input: AnswerWithBlocksInput,
    @Asker() viewer: Viewer | null,
  ): Promise<BlocksForLead> {
    return this.answers.answer(input, requireViewer(viewer));
  }
}
