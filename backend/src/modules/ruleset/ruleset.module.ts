import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { RuleSetCheckResolver } from './rule-set-check.resolver.js';
import { RuleSetCheckService } from './rule-set-check.service.js';
import { RuleSetResolver } from './ruleset.resolver.js';
import { StoredRuleSet } from './rule-set.entity.js';
import { RuleSetService } from './ruleset.service.js';

/** The rules an exercise pins. */
@Module({
  imports: [TypeOrmModule.forFeature([StoredRuleSet])],
  providers: [RuleSetService, RuleSetCheckService, RuleSetResolver, RuleSetCheckResolver],
  exports: [RuleSetService, RuleSetCheckService],
})
export class RuleSetModule {}
