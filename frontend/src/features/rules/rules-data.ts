import { graphql } from '../../gql/gql.js';
import type { RulesQuery } from '../../gql/graphql.js';

export const RulesDocument = graphql(`
  query Rules($code: String!) {
    exercise(code: $code) {
      attackRuleSet {
        ...RuleSetParts
      }
      defenseRuleSet {
        ...RuleSetParts
      }
    }
  }
  fragment LocalParts on LocalText {
    zh
    en
  }
  fragment PriceParts on RulePrice {
    points
    each
    judgedMin
    judgedMax
    isJudged
  }
  fragment RuleSetParts on RuleSet {
    hash
    key
    version
    title {
      ...LocalParts
    }
    summary {
      ...LocalParts
    }
    source {
      ...LocalParts
    }
    isExample
    text
    doubts {
      key
      clause
      text {
        ...LocalParts
      }
      chosen {
        ...LocalParts
      }
      alternatives {
        ...LocalParts
      }
    }
    categories {
      key
      row
      group {
        ...LocalParts
      }
      title {
        ...LocalParts
      }
      clause {
        ...LocalParts
      }
      privileges {
        key
        title {
          ...LocalParts
        }
        price {
          ...PriceParts
        }
      }
      price {
        ...PriceParts
      }
      quantityLabel {
        ...LocalParts
      }
      capKey
      capPoints
      capTitle {
        ...LocalParts
      }
      factorKeys
      evidence {
        ...LocalParts
      }
    }
    factors {
      key
      title {
        ...LocalParts
      }
      clause {
        ...LocalParts
      }
      times
    }
    dimensions {
      key
      title {
        ...LocalParts
      }
      weight
      filedWith
      items {
        key
        title {
          ...LocalParts
        }
        clause {
          ...LocalParts
        }
        weight
        printedWeight
        mark
        evidence {
          ...LocalParts
        }
      }
    }
    means {
      key
      symbol
      title {
        ...LocalParts
      }
    }
    bonusKinds {
      key
      title {
        ...LocalParts
      }
      clause {
        ...LocalParts
      }
      capPoints
      evidence {
        ...LocalParts
      }
    }
    options {
      key
      value
    }
    recoveryShare
    reportLimit
    bonusCap
    weightRepair {
      ...LocalParts
    }
    formulas {
      key
      when
      title {
        ...LocalParts
      }
      expression
      nodes {
        op
        args
        name
        value
      }
    }
  }
`);

export type RuleSetData = NonNullable<RulesQuery['exercise']>['attackRuleSet'];
export type CategoryData = RuleSetData['categories'][number];
export type PriceData = NonNullable<CategoryData['price']>;

/** Categories under their headings, in the order of the rule-set. */
export function byGroup(categories: readonly CategoryData[]): { group: CategoryData['group']; rows: CategoryData[] }[] {
  const groups = new Map<string, { group: CategoryData['group']; rows: CategoryData[] }>();
  for (const category of categories) {
    const known = groups.get(category.group.zh) ?? { group: category.group, rows: [] };
    known.rows.push(category);
    groups.set(category.group.zh, known);
  }
  return [...groups.values()];
}
