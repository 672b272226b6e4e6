import { Args, Context, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Viewer } from '../../core/access/permissions.js';
import { Allow } from '../../platform/access/allow.js';
import { type ApiContext, Asker, requireViewer } from '../../platform/access/viewer.js';
import { Evidence } from '../evidence/evidence.entity.js';
import { evidenceOf } from '../evidence/evidence.loader.js';
import { EvidenceService } from '../evidence/evidence.service.js';
import { unitLoader } from '../exercise/exercise.loader.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { Unit } from '../exercise/unit.entity.js';
import { BonusClaim } from './bonus-claim.entity.js';
import { BonusService } from './bonus.service.js';
import { BonusDraftInput, FileBonusInput } from './incident.inputs.js';
import { IncidentService } from './incident.service.js';

/** Reads and commands of bonus claims. */
@Resolver(() => BonusClaim)
export class BonusResolver {
  constructor(
    private readonly incidents: IncidentService,
    private readonly bonus: BonusService,
  ) {}

  @Query(() => [BonusClaim], { description: 'Last changed first' })
  @Allow('incident.read')
  bonusClaims(
    @Args('exerciseId', { type: () => ID }) exerciseId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<BonusClaim[]> {
    return this.incidents.bonusClaims(exerciseId, viewer);
  }

  @Mutation(() => BonusClaim)
  @Allow('incident.file')
  saveBonusDraft(@Args('input') input: BonusDraftInput, @Asker() viewer: Viewer | null): Promise<BonusClaim> {
    return this.bonus.save(input, requireViewer(viewer));
  }

  @Mutation(() => BonusClaim)
  @Allow('incident.file')
  fileBonusClaim(@Args('input') input: FileBonusInput, @Asker() viewer: Viewer | null): Promise<BonusClaim> {
    return this.bonus.file(input, requireViewer(viewer));
  }
}

/** Edges of a bonus claim to what other modules own. */
@Resolver(() => BonusClaim)
export class BonusEdges {
  constructor(
    private readonly exercises: ExerciseService,
    private readonly evidenceService: EvidenceService,
  ) {}

  @ResolveField(() => Unit)
  unit(@Parent() { unitId }: BonusClaim, @Context() context: ApiContext): Promise<Unit> {
    return unitLoader(context, this.exercises).load(unitId);
  }

  @ResolveField(() => [Evidence])
  evidence(@Parent() { evidenceIds }: BonusClaim, @Context() context: ApiContext): Promise<Evidence[]> {
    return evidenceOf(context, this.evidenceService, evidenceIds);
  }
}
