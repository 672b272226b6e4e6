import { graphql } from '../../gql/gql.js';
import type { ReleasedPathsQuery } from '../../gql/graphql.js';

/** Attack paths the organizer released to our unit. */
export const ReleasedPathsDocument = graphql(`
  query ReleasedPaths($exerciseId: ID!) {
    releasedPaths(exerciseId: $exerciseId) {
      id
      lossGroup
      withEvidence
      reason
      releasedAt
      nodes {
        id
        ordinal
        assetName
        zone
        sourceAddress
        destinationAddress
        url
        startedAt
        endedAt
        technique
        narrative
        evidence {
          id
          fileName
          sizeBytes
          sha256
          mediaType
          isImage
          recordedAt
          receiptSeq
        }
      }
    }
  }
`);

export type ReleasedPath = ReleasedPathsQuery['releasedPaths'][number];
