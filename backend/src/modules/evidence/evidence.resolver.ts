import { Args, ArgsType, Context, Field, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { IsUUID } from 'class-validator';
import type { Viewer } from '../../core/access/permissions.js';
import { Allow } from '../../platform/access/allow.js';
import { type ApiContext, Asker } from '../../platform/access/viewer.js';
import { PageArgs } from '../../platform/graphql/shared.types.js';
import { userLoader } from '../exercise/exercise.loader.js';
import { IdentityService } from '../identity/identity.service.js';
import { Evidence } from './evidence.entity.js';
import { EvidenceService } from './evidence.service.js';

@ArgsType()
class MyEvidenceArgs extends PageArgs {
  @Field(() => ID) @IsUUID() exerciseId: string;
}

/** Evidence as data; the files themselves go over plain HTTP. */
@Resolver(() => Evidence)
export class EvidenceResolver {
  constructor(
    private readonly evidence: EvidenceService,
    private readonly identity: IdentityService,
  ) {}

  @Query(() => [Evidence], {
    description: 'Evidence of the own team or unit, newest first; `after` is the id of the last one seen',
  })
  @Allow('evidence.file')
  myEvidence(@Args() args: MyEvidenceArgs, @Asker() viewer: Viewer | null): Promise<Evidence[]> {
    return this.evidence.ownedBy(viewer, args.exerciseId, args.first, args.after ?? null);
  }

  @ResolveField(() => String)
  async uploadedBy(@Parent() { uploadedById }: Evidence, @Context() context: ApiContext): Promise<string> {
    return (await userLoader(context, this.identity).load(uploadedById)).displayName;
  }
}
