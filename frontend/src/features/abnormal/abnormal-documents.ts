import { graphql } from '../../gql/gql.js';
import type { AbnormalDeskQuery } from '../../gql/graphql.js';

export const AbnormalDeskDocument = graphql(`
  query AbnormalDesk($exerciseId: ID!) {
    abnormalDesk(exerciseId: $exerciseId) {
      isCharged
      graceMinutes
      mayReport
      clause {
        zh
        en
      }
      episodes {
        id
        code
        state
        form
        systemName
        narrative
        evidenceAt
        filedAt
        receiptSeq
        noticedAt
        confirmedAt
        repairedAt
        mayAct
        unit {
          id
          name
        }
        team {
          id
          name
        }
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
        acts {
          id
          kind
          statedAt
          reason
          refereeName
          recordedAt
        }
        clock {
          graceEndsAt
          booked
          accrued
          nextAt
          nextPoints
          zeroReason {
            code
            params {
              name
              value
            }
          }
          steps {
            code
            params {
              name
              value
            }
          }
        }
      }
    }
  }
`);

export const AbnormalUnitsDocument = graphql(`
  query AbnormalUnits($code: String!) {
    exercise(code: $code) {
      id
      units {
        id
        name
        isParticipant
      }
    }
  }
`);

export const ReportAbnormalDocument = graphql(`
  mutation ReportAbnormal($input: AbnormalReportInput!) {
    reportAbnormalDefense(input: $input) {
      id
      code
    }
  }
`);

export const NoticeAbnormalDocument = graphql(`
  mutation NoticeAbnormal($input: AbnormalActInput!) {
    noticeAbnormalDefense(input: $input) {
      id
      state
    }
  }
`);

export const DismissAbnormalDocument = graphql(`
  mutation DismissAbnormal($input: AbnormalActInput!) {
    dismissAbnormalDefense(input: $input) {
      id
      state
    }
  }
`);

export const ConfirmAbnormalDocument = graphql(`
  mutation ConfirmAbnormal($input: AbnormalTimedActInput!) {
    confirmAbnormalDefense(input: $input) {
      id
      state
    }
  }
`);

export const CloseAbnormalDocument = graphql(`
  mutation CloseAbnormal($input: AbnormalTimedActInput!) {
    closeAbnormalDefense(input: $input) {
      id
      state
    }
  }
`);

export type Desk = AbnormalDeskQuery['abnormalDesk'];
export type Episode = Desk['episodes'][number];
