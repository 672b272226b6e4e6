import { graphql } from '../../gql/gql.js';
import type { JudgedSubmissionFragment } from '../../gql/graphql.js';

export const RefereeJudgedDocument = graphql(`
  query RefereeJudged($exerciseId: ID!, $after: String) {
    submissions(exerciseId: $exerciseId, first: 100, after: $after) {
      nodes {
        id
        code
        state
        points
        filedAt
        team {
          id
          name
        }
        unit {
          id
          name
        }
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);

graphql(`
  fragment JudgedSubmission on Submission {
    id
    code
    state
    version
    title
    summary
    startedAt
    endedAt
    sourceAddresses
    controlledAddresses
    filedAt
    filedBy
    receiptSeq
    points
    team {
      id
      name
    }
    unit {
      id
      name
    }
    target {
      id
      name
      address
    }
    claim {
      refereeId
      refereeName
      isMine
      expiresAt
    }
    nodes {
      id
      ordinal
      parentId
      assetName
      systemKey
      zone
      sourceAddress
      destinationAddress
      url
      startedAt
      endedAt
      means
      technique
      categoryKey
      privilegeKey
      quantity
      narrative
      claimedPoints
      evidence {
        ...EvidenceView
      }
      verdicts {
        ...VerdictView
      }
      verdict {
        id
      }
      panel {
        ...PanelView
      }
      award {
        points
        deduction
        zeroReason {
          code
          params {
            name
            value
          }
        }
      }
    }
  }
`);

graphql(`
  fragment VerdictView on Verdict {
    id
    outcome
    categoryKey
    privilegeKey
    quantity
    judgedPoints
    deductionPoints
    systemKey
    factors
    measures {
      name
      value
    }
    vulnerabilityKey
    reason
    refereeName
    isMine
    basis
    recordedAt
    seq
  }
`);

graphql(`
  fragment EvidenceView on Evidence {
    id
    fileName
    sizeBytes
    sha256
    mediaType
    isImage
    recordedAt
    receiptSeq
    uploadedBy
  }
`);

export const SubmissionToJudgeDocument = graphql(`
  query SubmissionToJudge($id: ID!) {
    submission(id: $id) {
      ...JudgedSubmission
    }
  }
`);

export const ClaimSubmissionDocument = graphql(`
  mutation ClaimSubmission($input: ClaimInput!) {
    claimSubmission(input: $input) {
      ...JudgedSubmission
    }
  }
`);

export const ReleaseClaimDocument = graphql(`
  mutation ReleaseClaim($input: ClaimInput!) {
    releaseClaim(input: $input) {
      ...JudgedSubmission
    }
  }
`);

export const RecordVerdictDocument = graphql(`
  mutation RecordVerdict($input: VerdictInput!) {
    recordVerdict(input: $input) {
      ...JudgedSubmission
    }
  }
`);

/** Vulnerability groups that are in use already. */
export const VulnerabilityKeysDocument = graphql(`
  query VulnerabilityKeys($exerciseId: ID!) {
    vulnerabilityKeys(exerciseId: $exerciseId)
  }
`);

export const ProposeOverturnDocument = graphql(`
  mutation ProposeOverturn($input: ProposeRescoringInput!) {
    proposeRescoring(input: $input) {
      id
      code
    }
  }
`);

export const CheckScopeDocument = graphql(`
  query CheckScope($submissionId: ID!, $nodeId: ID!) {
    checkScope(submissionId: $submissionId, nodeId: $nodeId) {
      code
      holds
      detail
    }
  }
`);

export const PreviewVerdictDocument = graphql(`
  query PreviewVerdict($input: VerdictInput!) {
    previewVerdict(input: $input) {
      points
      deduction
      capUsedAfter
      subtotalBefore
      subtotalAfter
      totalBefore
      totalAfter
      rankBefore
      rankAfter
      teamCount
      cap {
        capKey
        title {
          zh
          en
        }
        unitName
        used
        limit
      }
      steps {
        code
        params {
          name
          value
        }
      }
      zeroReason {
        code
        params {
          name
          value
        }
      }
    }
  }
`);

export type Judged = JudgedSubmissionFragment;
export type JudgedNode = Judged['nodes'][number];
