import { Args, ArgsType, Context, Field, ID, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { IsInt, IsUUID, Min } from 'class-validator';
import type { Viewer } from '../../core/access/permissions.js';
import { Allow } from '../../platform/access/allow.js';
import { type ApiContext, Asker } from '../../platform/access/viewer.js';
import { EvidenceService } from '../evidence/evidence.service.js';
import { userLoader } from '../exercise/exercise.loader.js';
import { IdentityService } from '../identity/identity.service.js';
import { ReturnView, VersionDifferenceView, VersionView } from '../submission/filed-version.types.js';
import { differenceView, filesIn, returnView } from '../submission/version.view.js';
import { IncidentReport } from './incident-report.entity.js';
import { ReportVersionService } from './report-version.service.js';

@ArgsType()
class ReportDifferenceArgs {
  @Field(() => ID) @IsUUID() reportId: string;
  @Field(() => Int) @IsInt() @Min(1) from: number;
  @Field(() => Int) @IsInt() @Min(1) to: number;
}

/** Versions, returns and differences of reports. */
@Resolver(() => IncidentReport)
export class ReportVersionResolver {
  constructor(
    private readonly service: ReportVersionService,
    private readonly evidence: EvidenceService,
    private readonly identity: IdentityService,
  ) {}

  @Query(() => VersionDifferenceView, { description: 'What changed between two filed versions' })
  @Allow('incident.read')
  async reportDifference(
    @Args() { reportId: id, from, to }: ReportDifferenceArgs,
    @Asker() viewer: Viewer | null,
  ): Promise<VersionDifferenceView> {
    const found = await this.service.difference({ id, from, to }, viewer);
    return differenceView(found, await this.evidence.byIds(filesIn(found)));
  }

  @ResolveField(() => [VersionView], { description: 'Every filed version, first to last' })
  async versions(@Parent() report: IncidentReport, @Context() context: ApiContext): Promise<VersionView[]> {
    const versions = await this.service.versionsOf(report);
    const users = userLoader(context, this.identity);
    return Promise.all(
      versions.map(async ({ versionNo, receiptSeq, filedAt, filedById }) => {
        return { versionNo, receiptSeq, filedAt, filedBy: (await users.load(filedById)).displayName };
      }),
    );
  }

  @ResolveField(() => [ReturnView], { description: 'Every return, oldest first' })
  async returns(@Parent() { id }: IncidentReport, @Context() context: ApiContext): Promise<ReturnView[]> {
    const rows = await this.service.returnsOf([id]);
    const users = userLoader(context, this.identity);
    return Promise.all(rows.map(async (row) => returnView(row, (await users.load(row.refereeId)).displayName)));
  }
}
