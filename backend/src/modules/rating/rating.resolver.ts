import { Args, Context, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { seesBothSides, type Viewer } from '../../core/access/permissions.js';
import { Allow } from '../../platform/access/allow.js';
import { type ApiContext, Asker } from '../../platform/access/viewer.js';
import { userLoader } from '../exercise/exercise.loader.js';
import { IdentityService } from '../identity/identity.service.js';
import { RatingSheet } from './rating-sheet.entity.js';
import { RatingInput, RatingLevelsInput } from './rating.inputs.js';
import { RatingService } from './rating.service.js';
import { ExerciseRating, RatedLevel, RatingResult } from './rating.types.js';

/** Reads and commands of the rating of an exercise. */
@Resolver()
export class RatingResolver {
  constructor(private readonly ratings: RatingService) {}

  @Query(() => ExerciseRating, { description: 'While it runs for referees and control, after its end for its members' })
  @Allow('rating.read')
  rating(
    @Args('exerciseId', { type: () => ID }) exerciseId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<ExerciseRating> {
    return this.ratings.ofExercise(exerciseId, viewer);
  }

  @Query(() => RatingResult)
  @Allow('rating.record')
  previewRating(@Args('input') input: RatingLevelsInput, @Asker() viewer: Viewer | null): Promise<RatingResult> {
    return this.ratings.preview(input, viewer);
  }

  @Mutation(() => RatingSheet)
  @Allow('rating.record')
  recordRating(@Args('input') input: RatingInput, @Asker() viewer: Viewer | null): Promise<RatingSheet> {
    return this.ratings.record(input, viewer);
  }
}

/** A sheet with what it comes to. */
@Resolver(() => RatingSheet)
export class RatingSheetResolver {
  constructor(
    private readonly ratings: RatingService,
    private readonly identity: IdentityService,
  ) {}

  @ResolveField(() => [RatedLevel])
  levels(@Parent() { levels }: RatingSheet): RatedLevel[] {
    return Object.entries(levels).map(([key, level]) => ({ key, level }));
  }

  @ResolveField(() => RatingResult)
  result(@Parent() sheet: RatingSheet): Promise<RatingResult> {
    return this.ratings.resultOf(sheet);
  }

  /** It names the key path and so both sides. */
  @ResolveField(() => String, { nullable: true, description: 'Null for all but referees and control' })
  comment(@Parent() { exerciseId, comment }: RatingSheet, @Asker() viewer: Viewer | null): string | null {
    return seesBothSides(viewer, exerciseId) ? comment : null;
  }

  @ResolveField(() => String, { nullable: true, description: 'Null for all but referees and control' })
  async recordedBy(
    @Parent() { exerciseId, recordedById }: RatingSheet,
    @Asker() viewer: Viewer | null,
    @Context() context: ApiContext,
  ): Promise<string | null> {
    if (!seesBothSides(viewer, exerciseId)) return null;
    return (await userLoader(context, this.identity).load(recordedById)).displayName;
  }
}
