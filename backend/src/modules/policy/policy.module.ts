import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ExerciseModule } from '../exercise/exercise.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { StoredPolicy } from './adjudication-policy.entity.js';
import { PolicySetting } from './policy-setting.service.js';
import { PolicyResolver } from './policy.resolver.js';
import { PolicyService } from './policy.service.js';

/** How exercises judge: groups of referees, blind reviews, deadlines. */
@Module({
  imports: [TypeOrmModule.forFeature([StoredPolicy]), ExerciseModule, IdentityModule],
  providers: [PolicyService, PolicySetting, PolicyResolver],
  exports: [PolicyService],
})
export class PolicyModule {}
