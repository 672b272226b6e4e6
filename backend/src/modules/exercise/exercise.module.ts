import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { IdentityModule } from '../identity/identity.module.js';
import { RuleSetModule } from '../ruleset/ruleset.module.js';
import { AttackTeam, SourceAddress } from './attack-team.entity.js';
import { ControlResolver } from './control.resolver.js';
import { ControlService } from './control.service.js';
import { Exercise } from './exercise.entity.js';
import { ExerciseResolver, TargetResolver } from './exercise.resolver.js';
import { ExerciseService } from './exercise.service.js';
import { Membership } from './membership.entity.js';
import { NumberingService } from './numbering.service.js';
import { AttackTeamResolver, PeopleResolver } from './people.resolver.js';
import { PeopleService } from './people.service.js';
import { PublicSeqService } from './public-seq.service.js';
import { Target } from './target.entity.js';
import { Unit } from './unit.entity.js';

/** Exercises: units, teams, targets, people. */
@Module({
  imports: [
    TypeOrmModule.forFeature([Exercise, Unit, AttackTeam, SourceAddress, Target, Membership]),
    IdentityModule,
    RuleSetModule,
  ],
  providers: [
    ExerciseService,
    NumberingService,
    ControlService,
    PeopleService,
    PublicSeqService,
    ExerciseResolver,
    TargetResolver,
    ControlResolver,
    PeopleResolver,
    AttackTeamResolver,
  ],
  exports: [ExerciseService, NumberingService, ControlService, PeopleService, PublicSeqService],
})
export class ExerciseModule {}
