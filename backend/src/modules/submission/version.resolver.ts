import { Args, ArgsType, Context, Field, ID, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { IsInt, IsUUID, Min } from 'class-validator';
import type { Viewer } from '../../core/access/permissions.js';
import { Allow } from '../../platform/access/allow.js';
import { type ApiContext, Asker } from '../../platform/access/viewer.js';
import { EvidenceService } from '../evidence/evidence.service.js';
import { userLoader } from '../exercise/exercise.loader.js';
import { IdentityService } from '../identity/identity.service.js';
import { ReturnView, VersionDifferenceView, VersionView } from './filed-version.types.js';
import { AttackSubmission } from './submission.entity.js';
import { differenceView, filesIn, returnView } from './version.view.js';
import { VersionService } from './version.service.js';

@ArgsType()
class DifferenceArgs {
  @Field(() => ID) @IsUUID() submissionId: string;
  @Field(() => Int) @IsInt() @Min(1) from: number;
  @Field(() => Int) @IsInt() @Min(1) to: number;
}

/** Versions, returns and differences of submissions. */
@Resolver(() => AttackSubmission)
export class VersionResolver {
  constructor(
    private readonly service: VersionService,
    private readonly evidence: EvidenceService,
    private readonly identity: IdentityService,
  ) {}

  @Query(() => VersionDifferenceView, { description: 'What changed between two filed versions' })
  @Allow('submission.read')
  async submissionDifference(
    @Args() { submissionId: id, from, to }: DifferenceArgs,
    @Asker() viewer: Viewer | null,
  ): Promise<VersionDifferenceView> {
    const found = await this.service.difference({ id, from, to }, viewer);
    return differenceView(found, await this.evidence.byIds(filesIn(found)));
  }

  @ResolveField(() => [VersionView], { description: 'Every filed version, first to last' })
  async versions(@Parent() submission: AttackSubmission, @Context() context: ApiContext): Promise<VersionView[]> {
    const versions = await this.service.versionsOf(submission);
    const users = userLoader(context, this.identity);
    return Promise.all(
      versions.map(async ({ versionNo, receiptSeq, filedAt, filedById }) => {
        return { versionNo, receiptSeq, filedAt, filedBy: (await users.load(filedById)).displayName };
      }),
    );
  }

  @ResolveField(() => [ReturnView], { description: 'Every return, oldest first' })
  async returns(@Parent() { id }: AttackSubmission, @Context() context: ApiContext): Promise<ReturnView[]> {
    const rows = await this.service.returnsOf([id]);
    const users = userLoader(context, this.identity);
    return Promise.all(rows.map(async (row) => returnView(row, (await users.load(row.refereeId)).displayName)));
  }
}
