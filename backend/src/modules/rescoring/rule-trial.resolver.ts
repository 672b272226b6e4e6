import { Args, Query, Resolver } from '@nestjs/graphql';
import type { Viewer } from '../../core/access/permissions.js';
import { Allow } from '../../platform/access/allow.js';
import { Asker } from '../../platform/access/viewer.js';
import { RuleTrial, TryRulesInput } from './rule-trial.types.js';
import { RuleTrialService } from './rule-trial.service.js';

@Resolver()
export class RuleTrialResolver {
  constructor(private readonly trials: RuleTrialService) {}

  /** Computes an exercise under other rules; changes nothing. */
  @Query(() => RuleTrial)
  @Allow('adjudication.read')
  tryRules(@Args('input') input: TryRulesInput, @Asker() viewer: Viewer | null): Promise<RuleTrial> {
    return this.trials.run(input, viewer);
  }
}
