import { Args, ID, Int, Query, Resolver, Subscription } from '@nestjs/graphql';
import type { Viewer } from '../../core/access/permissions.js';
import { Allow } from '../../platform/access/allow.js';
import { Asker } from '../../platform/access/viewer.js';
import { BoardLiveService } from './board-live.service.js';
import { BoardService } from './board.service.js';
import { Board, FeedRecord } from './board.types.js';
import { BoardArgs, ExplainArgs, ScoreExplanation } from './explain.types.js';
import { ExplainService } from './explain.service.js';
import { FeedService } from './feed.service.js';

/** What a subscription's iterator yields is the field itself. */
const AS_IT_IS = { resolve: (payload: unknown): unknown => payload };

/** Boards, explanations and the two live channels. */
@Resolver()
export class BoardResolver {
  constructor(
    private readonly boards: BoardService,
    private readonly explanations: ExplainService,
    private readonly live: BoardLiveService,
    private readonly feed: FeedService,
  ) {}

  @Query(() => Board)
  @Allow('board.watch')
  board(@Args() { exerciseId, audience }: BoardArgs, @Asker() viewer: Viewer | null): Promise<Board> {
    return this.boards.boardFor(exerciseId, audience, viewer);
  }

  @Query(() => ScoreExplanation)
  @Allow('score.explain')
  explainScore(@Args() args: ExplainArgs, @Asker() viewer: Viewer | null): Promise<ScoreExplanation> {
    return this.explanations.explain(args, viewer);
  }

  @Subscription(() => Board, { ...AS_IT_IS, description: 'Whole board, once at once and then after every change' })
  @Allow('board.watch')
  boardUpdates(
    @Args() { exerciseId, audience }: BoardArgs,
    @Asker() viewer: Viewer | null,
  ): Promise<AsyncIterableIterator<Board>> {
    return this.live.follow(exerciseId, audience, viewer);
  }

  @Subscription(() => FeedRecord, {
    ...AS_IT_IS,
    description: 'Thin records after the given sequence, filtered for the viewer',
  })
  @Allow('feed.follow')
  exerciseFeed(
    @Args('exerciseId', { type: () => ID }) exerciseId: string,
    @Args('after', { type: () => Int }) after: number,
    @Asker() viewer: Viewer | null,
  ): AsyncIterableIterator<FeedRecord> {
    return this.feed.follow(exerciseId, after, viewer);
  }
}
