import { Args, ArgsType, Context, Field, ID, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { IsUUID } from 'class-validator';
import { seesBothSides, type Viewer } from '../../core/access/permissions.js';
import { Allow } from '../../platform/access/allow.js';
import { type ApiContext, Asker } from '../../platform/access/viewer.js';
import { PageArgs } from '../../platform/graphql/shared.types.js';
import { loaderOf, userLoader } from '../exercise/exercise.loader.js';
import { IdentityService } from '../identity/identity.service.js';
import type { ScanState } from './evidence-content.entity.js';
import { EvidenceScans } from './evidence-scans.service.js';
import { Evidence } from './evidence.entity.js';
import { EvidenceService } from './evidence.service.js';
import { EvidenceQuota, ScanStateEnum } from './evidence.types.js';

@ArgsType()
class MyEvidenceArgs extends PageArgs {
  @Field(() => ID) @IsUUID() exerciseId: string;
}

@ArgsType()
class EvidenceQuotaArgs {
  @Field(() => ID) @IsUUID() exerciseId: string;
}

/** Evidence as data; the files themselves go over plain HTTP. */
@Resolver(() => Evidence)
export class EvidenceResolver {
  constructor(
    private readonly evidence: EvidenceService,
    private readonly identity: IdentityService,
    private readonly scans: EvidenceScans,
  ) {}

  @Query(() => [Evidence], {
    description: 'Evidence of the own team or unit, newest first; `after` is the id of the last one seen',
  })
  @Allow('evidence.file')
  myEvidence(@Args() args: MyEvidenceArgs, @Asker() viewer: Viewer | null): Promise<Evidence[]> {
    return this.evidence.ownedBy(viewer, args.exerciseId, args.first, args.after ?? null);
  }

  @Query(() => EvidenceQuota, { description: 'Room of the own team or unit for evidence' })
  @Allow('evidence.file')
  evidenceQuota(@Args() args: EvidenceQuotaArgs, @Asker() viewer: Viewer | null): Promise<EvidenceQuota> {
    return this.evidence.quota(viewer, args.exerciseId);
  }

  @ResolveField(() => ScanStateEnum, { description: 'What is known of malware in it; an infected file is kept' })
  async scanState(@Parent() { id }: Evidence, @Context() context: ApiContext): Promise<ScanState> {
    const loader = loaderOf(context, 'evidenceScan', async (ids) => this.scans.statesOf(ids));
    return (await loader.load(id)).scanState;
  }

  @ResolveField(() => String)
  async uploadedBy(
    @Parent() evidence: Evidence,
    @Context() context: ApiContext,
    @Asker() viewer: Viewer | null,
  ): Promise<string> {
    if (!knowsOrigin(viewer, evidence)) return '';
    return (await userLoader(context, this.identity).load(evidence.uploadedById)).displayName;
  }

  @ResolveField(() => Int)
  receiptSeq(@Parent() evidence: Evidence, @Asker() viewer: Viewer | null): number {
    return knowsOrigin(viewer, evidence) ? evidence.receiptSeq : 0;
  }
}

/**
 * Whether a viewer learns who stored a file, and when in the order of acts. A released path tells how, never who: in it the
 * name is empty and the number 0.
 */
function knowsOrigin(viewer: Viewer | null, { exerciseId, ownerPartyId }: Evidence): boolean {
  if (seesBothSides(viewer, exerciseId)) return true;
  const own = viewer?.memberships.filter((membership) => membership.exerciseId === exerciseId) ?? [];
  return own.some(({ teamId, unitId }) => teamId === ownerPartyId || unitId === ownerPartyId);
}
