import { graphql } from '../../gql/gql.js';
import type { RescoringViewFragment } from '../../gql/graphql.js';

graphql(`
  fragment RescoringHead on RescoringSet {
    id
    code
    kind
    state
    reason
    publicReason
    proposedByName
    proposedAt
    proposedSeq
    settledByName
    settledAt
    settledSeq
    cancelReason
    acts {
      approve
      apply
      cancel
      isOwn
      needsOrganizer
    }
    previewHash
    approvals {
      id
      approverName
      comment
      previewHash
      recordedAt
    }
    changes {
      name
      subject
      ordinal
      before {
        zh
        en
      }
      after {
        zh
        en
      }
    }
  }
`);

graphql(`
  fragment RescoredLineView on RescoredLine {
    amount
    ruleRow
    ruleTitle {
      zh
      en
    }
    steps {
      code
      params {
        name
        value
      }
    }
    zeroReason {
      code
      params {
        name
        value
      }
    }
    isProvisional
  }
`);

graphql(`
  fragment RescoringView on RescoringSet {
    ...RescoringHead
    subjects {
      kind
      id
      code
      title
      nodeId
      evidenceIds
    }
    preview {
      asOfSeq
      previewHash
      obstacle
      reversals
      postings
      dropped
      entries {
        side
        partyId
        partyName
        account
        sourceKind
        sourceId
        resultId
        code
        ordinal
        title
        difference
        before {
          ...RescoredLineView
        }
        after {
          ...RescoredLineView
        }
      }
      parties {
        side
        partyId
        name
        valueBefore
        valueAfter
        rankBefore
        rankAfter
        difference
        hasChangedLines
        isProvisional
        accounts {
          account
          before
          after
        }
      }
      notices {
        side
        partyId
        partyName
        code
        people
        params {
          name
          value
        }
      }
      conflicts {
        id
        code
        kind
      }
    }
  }
`);

export const RescoringsDocument = graphql(`
  query Rescorings($exerciseId: ID!) {
    rescorings(exerciseId: $exerciseId) {
      ...RescoringHead
    }
  }
`);

export const RescoringDocument = graphql(`
  query Rescoring($id: ID!) {
    rescoring(id: $id) {
      ...RescoringView
    }
  }
`);

export const ProposeDocument = graphql(`
  mutation ProposeRescoring($input: ProposeRescoringInput!) {
    proposeRescoring(input: $input) {
      id
      code
    }
  }
`);

export const ApproveDocument = graphql(`
  mutation ApproveRescoring($input: ApproveRescoringInput!) {
    approveRescoring(input: $input) {
      ...RescoringView
    }
  }
`);

export const ApplyDocument = graphql(`
  mutation ApplyRescoring($input: ApplyRescoringInput!) {
    applyRescoring(input: $input) {
      ...RescoringView
    }
  }
`);

export const CancelDocument = graphql(`
  mutation CancelRescoring($input: CancelRescoringInput!) {
    cancelRescoring(input: $input) {
      ...RescoringView
    }
  }
`);

export type Rescoring = RescoringViewFragment;
export type Preview = NonNullable<Rescoring['preview']>;
export type PreviewEntry = Preview['entries'][number];
export type PreviewParty = Preview['parties'][number];
