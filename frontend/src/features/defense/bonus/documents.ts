import { graphql } from '../../../gql/gql.js';
import type { BonusClaimsQuery } from '../../../gql/graphql.js';

export const BonusClaimsDocument = graphql(`
  query BonusClaims($exerciseId: ID!) {
    bonusClaims(exerciseId: $exerciseId) {
      id
      code
      exerciseId
      bonusKey
      title
      narrative
      state
      version
      filedAt
      receiptSeq
      points
      reason
      refereeName
      updatedAt
      unit {
        id
        name
      }
      evidence {
        ...DefenseEvidence
      }
    }
  }
`);

export const SaveBonusDraftDocument = graphql(`
  mutation SaveBonusDraft($input: BonusDraftInput!) {
    saveBonusDraft(input: $input) {
      id
      version
      updatedAt
    }
  }
`);

export const FileBonusClaimDocument = graphql(`
  mutation FileBonusClaim($input: FileBonusInput!) {
    fileBonusClaim(input: $input) {
      id
      code
      receiptSeq
    }
  }
`);

export type BonusClaim = BonusClaimsQuery['bonusClaims'][number];
