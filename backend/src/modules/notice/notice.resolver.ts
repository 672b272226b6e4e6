import { Args, Context, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import DataLoader from 'dataloader';
import type { Viewer } from '../../core/access/permissions.js';
import { Allow } from '../../platform/access/allow.js';
import { type ApiContext, Asker, requireViewer } from '../../platform/access/viewer.js';
import { StepParam } from '../../platform/graphql/shared.types.js';
import { ReadNoticesInput } from './notice.inputs.js';
import { Notice, noticeParams } from './notice.entity.js';
import { NoticeService } from './notice.service.js';
import { NoticeList } from './notice.types.js';

/** What one was told. */
@Resolver(() => Notice)
export class NoticeResolver {
  constructor(private readonly service: NoticeService) {}

  @Query(() => NoticeList, { description: "To the viewer's own parties and to the viewer himself" })
  @Allow('notice.read')
  notices(
    @Args('exerciseId', { type: () => ID }) exerciseId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<NoticeList> {
    return this.service.listFor(exerciseId, viewer);
  }

  @Mutation(() => NoticeList)
  @Allow('notice.read')
  readNotices(@Args('input') input: ReadNoticesInput, @Asker() viewer: Viewer | null): Promise<NoticeList> {
    return this.service.read(input, viewer);
  }

  @ResolveField(() => [StepParam])
  params(@Parent() { params }: Notice): StepParam[] {
    return noticeParams(params);
  }

  @ResolveField(() => Boolean)
  isRead(@Parent() { id }: Notice, @Context() context: ApiContext, @Asker() viewer: Viewer | null): Promise<boolean> {
    return this.readLoader(context, requireViewer(viewer).userId).load(id);
  }

  private readLoader(context: ApiContext, userId: string): DataLoader<string, boolean> {
    const known = context.loaders.get('noticeRead') as DataLoader<string, boolean> | undefined;
    if (known) return known;
    const loader = new DataLoader<string, boolean>(async (ids) => {
      const read = await this.service.readBy(userId, ids);
      return ids.map((id) => read.has(id));
    });
    context.loaders.set('noticeRead', loader);
    return loader;
  }
}
