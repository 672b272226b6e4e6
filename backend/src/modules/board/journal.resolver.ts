import { Args, ArgsType, Context, Field, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { IsUUID } from 'class-validator';
import type { Viewer } from '../../core/access/permissions.js';
import { Allow } from '../../platform/access/allow.js';
import { type ApiContext, Asker } from '../../platform/access/viewer.js';
import { PageArgs } from '../../platform/graphql/shared.types.js';
import { JournalRecord } from '../../platform/journal/journal-record.entity.js';
import { userLoader } from '../exercise/exercise.loader.js';
import { IdentityService } from '../identity/identity.service.js';
import { JournalCheck, JournalConnection, JournalViewService } from './journal-view.service.js';

@ArgsType()
class JournalArgs extends PageArgs {
  @Field(() => ID) @IsUUID() exerciseId: string;
}

/** The journal 留痕流水, read and checked. */
@Resolver(() => JournalRecord)
export class JournalResolver {
  constructor(
    private readonly journalView: JournalViewService,
    private readonly identity: IdentityService,
  ) {}

  @Query(() => JournalConnection, { description: 'Newest first' })
  @Allow('journal.read')
  journal(@Args() args: JournalArgs, @Asker() viewer: Viewer | null): Promise<JournalConnection> {
    return this.journalView.page(args.exerciseId, args, viewer);
  }

  @Query(() => JournalCheck, { description: 'Recomputes the whole chain' })
  @Allow('journal.read')
  checkJournal(
    @Args('exerciseId', { type: () => ID }) exerciseId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<JournalCheck> {
    return this.journalView.check(exerciseId, viewer);
  }

  @ResolveField(() => ID, {
    nullable: true,
    description: 'As actorName: of looks at evidence the organizer alone reads it',
  })
  subjectId(@Parent() record: JournalRecord, @Context() { viewer }: ApiContext): string | null {
    return this.journalView.tells(record, viewer) ? record.subjectId : null;
  }

  @ResolveField(() => String, { nullable: true })
  async actorName(@Parent() record: JournalRecord, @Context() context: ApiContext): Promise<string | null> {
    const { actorId } = record;
    if (!this.journalView.tells(record, context.viewer)) return null;
    return actorId === null ? null : (await userLoader(context, this.identity).load(actorId)).displayName;
  }
}
