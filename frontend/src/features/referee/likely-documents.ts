import { graphql } from '../../gql/gql.js';
import type { DuplicateProposalsQuery, LikelyCounterpartsQuery } from '../../gql/graphql.js';

export const DuplicateProposalsDocument = graphql(`
  query DuplicateProposals($submissionId: ID!) {
    duplicateProposals(submissionId: $submissionId) {
      score
      isEarlier
      isSameParty
      work {
        id
        code
        partyName
        unitName
        filedAt
      }
      reasons {
        code
        params {
          name
          value
        }
      }
      nodes {
        nodeId
        ordinal
        otherNodeId
        otherOrdinal
      }
    }
  }
`);

export const LikelyCounterpartsDocument = graphql(`
  query LikelyCounterparts($subjectId: ID!) {
    likelyCounterparts(subjectId: $subjectId) {
      incidentId
      incidentCode
      incidentTitle
      unitName
      score
      isLinked
      isLate
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

export const DismissProposalDocument = graphql(`
  mutation DismissProposal($input: DismissProposalInput!) {
    dismissProposal(input: $input)
  }
`);

export type Duplicate = DuplicateProposalsQuery['duplicateProposals'][number];
export type Counterpart = LikelyCounterpartsQuery['likelyCounterparts'][number];
