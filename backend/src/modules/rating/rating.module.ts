import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ExerciseModule } from '../exercise/exercise.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { RuleSetModule } from '../ruleset/ruleset.module.js';
import { RatingSheet } from './rating-sheet.entity.js';
import { RatingResolver, RatingSheetResolver } from './rating.resolver.js';
import { RatingService } from './rating.service.js';

/** Rating of an exercise by factors 演习评级. */
@Module({
  imports: [TypeOrmModule.forFeature([RatingSheet]), ExerciseModule, IdentityModule, RuleSetModule],
  providers: [RatingService, RatingResolver, RatingSheetResolver],
})
export class RatingModule {}
