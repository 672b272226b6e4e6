import { graphql } from '../../../gql/gql.js';
import type { PeriodSummaryPageQuery, RemediationPartsFragment } from '../../../gql/graphql.js';

graphql(`
  fragment RemediationParts on Remediation {
    id
    code
    title
    detail
    severity
    source
    sourceId
    ownerName
    state
    deadlineAt
    isOverdue
    failures
    openedByName
    recordedAt
    mayAct
    unit {
      id
      name
    }
    carriedFrom {
      itemId
      code
      exerciseCode
      exerciseName
    }
    carriedTo {
      itemId
      code
      exerciseCode
      exerciseName
    }
    acts {
      id
      kind
      text
      hasPassed
      deadlineAt
      byName
      recordedAt
    }
  }
`);

graphql(`
  fragment UnitSummaryParts on UnitSummary {
    unit {
      id
      name
    }
    tasks {
      total
      signed
      late
      overdue
    }
    zeroReports {
      due
      inTime
      late
      missed
      situations
    }
    incidents {
      total
      inTime
      late
      open
      worstLateSeconds
    }
    blocks {
      placed
      active
    }
    duty {
      shifts
      empty
    }
    remediation {
      total
      closed
      overdue
    }
  }
`);

export const RemediationDeskDocument = graphql(`
  query RemediationDeskPage($exerciseId: ID!) {
    remediationDesk(exerciseId: $exerciseId) {
      mayOpen
      items {
        ...RemediationParts
      }
    }
  }
`);

export const RemediationUnitsDocument = graphql(`
  query RemediationUnits($code: String!) {
    exercise(code: $code) {
      units {
        id
        name
        parentId
      }
    }
  }
`);

export const CarriableDocument = graphql(`
  query Carriable($exerciseId: ID!) {
    carriableRemediations(exerciseId: $exerciseId) {
      exerciseCode
      exerciseName
      unit {
        id
        name
      }
      item {
        ...RemediationParts
      }
    }
  }
`);

export const RemediationDocument = graphql(`
  query OneRemediation($id: ID!) {
    remediation(id: $id) {
      ...RemediationParts
    }
  }
`);

export const OpenRemediationDocument = graphql(`
  mutation OpenRemediation($input: OpenRemediationInput!) {
    openRemediation(input: $input) {
      id
    }
  }
`);

export const CarryOverDocument = graphql(`
  mutation CarryOverRemediation($input: CarryOverRemediationInput!) {
    carryOverRemediation(input: $input) {
      id
    }
  }
`);

export const StartRemediationDocument = graphql(`
  mutation StartRemediation($input: RemediationActInput!) {
    startRemediation(input: $input) {
      id
    }
  }
`);

export const SubmitRemediationDocument = graphql(`
  mutation SubmitRemediation($input: SubmitRemediationInput!) {
    submitRemediation(input: $input) {
      id
    }
  }
`);

export const RetestRemediationDocument = graphql(`
  mutation RetestRemediation($input: RetestRemediationInput!) {
    retestRemediation(input: $input) {
      id
    }
  }
`);

export const CloseRemediationDocument = graphql(`
  mutation CloseRemediation($input: RemediationActInput!) {
    closeRemediation(input: $input) {
      id
    }
  }
`);

export const ReopenRemediationDocument = graphql(`
  mutation ReopenRemediation($input: RemediationDeadlineInput!) {
    reopenRemediation(input: $input) {
      id
    }
  }
`);

export const ExtendRemediationDocument = graphql(`
  mutation ExtendRemediation($input: RemediationDeadlineInput!) {
    extendRemediation(input: $input) {
      id
    }
  }
`);

export const PeriodSummaryDocument = graphql(`
  query PeriodSummaryPage($id: ID!) {
    periodSummary(periodId: $id) {
      periodId
      name
      basis
      zone
      startsAt
      endsAt
      asOf
      mayDirect
      ownUnits {
        id
        name
      }
      units {
        ...UnitSummaryParts
      }
      lessons {
        id
        wentWell
        wentWrong
        byName
        recordedAt
        unit {
          id
          name
        }
      }
      items {
        ...RemediationParts
      }
    }
  }
`);

export const RecordLessonDocument = graphql(`
  mutation RecordLesson($input: RecordLessonInput!) {
    recordLesson(input: $input) {
      id
    }
  }
`);

export type Item = RemediationPartsFragment;
export type Summary = PeriodSummaryPageQuery['periodSummary'];
export type UnitFigures = Summary['units'][number];

export const SEVERITIES = ['HIGH', 'MEDIUM', 'LOW'] as const;
export const SOURCES = ['PERIOD', 'DRILL', 'LESSON'] as const;

/** Records after which the answer is old. */
export const ITEM_TOUCHES = ({ kind }: { readonly kind: string }): boolean => /^(REMEDIATION|LESSON)/.test(kind);
