import { graphql } from '../../../gql/gql.js';

export const AttackWaitingDocument = graphql(`
  query AttackWaiting($exerciseId: ID!) {
    waiting(exerciseId: $exerciseId) {
      kind
      subjectId
      code
      title {
        zh
        en
      }
      dueAt
      since
      count
    }
  }
`);

export const TeamSubmissionsDocument = graphql(`
  query TeamSubmissions($exerciseId: ID!, $first: Int!, $after: String) {
    submissions(exerciseId: $exerciseId, first: $first, after: $after) {
      totalCount
      pageInfo {
        endCursor
        hasNextPage
      }
      nodes {
        id
        code
        title
        state
        points
        filedAt
        receiptSeq
        updatedAt
        team {
          id
          name
        }
        unit {
          id
          name
        }
        missing {
          path
          code
        }
        nodes {
          id
          ordinal
          assetName
          claimedPoints
          verdict {
            id
            outcome
            reason
          }
          award {
            points
            zeroReason {
              ...StepParts
            }
          }
        }
      }
    }
  }
`);

export const TeamCapsDocument = graphql(`
  query TeamCaps($exerciseId: ID!) {
    capUsage(exerciseId: $exerciseId) {
      unitId
      unitName
      capKey
      used
      limit
      title {
        zh
        en
      }
    }
  }
`);

export const TeamStandingDocument = graphql(`
  query TeamStanding($exerciseId: ID!, $teamId: ID!) {
    explainScore(exerciseId: $exerciseId, side: ATTACK, partyId: $teamId) {
      history {
        at
        value
      }
    }
    board(exerciseId: $exerciseId, audience: PUBLIC) {
      edition
      attack {
        rank
        previousRank
        partyId
        name
        points
      }
    }
  }
`);
