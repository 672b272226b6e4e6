import { graphql } from '../../gql/gql.js';
import type { RefereeAttackRulesQuery } from '../../gql/graphql.js';

export const RefereeAttackRulesDocument = graphql(`
  query RefereeAttackRules($attack: ID!, $defense: ID!) {
    attack: ruleSet(hash: $attack) {
      hash
      key
      version
      multipliers {
        list {
          kind
        }
      }
      categories {
        key
        row
        capKey
        capPoints
        factorKeys
        group {
          zh
          en
        }
        title {
          zh
          en
        }
        clause {
          zh
          en
        }
        capTitle {
          zh
          en
        }
        quantityLabel {
          zh
          en
        }
        privileges {
          key
          title {
            zh
            en
          }
          price {
            ...PriceView
          }
        }
        price {
          ...PriceView
        }
        measures {
          key
          title {
            zh
            en
          }
          unit {
            zh
            en
          }
        }
        evidence {
          zh
          en
        }
      }
      factors {
        key
        times
        title {
          zh
          en
        }
        clause {
          zh
          en
        }
      }
    }
    defense: ruleSet(hash: $defense) {
      means {
        key
        symbol
        title {
          zh
          en
        }
      }
    }
  }
`);

graphql(`
  fragment PriceView on RulePrice {
    points
    each
    judgedMin
    judgedMax
    isJudged
  }
`);

export type AttackRules = NonNullable<RefereeAttackRulesQuery['attack']>;
export type Category = AttackRules['categories'][number];
export type Price = NonNullable<Category['price']>;
export type Means = NonNullable<RefereeAttackRulesQuery['defense']>['means'][number];
