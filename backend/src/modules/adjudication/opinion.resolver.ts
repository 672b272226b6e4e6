import { Args, Context, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Viewer } from '../../core/access/permissions.js';
import { Allow } from '../../platform/access/allow.js';
import { type ApiContext, Asker } from '../../platform/access/viewer.js';
import { Incident } from '../incident/incident.entity.js';
import { IncidentService } from '../incident/incident.service.js';
import { AttackNode } from '../submission/attack-node.entity.js';
import { AttackSubmission } from '../submission/submission.entity.js';
import { SubmissionService } from '../submission/submission.service.js';
import { MarksInput, VerdictInput } from './adjudication.inputs.js';
import { markSheetLoader, submissionLoader, verdictLoader } from './adjudication.loader.js';
import { FactsService } from './facts.service.js';
import { MarksService } from './marks.service.js';
import { OpinionMarks } from './opinion-marks.service.js';
import { OpinionViews } from './opinion-view.service.js';
import { MarksOpinionInput, OpinionInput } from './opinion.inputs.js';
import { OpinionService } from './opinion.service.js';
import { Panel } from './opinion.types.js';
import { VerdictService } from './verdict.service.js';

/** Opinions on nodes. */
@Resolver(() => AttackNode)
export class NodeOpinionResolver {
  constructor(
    private readonly opinions: OpinionService,
    private readonly views: OpinionViews,
    private readonly submissions: SubmissionService,
    private readonly facts: FactsService,
    private readonly verdicts: VerdictService,
  ) {}

  @Mutation(() => AttackSubmission, { description: "A seat's opinion; the last of a round settles it or reveals all" })
  @Allow('verdict.record')
  async recordOpinion(@Args('input') input: OpinionInput, @Asker() viewer: Viewer | null): Promise<AttackSubmission> {
    return this.submissions.load(await this.opinions.record(input, viewer));
  }

  @Mutation(() => AttackSubmission, { description: 'The chief referee decides where opinions differ' })
  @Allow('panel.decide')
  async decideOpinions(@Args('input') input: VerdictInput, @Asker() viewer: Viewer | null): Promise<AttackSubmission> {
    return this.submissions.load(await this.opinions.decide(input, viewer));
  }

  @ResolveField(() => Panel, { nullable: true, description: 'Where several referees judge; for those who judge' })
  async panel(
    @Parent() { id, submissionId }: AttackNode,
    @Context() context: ApiContext,
    @Asker() viewer: Viewer | null,
  ): Promise<Panel | null> {
    const { exerciseId } = await submissionLoader(context, this.facts).load(submissionId);
    const decisions = await verdictLoader(context, this.verdicts).load(id);
    return this.views.panel({ exerciseId, id, itemId: submissionId, isRepeatable: false, decisions }, viewer);
  }
}

/** Opinions on incidents. */
@Resolver(() => Incident)
export class IncidentOpinionResolver {
  constructor(
    private readonly opinions: OpinionMarks,
    private readonly views: OpinionViews,
    private readonly incidents: IncidentService,
    private readonly marks: MarksService,
  ) {}

  @Mutation(() => Incident, { description: "A seat's mark sheet; the last of a round settles it or reveals all" })
  @Allow('verdict.record')
  async recordMarksOpinion(@Args('input') input: MarksOpinionInput, @Asker() viewer: Viewer | null): Promise<Incident> {
    return this.incidents.load(await this.opinions.record(input, viewer));
  }

  @Mutation(() => Incident, { description: 'The chief referee decides where mark sheets differ' })
  @Allow('panel.decide')
  async decideMarks(@Args('input') input: MarksInput, @Asker() viewer: Viewer | null): Promise<Incident> {
    return this.incidents.load(await this.opinions.decide(input, viewer));
  }

  @ResolveField(() => Panel, { nullable: true, description: 'Where several referees mark; for those who judge' })
  async panel(
    @Parent() { id, exerciseId }: Incident,
    @Context() context: ApiContext,
    @Asker() viewer: Viewer | null,
  ): Promise<Panel | null> {
    const decisions = await markSheetLoader(context, this.marks).load(id);
    return this.views.panel({ exerciseId, id, itemId: id, isRepeatable: true, decisions }, viewer);
  }
}
