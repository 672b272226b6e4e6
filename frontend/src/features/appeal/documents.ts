import { graphql } from '../../gql/gql.js';
import type { AppealableViewFragment, AppealHeadFragment, AppealViewFragment } from '../../gql/graphql.js';

graphql(`
  fragment AppealHead on Appeal {
    id
    code
    seq
    side
    subjectKind
    subjectId
    partyName
    state
    isOver
    recordedAt
    arbitrationUntil
    thing {
      code
      ordinal
      submissionId
      title {
        zh
        en
      }
    }
    rights {
      take
      rule
      arbitrate
      withdraw
      requestArbitration
      isBarred
    }
  }
`);

graphql(`
  fragment AppealedDecisionView on AppealedDecision {
    id
    recordedAt
    outcome
    ruleRow
    points
    reason
    refereeName
    ruleTitle {
      zh
      en
    }
  }
`);

graphql(`
  fragment AppealView on Appeal {
    ...AppealHead
    grounds
    filedByName
    hash
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
    decision {
      ...AppealedDecisionView
    }
    result {
      ...AppealedDecisionView
    }
    history {
      ...AppealedDecisionView
    }
    acts {
      id
      seq
      kind
      reason
      actorName
      recordedAt
      deadlineAt
      setId
      setCode
      hash
    }
    checkpoint {
      number
      recordedAt
      fingerprint
    }
  }
`);

graphql(`
  fragment AppealableView on Appealable {
    subjectKind
    subjectId
    code
    ordinal
    outcome
    amount
    decidedAt
    until
    title {
      zh
      en
    }
  }
`);

export const AppealsDocument = graphql(`
  query Appeals($exerciseId: ID!) {
    appeals(exerciseId: $exerciseId) {
      ...AppealHead
    }
  }
`);

export const AppealablesDocument = graphql(`
  query Appealables($exerciseId: ID!) {
    appealables(exerciseId: $exerciseId) {
      ...AppealableView
    }
  }
`);

export const AppealDocument = graphql(`
  query Appeal($id: ID!) {
    appeal(id: $id) {
      ...AppealView
    }
  }
`);

export const FileAppealDocument = graphql(`
  mutation FileAppeal($input: FileAppealInput!) {
    fileAppeal(input: $input) {
      id
      code
    }
  }
`);

export const WithdrawAppealDocument = graphql(`
  mutation WithdrawAppeal($input: AppealReasonInput!) {
    withdrawAppeal(input: $input) {
      ...AppealView
    }
  }
`);

export const RequestArbitrationDocument = graphql(`
  mutation RequestArbitration($input: AppealReasonInput!) {
    requestArbitration(input: $input) {
      ...AppealView
    }
  }
`);

export const TakeAppealDocument = graphql(`
  mutation TakeAppeal($input: AppealCommandInput!) {
    takeAppeal(input: $input) {
      ...AppealView
    }
  }
`);

export const RuleOnAppealDocument = graphql(`
  mutation RuleOnAppeal($input: RuleOnAppealInput!) {
    ruleOnAppeal(input: $input) {
      ...AppealView
    }
  }
`);

export const ArbitrateDocument = graphql(`
  mutation Arbitrate($input: RuleOnAppealInput!) {
    arbitrate(input: $input) {
      ...AppealView
    }
  }
`);

export type AppealHead = AppealHeadFragment;
export type Appeal = AppealViewFragment;
export type Appealable = AppealableViewFragment;
