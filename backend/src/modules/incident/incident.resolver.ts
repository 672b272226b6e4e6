import { Args, ArgsType, Context, Field, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { IsUUID } from 'class-validator';
import type { Viewer } from '../../core/access/permissions.js';
import { missingOfReport } from '../../core/incident/report.js';
import type { FieldProblem } from '../../core/kernel/refusal.js';
import { isEditable } from '../../core/submission/filing-state.js';
import { Allow } from '../../platform/access/allow.js';
import { type ApiContext, Asker, requireViewer } from '../../platform/access/viewer.js';
import { InputProblem, PageArgs } from '../../platform/graphql/shared.types.js';
import { Evidence } from '../evidence/evidence.entity.js';
import { evidenceOf } from '../evidence/evidence.loader.js';
import { EvidenceService } from '../evidence/evidence.service.js';
import { unitLoader, userLoader } from '../exercise/exercise.loader.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { Unit } from '../exercise/unit.entity.js';
import { IdentityService } from '../identity/identity.service.js';
import { IncidentReport } from './incident-report.entity.js';
import { Incident, IncidentConnection } from './incident.entity.js';
import { FileReportInput, OpenIncidentInput, ReportDraftInput } from './incident.inputs.js';
import { IncidentService } from './incident.service.js';
import { OpeningService } from './opening.service.js';
import { ReportService } from './report.service.js';

@ArgsType()
class IncidentsArgs extends PageArgs {
  @Field(() => ID) @IsUUID() exerciseId: string;
}

/** Reads and commands of incidents. */
@Resolver(() => Incident)
export class IncidentResolver {
  constructor(
    private readonly service: IncidentService,
    private readonly opening: OpeningService,
    private readonly reportService: ReportService,
  ) {}

  @Query(() => IncidentConnection, { description: 'Newest first' })
  @Allow('incident.read')
  incidents(@Args() args: IncidentsArgs, @Asker() viewer: Viewer | null): Promise<IncidentConnection> {
    return this.service.list(args.exerciseId, args, viewer);
  }

  @Query(() => Incident)
  @Allow('incident.read')
  incident(@Args('id', { type: () => ID }) id: string, @Asker() viewer: Viewer | null): Promise<Incident> {
    return this.service.read(id, viewer);
  }

  @Mutation(() => Incident)
  @Allow('incident.file')
  openIncident(@Args('input') input: OpenIncidentInput, @Asker() viewer: Viewer | null): Promise<Incident> {
    return this.opening.open(input, requireViewer(viewer));
  }

  @Mutation(() => IncidentReport)
  @Allow('incident.file')
  saveReportDraft(@Args('input') input: ReportDraftInput, @Asker() viewer: Viewer | null): Promise<IncidentReport> {
    return this.reportService.save(input, requireViewer(viewer));
  }

  @Mutation(() => Incident)
  @Allow('incident.file')
  fileReport(@Args('input') input: FileReportInput, @Asker() viewer: Viewer | null): Promise<Incident> {
    return this.reportService.file(input, requireViewer(viewer));
  }
}

/** Edges of an incident to what other modules own. */
@Resolver(() => Incident)
export class IncidentEdges {
  constructor(
    private readonly exercises: ExerciseService,
    private readonly identity: IdentityService,
  ) {}

  @ResolveField(() => Unit)
  unit(@Parent() { unitId }: Incident, @Context() context: ApiContext): Promise<Unit> {
    return unitLoader(context, this.exercises).load(unitId);
  }

  @ResolveField(() => String)
  async openedBy(@Parent() { openedById }: Incident, @Context() context: ApiContext): Promise<string> {
    return (await userLoader(context, this.identity).load(openedById)).displayName;
  }
}

/** Edges of a report. */
@Resolver(() => IncidentReport)
export class IncidentReportEdges {
  constructor(
    private readonly evidenceService: EvidenceService,
    private readonly identity: IdentityService,
  ) {}

  @ResolveField(() => [Evidence])
  evidence(@Parent() { evidenceIds }: IncidentReport, @Context() context: ApiContext): Promise<Evidence[]> {
    return evidenceOf(context, this.evidenceService, evidenceIds);
  }

  @ResolveField(() => String, { description: 'Who saved it last' })
  async authoredBy(@Parent() { authoredById }: IncidentReport, @Context() context: ApiContext): Promise<string> {
    return (await userLoader(context, this.identity).load(authoredById)).displayName;
  }

  @ResolveField(() => [InputProblem], { description: 'What is still missing before it can be filed; empty once filed' })
  missing(@Parent() report: IncidentReport): FieldProblem[] {
    return isEditable(report.state) ? missingOfReport(report) : [];
  }
}
