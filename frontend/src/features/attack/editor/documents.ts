import { graphql } from '../../../gql/gql.js';

export const SaveSubmissionDraftDocument = graphql(`
  mutation SaveSubmissionDraft($input: SubmissionDraftInput!) {
    saveSubmissionDraft(input: $input) {
      id
      version
      updatedAt
      missing {
        path
        code
      }
    }
  }
`);

export const DiscardSubmissionDraftDocument = graphql(`
  mutation DiscardSubmissionDraft($input: DraftCommandInput!) {
    discardSubmissionDraft(input: $input)
  }
`);

export const FileSubmissionDocument = graphql(`
  mutation FileSubmission($input: FileSubmissionInput!) {
    fileSubmission(input: $input) {
      id
      code
      state
      receiptSeq
    }
  }
`);

export const ResubmitSubmissionDocument = graphql(`
  mutation ResubmitSubmission($input: FileSubmissionInput!) {
    resubmitSubmission(input: $input) {
      id
      code
      state
      versionNo
    }
  }
`);

export const EstimateSubmissionDocument = graphql(`
  query EstimateSubmission($id: ID!) {
    estimateSubmission(id: $id) {
      claimed
      estimated
      nodes {
        nodeId
        claimed
        estimated
        steps {
          ...StepParts
        }
        zeroReason {
          ...StepParts
        }
      }
      caps {
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
  }
`);
