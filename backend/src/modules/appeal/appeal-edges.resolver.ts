import { Context, ID, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { seesBothSides, type Viewer } from '../../core/access/permissions.js';
import type { AppealState } from '../../core/appeal/appeal.js';
import { type ApiContext, Asker } from '../../platform/access/viewer.js';
import { type Side, SideEnum } from '../../platform/graphql/enums.js';
import { Evidence } from '../evidence/evidence.entity.js';
import { evidenceOf } from '../evidence/evidence.loader.js';
import { EvidenceService } from '../evidence/evidence.service.js';
import { loaderOf, teamLoader, unitLoader, userLoader } from '../exercise/exercise.loader.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { IdentityService } from '../identity/identity.service.js';
import { AppealRightsService } from './appeal-rights.service.js';
import { AppealViewService } from './appeal-view.service.js';
import { Appeal, AppealActRow, AppealStateEnum } from './appeal.entity.js';
import { AppealService, arbitrationUntil, stateOf } from './appeal.service.js';
import { AppealCheckpoint, AppealedDecision, AppealedThing, AppealRights } from './appeal.types.js';

/** What an appeal is about and how it stands. */
@Resolver(() => Appeal)
export class AppealEdges {
  constructor(
    private readonly appeals: AppealService,
    private readonly views: AppealViewService,
    private readonly rightsOf: AppealRightsService,
  ) {}

  @ResolveField(() => AppealStateEnum)
  async state(@Parent() appeal: Appeal, @Context() context: ApiContext): Promise<AppealState> {
    return stateOf(await this.actsOf(appeal, context));
  }

  @ResolveField(() => Boolean, { description: 'Nothing more can come of it' })
  async isOver(@Parent() appeal: Appeal, @Context() context: ApiContext): Promise<boolean> {
    return this.appeals.isOver(await this.actsOf(appeal, context));
  }

  @ResolveField(() => Date, { nullable: true, description: 'Last instant to ask for arbitration' })
  async arbitrationUntil(@Parent() appeal: Appeal, @Context() context: ApiContext): Promise<Date | null> {
    return arbitrationUntil(await this.actsOf(appeal, context));
  }

  @ResolveField(() => [AppealActRow], { description: 'Oldest first' })
  acts(@Parent() appeal: Appeal, @Context() context: ApiContext): Promise<readonly AppealActRow[]> {
    return this.actsOf(appeal, context);
  }

  @ResolveField(() => AppealedThing)
  thing(@Parent() appeal: Appeal, @Asker() viewer: Viewer | null): Promise<AppealedThing> {
    return this.views.thing(appeal, viewer);
  }

  @ResolveField(() => AppealedDecision, { nullable: true })
  decision(@Parent() appeal: Appeal, @Asker() viewer: Viewer | null): Promise<AppealedDecision | null> {
    return this.views.decision(appeal, viewer);
  }

  @ResolveField(() => AppealedDecision, { nullable: true, description: 'What took its place, once in effect' })
  async result(
    @Parent() appeal: Appeal,
    @Context() context: ApiContext,
    @Asker() viewer: Viewer | null,
  ): Promise<AppealedDecision | null> {
    return this.views.result(appeal, await this.actsOf(appeal, context), viewer);
  }

  @ResolveField(() => [AppealedDecision], { nullable: true, description: 'Null for the parties' })
  history(@Parent() appeal: Appeal, @Asker() viewer: Viewer | null): Promise<AppealedDecision[] | null> {
    return this.views.history(appeal, viewer);
  }

  @ResolveField(() => AppealRights, { description: 'What the viewer may do with it' })
  async rights(
    @Parent() appeal: Appeal,
    @Context() context: ApiContext,
    @Asker() viewer: Viewer | null,
  ): Promise<AppealRights> {
    return this.rightsOf.of(appeal, await this.actsOf(appeal, context), viewer);
  }

  @ResolveField(() => AppealCheckpoint, { nullable: true, description: 'Null before one covers the last act' })
  async checkpoint(@Parent() appeal: Appeal, @Context() context: ApiContext): Promise<AppealCheckpoint | null> {
    const last = (await this.actsOf(appeal, context)).at(-1)?.seq ?? appeal.seq;
    return this.views.checkpoint(appeal.exerciseId, last);
  }

  @ResolveField(() => String, { description: 'Of the journal record of its filing' })
  hash(@Parent() { exerciseId, seq }: Appeal): Promise<string> {
    return this.views.hashOf(exerciseId, seq);
  }

  /** Acts of all appeals of one answer are read once. */
  private async actsOf({ id }: Appeal, context: ApiContext): Promise<readonly AppealActRow[]> {
    const loader = loaderOf(context, 'appealActs', async (ids) => {
      const acts = await this.appeals.actsOf(ids);
      return ids.map((appealId) => ({ id: appealId, acts: acts.get(appealId) ?? [] }));
    });
    return (await loader.load(id)).acts;
  }
}

/** Whose appeal it is, and with what evidence. */
@Resolver(() => Appeal)
export class AppealPartyEdges {
  constructor(
    private readonly exercises: ExerciseService,
    private readonly identity: IdentityService,
    private readonly evidenceService: EvidenceService,
  ) {}

  @ResolveField(() => SideEnum)
  side(@Parent() { subjectKind }: Appeal): Side {
    return subjectKind === 'NODE' ? 'ATTACK' : 'DEFENSE';
  }

  @ResolveField(() => String)
  async partyName(@Parent() { subjectKind, partyId }: Appeal, @Context() context: ApiContext): Promise<string> {
    const loader = subjectKind === 'NODE' ? teamLoader : unitLoader;
    return (await loader(context, this.exercises).load(partyId)).name;
  }

  @ResolveField(() => String)
  async filedByName(@Parent() { filedById }: Appeal, @Context() context: ApiContext): Promise<string> {
    return (await userLoader(context, this.identity).load(filedById)).displayName;
  }

  @ResolveField(() => [Evidence])
  evidence(@Parent() { evidenceIds }: Appeal, @Context() context: ApiContext): Promise<Evidence[]> {
    return evidenceOf(context, this.evidenceService, evidenceIds);
  }
}

/** Edges of an act. */
@Resolver(() => AppealActRow)
export class AppealActEdges {
  constructor(
    private readonly identity: IdentityService,
    private readonly views: AppealViewService,
  ) {}

  @ResolveField(() => String)
  async actorName(@Parent() { actorId }: AppealActRow, @Context() context: ApiContext): Promise<string> {
    return (await userLoader(context, this.identity).load(actorId)).displayName;
  }

  @ResolveField(() => String, { nullable: true, description: 'Of the rescoring set; null for the parties' })
  setCode(@Parent() act: AppealActRow, @Asker() viewer: Viewer | null): Promise<string | null> {
    return this.views.setCode(act, viewer);
  }

  @ResolveField(() => ID, { nullable: true, description: 'The rescoring set; null for the parties' })
  setId(@Parent() { exerciseId, rescoringSetId }: AppealActRow, @Asker() viewer: Viewer | null): string | null {
    return seesBothSides(viewer, exerciseId) ? rescoringSetId : null;
  }

  @ResolveField(() => String, { description: 'Of its journal record' })
  hash(@Parent() { exerciseId, seq }: AppealActRow): Promise<string> {
    return this.views.hashOf(exerciseId, seq);
  }
}
