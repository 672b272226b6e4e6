import { graphql } from '../../gql/gql.js';
import type {
  DisagreementsQuery,
  LinkIncidentChoicesQuery,
  LinkProposalsQuery,
  LinkSubmissionChoicesQuery,
} from '../../gql/graphql.js';

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
      isLate
      since
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

export const DisagreementsDocument = graphql(`
  query Disagreements($exerciseId: ID!) {
    disagreements(exerciseId: $exerciseId) {
      linkId
      result {
        id
        code
        title
        partyName
      }
      incident {
        id
        code
        title
        partyName
      }
      contradictions {
        code
        params {
          name
          value
        }
      }
      attack {
        startedAt
        endedAt
        addresses
        accepted {
          nodeId
          ordinal
          asset
        }
      }
      defense {
        startedAt
        discoveredAt
        respondedAt
        outcome
        addresses
      }
      settlement {
        finding
        reason
        refereeName
        recordedAt
      }
    }
  }
`);

export const SettleDisagreementDocument = graphql(`
  mutation SettleDisagreement($input: SettleDisagreementInput!) {
    settleDisagreement(input: $input) {
      linkId
    }
  }
`);

export type DisagreementView = DisagreementsQuery['disagreements'][number];
export type Proposal = LinkProposalsQuery['linkProposals'][number];
export type IncidentChoice = LinkIncidentChoicesQuery['incidents']['nodes'][number];
export type SubmissionChoice = LinkSubmissionChoicesQuery['submissions']['nodes'][number];
