import { Args, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow } from '../../platform/access/allow.js';
import { ruleSetView } from './rule-set.view.js';
import { RuleSetView } from './rule-set.types.js';
import { RuleSetService } from './ruleset.service.js';

/** Rule-sets are public: whoever is scored may read by what. */
@Resolver(() => RuleSetView)
export class RuleSetResolver {
  constructor(private readonly ruleSets: RuleSetService) {}

  @Query(() => [RuleSetView], { name: 'ruleSets' })
  @Allow('ruleset.read')
  async allRuleSets(): Promise<RuleSetView[]> {
    return (await this.ruleSets.all()).map(ruleSetView);
  }

  @Query(() => RuleSetView, { nullable: true })
  @Allow('ruleset.read')
  async ruleSet(@Args('hash', { type: () => ID }) hash: string): Promise<RuleSetView> {
    return ruleSetView(await this.ruleSets.byHash(hash));
  }

  /** The YAML as stored. */
  @ResolveField(() => String)
  text(@Parent() { hash }: RuleSetView): Promise<string> {
    return this.ruleSets.textOf(hash);
  }
}
