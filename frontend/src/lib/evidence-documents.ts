import { graphql } from '../gql/gql.js';

export const EvidenceQuotaDocument = graphql(`
  query EvidenceQuota($exerciseId: ID!) {
    evidenceQuota(exerciseId: $exerciseId) {
      usedBytes
      underwayBytes
      maxBytes
      maxFileBytes
    }
  }
`);
