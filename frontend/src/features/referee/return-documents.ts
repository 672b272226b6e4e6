import { graphql } from '../../gql/gql.js';
import type { ReturnReason } from '../../gql/schema.js';

/** Hours and number of returns by the policy in force. */
export const ReturnPolicyDocument = graphql(`
  query ReturnPolicy($exerciseId: ID!) {
    adjudicationPolicy(exerciseId: $exerciseId) {
      current {
        returnHours
        maxReturns
      }
    }
  }
`);

/** What says whether a submission may be returned, and what became of it. */
export const ReturnableSubmissionDocument = graphql(`
  query ReturnableSubmission($id: ID!) {
    submission(id: $id) {
      id
      code
      state
      receiptSeq
      versionNo
      claim {
        isMine
      }
      returns {
        ...ReturnParts
      }
      nodes {
        id
        ordinal
        assetName
        verdict {
          id
        }
      }
    }
  }
`);

export const ReturnSubmissionDocument = graphql(`
  mutation ReturnSubmission($input: ReturnSubmissionInput!) {
    returnSubmission(input: $input) {
      id
      state
    }
  }
`);

export const ReturnReportDocument = graphql(`
  mutation ReturnReport($input: ReturnReportInput!) {
    returnReport(input: $input) {
      id
      state
    }
  }
`);

/** What a referee sees of the reports he may return. */
export const ReturnableReportsDocument = graphql(`
  query ReturnableReports($id: ID!) {
    incident(id: $id) {
      id
      code
      state
      reports {
        id
        kind
        state
        versionNo
        sections {
          key
        }
        returns {
          ...ReturnParts
        }
      }
    }
  }
`);

/** One reason as it is sent. */
export interface GivenReason {
  readonly code: ReturnReason;
  readonly partId: string | null;
  readonly note: string;
}
