import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { grantsIn, seesBothSides, type Viewer } from '../../core/access/permissions.js';
import { Allow } from '../../platform/access/allow.js';
import { Seen } from '../../platform/access/seen.js';
import { type ApiContext, Asker } from '../../platform/access/viewer.js';
import { IdentityService } from '../identity/identity.service.js';
import { User } from '../identity/user.entity.js';
import { AttackTeam, SourceAddress } from './attack-team.entity.js';
import { type ExerciseState, ExerciseStateEnum } from './exercise.enums.js';
import { GrantMembershipInput, RevokeMembershipInput } from './exercise.inputs.js';
import { exerciseLoader, teamLoader, unitLoader, userLoader } from './exercise.loader.js';
import { ExerciseService } from './exercise.service.js';
import { Me } from './exercise.types.js';
import { Membership } from './membership.entity.js';
import { PeopleService } from './people.service.js';
import { Unit } from './unit.entity.js';

/** Who takes part. */
@Resolver(() => Membership)
export class PeopleResolver {
  constructor(
    private readonly exercises: ExerciseService,
    private readonly identity: IdentityService,
    private readonly people: PeopleService,
  ) {}

  @Query(() => Me, { nullable: true, description: 'Null without a session' })
  @Allow('session.open')
  async me(@Asker() viewer: Viewer | null): Promise<Me | null> {
    const [user] = await this.identity.byIds(viewer === null ? [] : [viewer.userId]);
    return user ? { user, memberships: await this.exercises.membershipsOf(user.id) } : null;
  }

  @Mutation(() => Membership)
  @Allow('exercise.direct')
  grantMembership(@Args('input') input: GrantMembershipInput, @Asker() viewer: Viewer | null): Promise<Membership> {
    return this.people.grant(input, viewer);
  }

  @Mutation(() => Boolean)
  @Allow('exercise.direct')
  revokeMembership(@Args('input') input: RevokeMembershipInput, @Asker() viewer: Viewer | null): Promise<boolean> {
    return this.people.revoke(input, viewer);
  }

  @ResolveField(() => User)
  user(@Parent() { userId }: Membership, @Context() context: ApiContext): Promise<User> {
    return userLoader(context, this.identity).load(userId);
  }

  @ResolveField(() => String)
  async exerciseCode(@Parent() { exerciseId }: Membership, @Context() context: ApiContext): Promise<string> {
    return (await exerciseLoader(context, this.exercises).load(exerciseId)).code;
  }

  @ResolveField(() => String)
  async exerciseName(@Parent() { exerciseId }: Membership, @Context() context: ApiContext): Promise<string> {
    return (await exerciseLoader(context, this.exercises).load(exerciseId)).name;
  }

  @ResolveField(() => ExerciseStateEnum)
  async exerciseState(@Parent() { exerciseId }: Membership, @Context() context: ApiContext): Promise<ExerciseState> {
    return (await exerciseLoader(context, this.exercises).load(exerciseId)).state;
  }

  @ResolveField(() => AttackTeam, { nullable: true })
  async team(@Parent() { teamId }: Membership, @Context() context: ApiContext): Promise<AttackTeam | null> {
    return teamId === null ? null : teamLoader(context, this.exercises).load(teamId);
  }

  @ResolveField(() => Unit, { nullable: true })
  async unit(@Parent() { unitId }: Membership, @Context() context: ApiContext): Promise<Unit | null> {
    return unitId === null ? null : unitLoader(context, this.exercises).load(unitId);
  }
}

/** A team's egress addresses: its own members', the referees' and control's business. */
@Resolver(() => AttackTeam)
export class AttackTeamResolver {
  constructor(private readonly exercises: ExerciseService) {}

  @ResolveField(() => [SourceAddress], { nullable: true })
  @Seen('board.watch')
  async sourceAddresses(@Parent() team: AttackTeam, @Asker() viewer: Viewer | null): Promise<SourceAddress[] | null> {
    const isOwn = grantsIn(viewer, team.exerciseId, 'address.read').some(({ teamId }) => teamId === team.id);
    if (!isOwn && !seesBothSides(viewer, team.exerciseId)) return null;
    return this.exercises.sourceAddressesOf([team.id]);
  }
}
