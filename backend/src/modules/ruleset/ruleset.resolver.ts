import { Args, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow } from '../../platform/access/allow.js';
import { RatingRulesView } from './rule-rating.types.js';
import { ratingRulesView } from './rule-rating.view.js';
import { RuleSetting } from './rule-set-parts.types.js';
import { settingViews } from './rule-set-parts.view.js';
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
  async text(@Parent() { hash }: RuleSetView): Promise<string> {
    return (await this.ruleSets.originOf(hash))?.text ?? '';
  }

  /** Readings chosen instead of the file's own; empty for a file as it stands. */
  @ResolveField(() => [RuleSetting])
  async settings(@Parent() { hash }: RuleSetView): Promise<RuleSetting[]> {
    return settingViews((await this.ruleSets.originOf(hash))?.settings ?? {});
  }

  /** Why this version was made; empty for those that ship with the product. */
  @ResolveField(() => String)
  async note(@Parent() { hash }: RuleSetView): Promise<string> {
    return (await this.ruleSets.originOf(hash))?.note ?? '';
  }

  /** Null for a version that is only being examined. */
  @ResolveField(() => Date, { nullable: true })
  async addedAt(@Parent() { hash }: RuleSetView): Promise<Date | null> {
    return (await this.ruleSets.originOf(hash))?.addedAt ?? null;
  }

  /** Null where nothing is rated by factors. */
  @ResolveField(() => RatingRulesView, { nullable: true })
  rating(@Parent() { ratingRules }: RuleSetView): RatingRulesView | null {
    return ratingRulesView(ratingRules);
  }
}
