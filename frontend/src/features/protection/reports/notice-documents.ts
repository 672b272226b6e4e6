import { graphql } from '../../../gql/gql.js';
import type { IncidentNoticePartsFragment, NoticeDeskQuery } from '../../../gql/graphql.js';

graphql(`
  fragment IncidentNoticeParts on IncidentNotice {
    id
    code
    title
    level
    reporterKind
    discoveredAt
    openedAt
    reportedAt
    stage
    incidentId
    incidentCode
    nearestDueAt
    mayFile
    mayPassOn
    unit {
      id
      name
    }
    clocks {
      rule
      source
      minutes
      startsAt
      dueAt
      state
      stoppedAt
      lateSeconds
    }
    acts {
      id
      kind
      stage
      level
      reporterKind
      text
      deadlineAt
      at
      byName
    }
  }
`);

export const NoticeDeskDocument = graphql(`
  query NoticeDesk($periodId: ID!) {
    incidentNoticeDesk(periodId: $periodId) {
      periodId
      incidentHours
      notices {
        ...IncidentNoticeParts
      }
      ownUnits {
        id
        name
      }
    }
  }
`);

export const IncidentNoticeDocument = graphql(`
  query OneIncidentNotice($id: ID!) {
    incidentNotice(id: $id) {
      ...IncidentNoticeParts
    }
  }
`);

export const OpenIncidentNoticeDocument = graphql(`
  mutation OpenIncidentNotice($input: OpenIncidentNoticeInput!) {
    openIncidentNotice(input: $input) {
      id
    }
  }
`);

export const FileIncidentNoticeDocument = graphql(`
  mutation FileIncidentNotice($input: FileIncidentNoticeInput!) {
    fileIncidentNotice(input: $input) {
      id
    }
  }
`);

export const PassOnDocument = graphql(`
  mutation PassOnIncidentNotice($input: PassOnIncidentNoticeInput!) {
    passOnIncidentNotice(input: $input) {
      id
    }
  }
`);

export type NoticeDesk = NoticeDeskQuery['incidentNoticeDesk'];
export type NoticeParts = IncidentNoticePartsFragment;
export type NoticeClock = NoticeParts['clocks'][number];

export const LEVELS = ['EXTREME', 'MAJOR', 'LARGE', 'GENERAL'] as const;
export const REPORTERS = ['CRITICAL', 'CENTRAL', 'OTHER'] as const;

/** Records after which the answer is old. */
export const NOTICE_TOUCHES = ({ kind }: { readonly kind: string }): boolean => /^INCIDENT_NOTICE/.test(kind);
