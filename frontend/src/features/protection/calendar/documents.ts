import { graphql } from '../../../gql/gql.js';
import type { ProtectionCalendarQuery } from '../../../gql/graphql.js';

export const CalendarDocument = graphql(`
  query ProtectionCalendar($exerciseId: ID!) {
    protectionPeriods(exerciseId: $exerciseId) {
      ...PeriodHead
    }
    protectionTemplates {
      cycle {
        key
        month
        from
        until
        name {
          zh
          en
        }
        kind
        source
        isInferred
      }
      windows {
        key
        name {
          zh
          en
        }
        source
        spans {
          startsLocal
          endsLocal
          isInferred
        }
        note {
          zh
          en
        }
        zeroReportAt
        incidentHours
      }
    }
  }
`);

export type Templates = ProtectionCalendarQuery['protectionTemplates'];
export type CycleEntry = Templates['cycle'][number];
export type PublishedWindow = Templates['windows'][number];
