import { graphql } from '../../gql/gql.js';
import type { AppealedNodeQuery, AppealRulesQuery } from '../../gql/graphql.js';

/** The node appealed, with the verdict in force. */
export const AppealedNodeDocument = graphql(`
  query AppealedNode($id: ID!) {
    submission(id: $id) {
      id
      code
      title
      team {
        name
      }
      unit {
        name
      }
      nodes {
        id
        ordinal
        assetName
        narrative
        sourceAddress
        destinationAddress
        evidence {
          id
          fileName
          sizeBytes
          sha256
          mediaType
          isImage
          recordedAt
          receiptSeq
        }
        verdict {
          id
          outcome
          categoryKey
          privilegeKey
          quantity
          judgedPoints
          deductionPoints
          systemKey
          factors
          vulnerabilityKey
          measures {
            name
            value
          }
        }
      }
    }
  }
`);

export const AppealRulesDocument = graphql(`
  query AppealRules($attack: ID!) {
    ruleSet(hash: $attack) {
      hash
      key
      multipliers {
        list {
          kind
        }
      }
      categories {
        key
        row
        factorKeys
        title {
          zh
          en
        }
        clause {
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
        }
        measures {
          key
          title {
            zh
            en
          }
        }
      }
      factors {
        key
        title {
          zh
          en
        }
      }
    }
  }
`);

/** The incident appealed, with the mark sheet in force and the items of the rubric. */
export const AppealedMarksDocument = graphql(`
  query AppealedMarks($id: ID!, $defense: ID!) {
    incident(id: $id) {
      id
      code
      title
      marks {
        id
        comment
        marks {
          itemKey
          share
          comment
        }
      }
    }
    ruleSet(hash: $defense) {
      dimensions {
        key
        title {
          zh
          en
        }
        items {
          key
          mark
          title {
            zh
            en
          }
        }
      }
    }
  }
`);

export type AppealedNode = NonNullable<AppealedNodeQuery['submission']>['nodes'][number];
export type AppealCategory = NonNullable<AppealRulesQuery['ruleSet']>['categories'][number];
