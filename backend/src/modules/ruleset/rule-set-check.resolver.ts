import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Viewer } from '../../core/access/permissions.js';
import { Allow } from '../../platform/access/allow.js';
import { Asker } from '../../platform/access/viewer.js';
import { PublishRuleSetInput, RuleSetFileInput } from './rule-set.inputs.js';
import { RuleSetCheck, RuleSetComparison } from './rule-set-check.types.js';
import { RuleSetCheckService } from './rule-set-check.service.js';
import { RuleSetView } from './rule-set.types.js';
import { ruleSetView } from './rule-set.view.js';

/** Making new versions, and telling two apart. */
@Resolver()
export class RuleSetCheckResolver {
  constructor(private readonly checks: RuleSetCheckService) {}

  /** Examines a file without storing it. */
  @Query(() => RuleSetCheck)
  @Allow('ruleset.write')
  checkRuleSet(@Args('input') input: RuleSetFileInput): Promise<RuleSetCheck> {
    return this.checks.check(input);
  }

  @Query(() => RuleSetComparison)
  @Allow('ruleset.read')
  compareRuleSets(
    @Args('before', { type: () => ID }) before: string,
    @Args('after', { type: () => ID }) after: string,
  ): Promise<RuleSetComparison> {
    return this.checks.compare(before, after);
  }

  /** Adds a version; nothing is scored by it until an exercise pins it. */
  @Mutation(() => RuleSetView)
  @Allow('ruleset.write')
  async publishRuleSet(
    @Args('input') input: PublishRuleSetInput,
    @Asker() viewer: Viewer | null,
  ): Promise<RuleSetView> {
    return ruleSetView(await this.checks.publish(input, viewer));
  }
}
