import { graphql } from '../../gql/gql.js';
import type { LinkChoicesQuery, LinkProposalsQuery } from '../../gql/graphql.js';

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

export const LinkChoicesDocument = graphql(`
  query LinkChoices($exerciseId: ID!) {
    incidents(exerciseId: $exerciseId, first: 200) {
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
    }
    submissions(exerciseId: $exerciseId, first: 200) {
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
export type LinkChoices = LinkChoicesQuery;
