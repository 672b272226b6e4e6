import { graphql } from '../../gql/gql.js';
import type { PolicyPageQuery, RelationsPageQuery } from '../../gql/graphql.js';

graphql(`
  fragment WholePolicy on AdjudicationPolicy {
    claimMinutes
    serviceMinutes {
      HIGH
      NORMAL
      LOW
    }
    reviews {
      fromClaimedPoints
      referees
      priority
    }
    markReferees
    agreementShare
    settlement
    groups {
      key
      name
      refereeIds
    }
    assignments {
      side
      unitId
      groupKey
    }
    reasonTemplates {
      key
      use
      text
    }
    returnHours
    maxReturns
    appealHours
    arbitrationHours
    publicNoticeHours
    retentionDays
  }
`);

graphql(`
  fragment PolicyOfExercise on ExercisePolicy {
    exerciseId
    maySet
    current {
      ...WholePolicy
    }
    versions {
      id
      seq
      reason
      recordedAt
      setByName
    }
  }
`);

export const PolicyPageDocument = graphql(`
  query PolicyPage($exerciseId: ID!, $code: String!) {
    adjudicationPolicy(exerciseId: $exerciseId) {
      ...PolicyOfExercise
    }
    referees(exerciseId: $exerciseId) {
      userId
      displayName
      isChief
    }
    exercise(code: $code) {
      id
      units {
        id
        name
        parentId
      }
    }
  }
`);

export const SetPolicyDocument = graphql(`
  mutation SetPolicy($input: SetAdjudicationPolicyInput!) {
    setAdjudicationPolicy(input: $input) {
      ...PolicyOfExercise
    }
  }
`);

graphql(`
  fragment Relation on RefereeRelation {
    id
    refereeId
    refereeName
    partyId
    partyName
    side
    kind
    note
    declaredByName
    declaredAt
    endedAt
    endedByName
    endReason
    mayEnd
  }
`);

export const RelationsPageDocument = graphql(`
  query RelationsPage($exerciseId: ID!, $code: String!) {
    refereeRelations(exerciseId: $exerciseId) {
      ...Relation
    }
    referees(exerciseId: $exerciseId) {
      userId
      displayName
      isChief
    }
    exercise(code: $code) {
      id
      units {
        id
        name
        parentId
      }
      attackTeams {
        id
        name
      }
    }
  }
`);

export const DeclareRelationDocument = graphql(`
  mutation DeclareRelation($input: DeclareRelationInput!) {
    declareRelation(input: $input) {
      ...Relation
    }
  }
`);

export const EndRelationDocument = graphql(`
  mutation EndRelation($input: EndRelationInput!) {
    endRelation(input: $input) {
      ...Relation
    }
  }
`);

export type PolicyPageData = PolicyPageQuery;
export type RelationsPageData = RelationsPageQuery;
