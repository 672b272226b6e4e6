import { graphql } from '../../gql/gql.js';
import type { DrillReviewQuery } from '../../gql/graphql.js';

export const DrillReviewDocument = graphql(`
  query DrillReview($id: ID!) {
    drillReview(id: $id) {
      drillId
      name
      isRehearsal
      startedAt
      endedAt
      elapsedSeconds
      units {
        unitId
        unitName
        released
        expected
        completed
        late
        missed
        medianAcknowledgeSeconds
        points
        of
      }
      rows {
        code
        title
        unitId
        unitName
        state
        releasedAtSeconds
        acknowledgeSeconds
        usedSeconds
        limitSeconds
        isLate
        isMissed
        reminders
        level
        calls
        reply
        points
        of
        comment
      }
      notes {
        drillSeconds
        at
        text
        actorName
      }
    }
  }
`);

export type ReviewData = DrillReviewQuery['drillReview'];
