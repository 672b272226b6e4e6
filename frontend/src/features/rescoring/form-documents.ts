import { graphql } from '../../gql/gql.js';

/** Teams and units a proposal may be about. */
export const RescoringPartiesDocument = graphql(`
  query RescoringParties($code: String!) {
    exercise(code: $code) {
      id
      units {
        id
        name
        parentId
        rootId
        isParticipant
        isKnockedOut
      }
      attackTeams {
        id
        name
      }
    }
  }
`);

/** Filed results, newest receipt first. */
export const RescoringResultsDocument = graphql(`
  query RescoringResults($exerciseId: ID!, $after: String) {
    submissions(exerciseId: $exerciseId, first: 100, after: $after) {
      nodes {
        id
        code
        title
        unit {
          id
          name
          rootId
        }
        team {
          name
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

/** One incident with the links that stand. */
export const RescoringIncidentDocument = graphql(`
  query RescoringIncident($id: ID!) {
    incident(id: $id) {
      id
      code
      title
      unit {
        id
        name
        rootId
      }
      links {
        id
        submissionId
        submissionCode
      }
    }
  }
`);

/** One result with its nodes. */
export const RescoringResultDocument = graphql(`
  query RescoringResult($id: ID!) {
    submission(id: $id) {
      id
      code
      title
      nodes {
        id
        ordinal
        assetName
        verdict {
          id
          vulnerabilityKey
        }
      }
    }
  }
`);

export const RescoringGroupsDocument = graphql(`
  query RescoringGroups($exerciseId: ID!) {
    vulnerabilityKeys(exerciseId: $exerciseId)
  }
`);

export const RescoringRulesDocument = graphql(`
  query RescoringRules {
    ruleSets {
      hash
      key
      version
      title {
        zh
        en
      }
      categories {
        key
      }
      dimensions {
        key
      }
    }
  }
`);
