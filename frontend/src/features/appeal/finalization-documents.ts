import { graphql } from '../../gql/gql.js';

export const FinalizationDocument = graphql(`
  query Finalization($exerciseId: ID!) {
    finalizationChecklist(exerciseId: $exerciseId) {
      noticeHours
      mayOpenNotice
      mayFinalize
      items {
        key
        count
        blocksNotice
      }
    }
    pathsToRelease(exerciseId: $exerciseId) {
      ...PathToReleaseView
    }
  }
`);

graphql(`
  fragment PathToReleaseView on PathToRelease {
    id
    code
    title
    teamName
    unitName
    releasedAt
    withEvidence
  }
`);

export const OpenNoticeDocument = graphql(`
  mutation OpenPublicNotice($input: ExerciseCommandInput!) {
    openPublicNotice(input: $input) {
      id
      version
      noticeUntil
    }
  }
`);

export const FinalizeDocument = graphql(`
  mutation FinalizeExercise($input: ExerciseCommandInput!) {
    finalizeExercise(input: $input) {
      id
      state
      finalizedAt
    }
  }
`);

export const ReleasePathDocument = graphql(`
  mutation ReleasePath($input: ReleasePathInput!) {
    releasePath(input: $input) {
      ...PathToReleaseView
    }
  }
`);
