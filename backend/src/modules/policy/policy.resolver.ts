import { Args, Context, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Viewer } from '../../core/access/permissions.js';
import { Allow } from '../../platform/access/allow.js';
import { type ApiContext, Asker } from '../../platform/access/viewer.js';
import { userLoader } from '../exercise/exercise.loader.js';
import { IdentityService } from '../identity/identity.service.js';
import { PolicySetting } from './policy-setting.service.js';
import { SetAdjudicationPolicyInput } from './policy.inputs.js';
import { ExercisePolicy, PolicyVersion, RefereePerson } from './policy.types.js';

/** How an exercise judges. */
@Resolver(() => PolicyVersion)
export class PolicyResolver {
  constructor(
    private readonly setting: PolicySetting,
    private readonly identity: IdentityService,
  ) {}

  @Query(() => ExercisePolicy)
  @Allow('policy.read')
  adjudicationPolicy(
    @Args('exerciseId', { type: () => ID }) exerciseId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<ExercisePolicy> {
    return this.setting.ofExercise(exerciseId, viewer);
  }

  @Query(() => [RefereePerson], { description: 'Everybody who judges in the exercise' })
  @Allow('policy.read')
  referees(
    @Args('exerciseId', { type: () => ID }) exerciseId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<RefereePerson[]> {
    return this.setting.referees(exerciseId, viewer);
  }

  @Mutation(() => ExercisePolicy)
  @Allow('policy.set')
  setAdjudicationPolicy(
    @Args('input') input: SetAdjudicationPolicyInput,
    @Asker() viewer: Viewer | null,
  ): Promise<ExercisePolicy> {
    return this.setting.set(input, viewer);
  }

  @ResolveField(() => String)
  async setByName(@Parent() { setById }: PolicyVersion, @Context() context: ApiContext): Promise<string> {
    return (await userLoader(context, this.identity).load(setById)).displayName;
  }
}
