import { graphql } from '../../gql/gql.js';
import type { LinkIncidentChoicesQuery, LinkProposalsQuery, LinkSubmissionChoicesQuery } from '../../gql/graphql.js';

export const LinkProposalsDocument = graphql(`
  query LinkProposals($exerciseId: ID!) {
    linkProposals(exerciseId: $exerciseId) {
      incidentId
      incidentCode
      incidentTitle
      submissionId
      submissionCode
      unitName
      teamName
      score
      isLinked
      linkId
      reasons {
        code
        params {
          name
          value
        }
      }
    }
  }
`);

export const LinkIncidentChoicesDocument = graphql(`
  query LinkIncidentChoices($exerciseId: ID!, $after: String) {
    incidents(exerciseId: $exerciseId, first: 100, after: $after) {
      nodes {
        id
        code
        title
        unit {
          id
          name
          rootId
        }
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);

export const LinkSubmissionChoicesDocument = graphql(`
  query LinkSubmissionChoices($exerciseId: ID!, $after: String) {
    submissions(exerciseId: $exerciseId, first: 100, after: $after) {
      nodes {
        id
        code
        title
        state
        team {
          id
          name
        }
        unit {
          id
          name
          rootId
        }
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);

export const LinkIncidentDocument = graphql(`
  mutation LinkIncident($input: LinkIncidentInput!) {
    linkIncident(input: $input) {
      id
    }
  }
`);

export const UnlinkIncidentDocument = graphql(`
  mutation UnlinkIncident($input: UnlinkIncidentInput!) {
    unlinkIncident(input: $input) {
      id
    }
  }
`);

export type Proposal = LinkProposalsQuery['linkProposals'][number];
export type IncidentChoice = LinkIncidentChoicesQuery['incidents']['nodes'][number];
export type SubmissionChoice = LinkSubmissionChoicesQuery['submissions']['nodes'][number];
