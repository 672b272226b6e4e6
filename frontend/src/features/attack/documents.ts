import { graphql } from '../../gql/gql.js';
import type { AttackRulesQuery, AttackFieldQuery, SubmissionFullFragment } from '../../gql/graphql.js';

graphql(`
  fragment EvidenceParts on Evidence {
    id
    fileName
    sizeBytes
    sha256
    mediaType
    isImage
    recordedAt
    receiptSeq
  }
`);

graphql(`
  fragment StepParts on Step {
    code
    params {
      name
      value
    }
  }
`);

graphql(`
  fragment RulePriceParts on RulePrice {
    points
    each
    judgedMin
    judgedMax
    isJudged
  }
`);

/** The pinned rules an attack team files by: categories with their prices, and the means of attack. */
export const AttackRulesDocument = graphql(`
  query AttackRules($attack: ID!, $defense: ID!) {
    attack: ruleSet(hash: $attack) {
      hash
      key
      isExample
      title {
        zh
        en
      }
      categories {
        key
        row
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
        privileges {
          key
          title {
            zh
            en
          }
          price {
            ...RulePriceParts
          }
        }
        price {
          ...RulePriceParts
        }
        quantityLabel {
          zh
          en
        }
        capKey
        capPoints
        capTitle {
          zh
          en
        }
        evidence {
          zh
          en
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
    defense: ruleSet(hash: $defense) {
      hash
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

/** Where a team may attack and from where: units, targets, its own egress addresses. */
export const AttackFieldDocument = graphql(`
  query AttackField($code: String!) {
    exercise(code: $code) {
      id
      units {
        id
        parentId
        rootId
        name
        industry
        isKeyUnit
        isParticipant
      }
      attackTeams {
        id
        name
        sourceAddresses {
          id
          cidr
          validFrom
          validTo
        }
      }
      targets {
        id
        unitId
        name
        targetClass
        address
        url
        description
      }
    }
  }
`);

graphql(`
  fragment SubmissionFull on Submission {
    id
    code
    exerciseId
    state
    version
    title
    startedAt
    endedAt
    sourceAddresses
    controlledAddresses
    summary
    remediation
    filedBy
    filedAt
    receiptSeq
    updatedAt
    versionNo
    withdrawnAt
    withdrawReason
    returns {
      ...ReturnParts
    }
    versions {
      ...FiledVersionParts
    }
    points
    team {
      id
      name
    }
    unit {
      id
      name
    }
    target {
      id
      name
    }
    missing {
      path
      code
    }
    claim {
      refereeName
      expiresAt
    }
    nodes {
      id
      ordinal
      parentId
      assetName
      systemKey
      zone
      sourceAddress
      destinationAddress
      url
      startedAt
      endedAt
      means
      technique
      categoryKey
      privilegeKey
      quantity
      narrative
      claimedPoints
      evidence {
        ...EvidenceParts
      }
      verdict {
        id
        outcome
      }
      verdicts {
        id
        outcome
        categoryKey
        privilegeKey
        quantity
        judgedPoints
        reason
        refereeName
        recordedAt
        seq
      }
      award {
        points
        steps {
          ...StepParts
        }
        zeroReason {
          ...StepParts
        }
      }
    }
  }
`);

export const SubmissionDocument = graphql(`
  query Submission($id: ID!) {
    submission(id: $id) {
      ...SubmissionFull
    }
  }
`);

export const VersionDifferenceDocument = graphql(`
  query SubmissionDifference($id: ID!, $from: Int!, $to: Int!) {
    submissionDifference(submissionId: $id, from: $from, to: $to) {
      ...DifferenceParts
    }
  }
`);

export const WithdrawSubmissionDocument = graphql(`
  mutation WithdrawSubmission($input: WithdrawSubmissionInput!) {
    withdrawSubmission(input: $input) {
      id
      state
    }
  }
`);

export type AttackRules = NonNullable<AttackRulesQuery['attack']>;
export type AttackCategory = AttackRules['categories'][number];
export type Means = NonNullable<AttackRulesQuery['defense']>['means'][number];
export type AttackField = NonNullable<AttackFieldQuery['exercise']>;
export type FullSubmission = SubmissionFullFragment;
export type FullNode = SubmissionFullFragment['nodes'][number];
