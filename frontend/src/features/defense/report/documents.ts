import { graphql } from '../../../gql/gql.js';

export const SaveReportDraftDocument = graphql(`
  mutation SaveReportDraft($input: ReportDraftInput!) {
    saveReportDraft(input: $input) {
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

export const FileReportDocument = graphql(`
  mutation FileReport($input: FileReportInput!) {
    fileReport(input: $input) {
      id
      state
      receiptSeq
    }
  }
`);

export const ResubmitReportDocument = graphql(`
  mutation ResubmitReport($input: FileReportInput!) {
    resubmitReport(input: $input) {
      id
      state
      receiptSeq
    }
  }
`);

export const WithdrawReportDocument = graphql(`
  mutation WithdrawReport($input: WithdrawReportInput!) {
    withdrawReport(input: $input) {
      id
      state
    }
  }
`);

graphql(`
  fragment ReportFiling on IncidentReport {
    versionNo
    withdrawnAt
    withdrawReason
    returns {
      ...ReturnParts
    }
    versions {
      ...FiledVersionParts
    }
  }
`);

export const ReportDifferenceDocument = graphql(`
  query ReportDifference($id: ID!, $from: Int!, $to: Int!) {
    reportDifference(reportId: $id, from: $from, to: $to) {
      ...DifferenceParts
    }
  }
`);
