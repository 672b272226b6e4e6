import { graphql } from '../../gql/gql.js';
import type { PanelViewFragment } from '../../gql/graphql.js';

graphql(`
  fragment PanelView on Panel {
    seats
    state
    round
    given
    hasMine
    mayGive
    mayDecide
    differing
    opinions {
      id
      round
      refereeName
      isMine
      reason
      total
      ruling {
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
      }
      marks {
        itemKey
        share
        comment
      }
    }
  }
`);

export const RecordOpinionDocument = graphql(`
  mutation RecordOpinion($input: OpinionInput!) {
    recordOpinion(input: $input) {
      ...JudgedSubmission
    }
  }
`);

export const DecideOpinionsDocument = graphql(`
  mutation DecideOpinions($input: VerdictInput!) {
    decideOpinions(input: $input) {
      ...JudgedSubmission
    }
  }
`);

export const RecordMarksOpinionDocument = graphql(`
  mutation RecordMarksOpinion($input: MarksOpinionInput!) {
    recordMarksOpinion(input: $input) {
      ...MarkedIncident
    }
  }
`);

export const DecideMarksDocument = graphql(`
  mutation DecideMarks($input: MarksInput!) {
    decideMarks(input: $input) {
      ...MarkedIncident
    }
  }
`);

export type PanelView = PanelViewFragment;
export type OpinionView = PanelView['opinions'][number];
