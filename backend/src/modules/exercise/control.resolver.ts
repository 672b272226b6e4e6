import { Args, Mutation, Resolver } from '@nestjs/graphql';
import type { Viewer } from '../../core/access/permissions.js';
import { Allow } from '../../platform/access/allow.js';
import { Asker, requireViewer } from '../../platform/access/viewer.js';
import { AttackTeam } from './attack-team.entity.js';
import { ControlService } from './control.service.js';
import { Exercise } from './exercise.entity.js';
import {
  AddAttackTeamInput,
  AddTargetInput,
  AddUnitInput,
  ConfigureExerciseInput,
  CreateExerciseInput,
  ExerciseCommandInput,
  RegisterSourceAddressInput,
} from './exercise.inputs.js';
import { Target } from './target.entity.js';
import { Unit } from './unit.entity.js';

/** What control does to an exercise. Ending it settles the scores and so belongs to adjudication. */
@Resolver()
export class ControlResolver {
  constructor(private readonly control: ControlService) {}

  @Mutation(() => Exercise)
  @Allow('exercise.create')
  createExercise(@Args('input') input: CreateExerciseInput, @Asker() viewer: Viewer | null): Promise<Exercise> {
    return this.control.create(input, requireViewer(viewer));
  }

  @Mutation(() => Exercise)
  @Allow('exercise.direct')
  configureExercise(@Args('input') input: ConfigureExerciseInput, @Asker() viewer: Viewer | null): Promise<Exercise> {
    return this.control.configure(input, viewer);
  }

  @Mutation(() => Exercise)
  @Allow('exercise.direct')
  startExercise(@Args('input') input: ExerciseCommandInput, @Asker() viewer: Viewer | null): Promise<Exercise> {
    return this.control.start(input, viewer);
  }

  @Mutation(() => Unit)
  @Allow('exercise.direct')
  addUnit(@Args('input') input: AddUnitInput, @Asker() viewer: Viewer | null): Promise<Unit> {
    return this.control.addUnit(input, viewer);
  }

  @Mutation(() => AttackTeam)
  @Allow('exercise.direct')
  addAttackTeam(@Args('input') input: AddAttackTeamInput, @Asker() viewer: Viewer | null): Promise<AttackTeam> {
    return this.control.addAttackTeam(input, viewer);
  }

  @Mutation(() => AttackTeam)
  @Allow('exercise.direct')
  registerSourceAddress(
    @Args('input') input: RegisterSourceAddressInput,
    @Asker() viewer: Viewer | null,
  ): Promise<AttackTeam> {
    return this.control.registerSourceAddress(input, viewer);
  }

  @Mutation(() => Target)
  @Allow('exercise.direct')
  addTarget(@Args('input') input: AddTargetInput, @Asker() viewer: Viewer | null): Promise<Target> {
    return this.control.addTarget(input, viewer);
  }
}
