import { Args, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { grantsIn, seesBothSides, type Viewer } from '../../core/access/permissions.js';
import { Allow } from '../../platform/access/allow.js';
import { Seen } from '../../platform/access/seen.js';
import { Asker, requireViewer } from '../../platform/access/viewer.js';
import { ruleSetView } from '../ruleset/rule-set.view.js';
import { RuleSetView } from '../ruleset/rule-set.types.js';
import { RuleSetService } from '../ruleset/ruleset.service.js';
import { AttackTeam } from './attack-team.entity.js';
import { Exercise } from './exercise.entity.js';
import { ExerciseService } from './exercise.service.js';
import { Membership } from './membership.entity.js';
import { PublicSeqService } from './public-seq.service.js';
import { Target } from './target.entity.js';
import { Unit } from './unit.entity.js';

/** Reads of exercises. */
@Resolver(() => Exercise)
export class ExerciseResolver {
  constructor(
    private readonly service: ExerciseService,
    private readonly ruleSets: RuleSetService,
    private readonly publicSeq: PublicSeqService,
  ) {}

  @Query(() => [Exercise])
  @Allow('session.own')
  exercises(@Asker() viewer: Viewer | null): Promise<Exercise[]> {
    return this.service.visibleTo(requireViewer(viewer));
  }

  @Query(() => Exercise, { nullable: true, description: 'Public facts of an exercise; null for a draft of others' })
  @Allow('board.watch')
  exercise(@Args('code') code: string, @Asker() viewer: Viewer | null): Promise<Exercise | null> {
    return this.service.byCode(code, viewer);
  }

  @Seen('feed.follow')
  @ResolveField(() => Int, { description: 'Journal number of the last record the viewer may know of' })
  headSeq(@Parent() { id }: Exercise, @Asker() viewer: Viewer | null): Promise<number> {
    return seesBothSides(viewer, id) ? this.service.headSeq(id) : this.publicSeq.of(id);
  }

  @ResolveField(() => RuleSetView)
  async attackRuleSet(@Parent() exercise: Exercise): Promise<RuleSetView> {
    return ruleSetView(await this.ruleSets.byHash(exercise.attackRuleSetHash));
  }

  @ResolveField(() => RuleSetView)
  async defenseRuleSet(@Parent() exercise: Exercise): Promise<RuleSetView> {
    return ruleSetView(await this.ruleSets.byHash(exercise.defenseRuleSetHash));
  }

  @ResolveField(() => [Unit])
  units(@Parent() { id }: Exercise): Promise<Unit[]> {
    return this.service.unitsOf(id);
  }

  @ResolveField(() => [AttackTeam])
  attackTeams(@Parent() { id }: Exercise): Promise<AttackTeam[]> {
    return this.service.teamsOf(id);
  }

  @ResolveField(() => [Target], { description: 'Defenders get those of their own unit; anonymous callers none' })
  targets(@Parent() { id }: Exercise, @Asker() viewer: Viewer | null): Promise<Target[]> {
    return this.service.targetsFor(id, viewer);
  }

  @ResolveField(() => [Membership])
  @Seen('member.read')
  async members(@Parent() { id }: Exercise, @Asker() viewer: Viewer | null): Promise<Membership[]> {
    return grantsIn(viewer, id, 'member.read').length > 0 ? this.service.membersOf(id) : [];
  }
}

/** The unit of a target. */
@Resolver(() => Target)
export class TargetResolver {
  constructor(private readonly service: ExerciseService) {}

  @ResolveField(() => Unit)
  unit(@Parent() { unitId }: Target): Promise<Unit> {
    return this.service.rowById(Unit, unitId);
  }
}
