import { graphql } from '../../gql/gql.js';
import type { RuleSetPartsFragment } from '../../gql/graphql.js';

/** A rule-set with everything a person reads; other documents of this feature name it. */
export const RuleSetParts = graphql(`
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
        key
        title {
          ...LocalParts
        }
        settings {
          path
          value
        }
      }
    }
    settings {
      path
      value
    }
    note
    addedAt
    caps {
      key
      title {
        ...LocalParts
      }
      limit
      within
    }
    multipliers {
      list {
        kind
        clause {
          ...LocalParts
        }
        times
        limit
        scope
        counts
        zeroTakesPlace
      }
      rounding
      places
      roundEach
      capStage
      deductionStage
    }
    abnormal {
      title {
        ...LocalParts
      }
      clause {
        ...LocalParts
      }
      graceMinutes
      stepMinutes
      tiers {
        untilMinutes
        points
      }
      tiersFrom
      rounding
      roundingSpan
      episodes
    }
    drill {
      ...RuleDrillParts
    }
    rating {
      factors {
        key
        symbol
        title {
          ...LocalParts
        }
        group {
          ...LocalParts
        }
        levels {
          level
          title {
            ...LocalParts
          }
        }
        parts {
          symbol
          title {
            ...LocalParts
          }
        }
      }
      values {
        key
        symbol
        kind
        title {
          ...LocalParts
        }
        formula {
          expression
          nodes {
            op
            args
            name
            value
            label {
              zh
              en
            }
          }
        }
      }
      grades {
        key
        title {
          ...LocalParts
        }
        from
      }
    }
    examples {
      name
      title {
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

/** Texts and prices inside it. */
export const RulePieces = graphql(`
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
`);

export type RuleSetData = RuleSetPartsFragment;
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
