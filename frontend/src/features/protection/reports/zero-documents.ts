import { graphql } from '../../../gql/gql.js';
import type { ZeroDeskQuery } from '../../../gql/graphql.js';

graphql(`
  fragment ZeroReportParts on ZeroReport {
    id
    day
    versionNo
    kind
    situations
    text
    incidentIds
    filedAt
    filedByName
  }
`);

export const PeriodsForReportsDocument = graphql(`
  query PeriodsForReports($exerciseId: ID!) {
    protectionPeriods(exerciseId: $exerciseId) {
      id
      name
      zone
      windows {
        startsAt
        endsAt
      }
    }
  }
`);

export const ZeroDeskDocument = graphql(`
  query ZeroDesk($periodId: ID!) {
    zeroReportDesk(periodId: $periodId) {
      periodId
      periodName
      zone
      zeroReportAt
      asOf
      today
      mayUrge
      days {
        day
        opensAt
        dueAt
        closesAt
      }
      units {
        unit {
          id
          name
        }
        inTimeRun
        mayFile
        days {
          day
          state
          lateSeconds
          firstFiledAt
          remindedAt
          escalatedAt
          urgedAt
          report {
            ...ZeroReportParts
          }
        }
      }
    }
  }
`);

export const FileZeroReportDocument = graphql(`
  mutation FileZeroReport($input: FileZeroReportInput!) {
    fileZeroReport(input: $input) {
      ...ZeroReportParts
    }
  }
`);

export const UrgeZeroReportDocument = graphql(`
  mutation UrgeZeroReport($input: UrgeZeroReportInput!) {
    urgeZeroReport(input: $input) {
      periodId
    }
  }
`);

export const OwnIncidentsDocument = graphql(`
  query OwnIncidents($exerciseId: ID!) {
    incidents(exerciseId: $exerciseId, first: 100) {
      nodes {
        id
        code
        title
      }
    }
  }
`);

export type ZeroDesk = ZeroDeskQuery['zeroReportDesk'];
export type ZeroUnit = ZeroDesk['units'][number];
export type ZeroCell = ZeroUnit['days'][number];

/** Records after which the answer is old. */
export const ZERO_TOUCHES = ({ kind }: { readonly kind: string }): boolean => /^(ZERO_REPORT|PERIOD)/.test(kind);
