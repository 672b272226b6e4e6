import { graphql } from '../../gql/gql.js';
import type { DuplicatePairsQuery, VulnerabilityGroupsQuery } from '../../gql/graphql.js';

export const DuplicatePairsDocument = graphql(`
  query DuplicatePairs($exerciseId: ID!) {
    duplicatePairs(exerciseId: $exerciseId) {
      kind
      score
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
      first {
        id
        code
        title
        partyName
        unitName
        filedAt
      }
      second {
        id
        code
        title
        partyName
        unitName
        filedAt
      }
    }
  }
`);

export const VulnerabilityGroupsDocument = graphql(`
  query VulnerabilityGroups($exerciseId: ID!) {
    vulnerabilityGroups(exerciseId: $exerciseId) {
      key
      members {
        memberId
        ordinal
        name
        isFirst
        points
        zeroReason {
          code
          params {
            name
            value
          }
        }
        work {
          id
          code
          partyName
          unitName
          filedAt
        }
      }
    }
  }
`);

export const EventGroupsDocument = graphql(`
  query EventGroups($exerciseId: ID!) {
    eventGroups(exerciseId: $exerciseId) {
      key
      members {
        memberId
        ordinal
        name
        isFirst
        points
        zeroReason {
          code
          params {
            name
            value
          }
        }
        work {
          id
          code
          partyName
          unitName
          filedAt
        }
      }
    }
  }
`);

/** Nodes that may be grouped: only judged ones can be. */
export const GroupableNodesDocument = graphql(`
  query GroupableNodes($id: ID!) {
    submission(id: $id) {
      id
      code
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

export const ProposeGroupDocument = graphql(`
  mutation ProposeGroup($input: ProposeRescoringInput!) {
    proposeRescoring(input: $input) {
      id
    }
  }
`);

export const DismissPairDocument = graphql(`
  mutation DismissPair($input: DismissProposalInput!) {
    dismissProposal(input: $input)
  }
`);

export type SuspectedPair = DuplicatePairsQuery['duplicatePairs'][number];
export type Group = VulnerabilityGroupsQuery['vulnerabilityGroups'][number];
export type Member = Group['members'][number];
/** What a group is of. */
export type GroupKind = 'DUPLICATE' | 'EVENT';
