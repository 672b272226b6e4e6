import { Args, Context, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Viewer } from '../../core/access/permissions.js';
import { Allow } from '../../platform/access/allow.js';
import { type ApiContext, Asker, requireViewer } from '../../platform/access/viewer.js';
import { Evidence } from '../evidence/evidence.entity.js';
import { evidenceOf } from '../evidence/evidence.loader.js';
import { EvidenceService } from '../evidence/evidence.service.js';
import { userLoader } from '../exercise/exercise.loader.js';
import { IdentityService } from '../identity/identity.service.js';
import { Custody } from './custody.entity.js';
import { CustodyArgs, OpenOriginalInput } from './custody.inputs.js';
import { CustodyQueryService } from './custody-query.service.js';
import { CustodyConnection, CustodyPerson, OriginalTicket } from './custody.types.js';
import { ReadingService } from './reading.service.js';

/** The chain of custody as data. */
@Resolver(() => Custody)
export class CustodyResolver {
  constructor(
    private readonly queries: CustodyQueryService,
    private readonly reading: ReadingService,
    private readonly evidences: EvidenceService,
    private readonly identity: IdentityService,
  ) {}

  @Query(() => CustodyConnection, { description: 'Who was handed what, newest first' })
  @Allow('custody.read')
  custody(@Args() args: CustodyArgs, @Asker() viewer: Viewer | null): Promise<CustodyConnection> {
    return this.queries.page(args, viewer);
  }

  @Query(() => [CustodyPerson])
  @Allow('custody.read')
  custodyPeople(
    @Args('exerciseId', { type: () => ID }) exerciseId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<CustodyPerson[]> {
    return this.queries.people(exerciseId, viewer);
  }

  @Mutation(() => OriginalTicket, { description: 'Recorded with its reason; the address holds for a few minutes' })
  @Allow('evidence.read')
  async openOriginal(@Args('input') input: OpenOriginalInput, @Asker() viewer: Viewer | null): Promise<OriginalTicket> {
    const { id, evidenceId } = await this.reading.openOriginal(input, requireViewer(viewer));
    return { id, url: `/api/evidence/${evidenceId}?ticket=${id}` };
  }

  @ResolveField(() => String)
  async personName(@Parent() { personId }: Custody, @Context() context: ApiContext): Promise<string> {
    return (await userLoader(context, this.identity).load(personId)).displayName;
  }

  @ResolveField(() => Evidence)
  async evidence(@Parent() { evidenceId }: Custody, @Context() context: ApiContext): Promise<Evidence | undefined> {
    return (await evidenceOf(context, this.evidences, [evidenceId]))[0];
  }
}
