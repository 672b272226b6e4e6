import { graphql } from '../gql/gql.js';
import { useQuery, type LiveQuery } from './live.js';
import type { BoardProofQuery, BoardProofQueryVariables } from '../gql/graphql.js';

const BoardProofDocument = graphql(`
  query BoardProof($exerciseId: ID!) {
    board(exerciseId: $exerciseId, audience: PUBLIC) {
      exerciseId
      proof {
        number
        publicKey
        fingerprint
        journalHash
        ledgerHash
        boardHash
        statement
        signature
        recordedAt
      }
    }
  }
`);

/** The latest checkpoint as everybody may see it; asked once, since it changes every quarter of an hour at most. */
export function useProof(exerciseId: () => string): LiveQuery<BoardProofQuery> {
  const variables = (): BoardProofQueryVariables => ({ exerciseId: exerciseId() });
  return useQuery(BoardProofDocument, variables, { touchedBy: false });
}
