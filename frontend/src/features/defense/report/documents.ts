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
