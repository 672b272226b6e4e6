import { graphql } from '../../gql/gql.js';

graphql(`
  fragment CustodyRow on CustodyRecord {
    id
    seq
    act
    form
    code
    reason
    recordedAt
    personName
    evidence {
      id
      fileName
      sha256
    }
  }
`);

export const CustodyPageDocument = graphql(`
  query CustodyPage(
    $exerciseId: ID!
    $evidenceId: ID
    $personId: ID
    $act: CustodyAct
    $code: String
    $first: Int!
    $after: String
  ) {
    custody(
      exerciseId: $exerciseId
      evidenceId: $evidenceId
      personId: $personId
      act: $act
      code: $code
      first: $first
      after: $after
    ) {
      totalCount
      nodes {
        ...CustodyRow
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);

export const CustodyPeopleDocument = graphql(`
  query CustodyPeople($exerciseId: ID!) {
    custodyPeople(exerciseId: $exerciseId) {
      personId
      name
      count
    }
  }
`);

graphql(`
  fragment DestructionRow on Destruction {
    id
    code
    state
    reason
    fileCount
    totalBytes
    proposedByName
    proposedAt
    settledByName
    settledAt
    cancelReason
    acts {
      confirm
      cancel
      isOwn
    }
    certificate {
      issuedAt
    }
  }
`);

export const RetentionDocument = graphql(`
  query Retention($exerciseId: ID!) {
    retention(exerciseId: $exerciseId) {
      retentionDays
      keptSince
      dueAt
      isDue
      keptFiles
      keptBytes
      destroyedFiles
      holds {
        kind
        code
      }
      destructions {
        ...DestructionRow
      }
    }
  }
`);

export const ProposeDestructionDocument = graphql(`
  mutation ProposeDestruction($input: ProposeDestructionInput!) {
    proposeDestruction(input: $input) {
      id
    }
  }
`);

export const ConfirmDestructionDocument = graphql(`
  mutation ConfirmDestruction($input: ConfirmDestructionInput!) {
    confirmDestruction(input: $input) {
      id
    }
  }
`);

export const CancelDestructionDocument = graphql(`
  mutation CancelDestruction($input: CancelDestructionInput!) {
    cancelDestruction(input: $input) {
      id
    }
  }
`);

export const CertificateDocument = graphql(`
  query DestructionCertificate($id: ID!) {
    destruction(id: $id) {
      id
      code
      certificate {
        statement
        signature
        issuedAt
        key {
          publicKey
          fingerprint
        }
      }
    }
  }
`);
