import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { RuleSetResolver } from './ruleset.resolver.js';
import { StoredRuleSet } from './rule-set.entity.js';
import { RuleSetService } from './ruleset.service.js';

/** The rules an exercise pins. */
@Module({
  imports: [TypeOrmModule.forFeature([StoredRuleSet])],
  providers: [RuleSetService, RuleSetResolver],
  exports: [RuleSetService],
})
export class RuleSetModule {}
