import { graphql } from '../../gql/gql.js';
import type { MyDrillsQuery } from '../../gql/graphql.js';

export const MyDrillsDocument = graphql(`
  query MyDrills($exerciseId: ID!) {
    myDrills(exerciseId: $exerciseId) {
      ...MyDrillParts
    }
  }

  fragment MyDrillParts on MyDrill {
    id
    unitId
    unitName
    name
    isRehearsal
    state
    clock {
      ...DrillClockParts
    }
    injects {
      code
      title
      text
      channel
      cellName
      attachments {
        name
        text
        evidenceId
      }
      expectation {
        kind
        text
        withinMinutes
        points
      }
      state
      releasedAt
      acknowledgedAt
      acknowledgedByName
      completedAt
      usedSeconds
      limitSeconds
      deadlineAt
      reminders
      reply {
        text
        evidenceIds
        at
        byName
      }
      marks {
        points
        of
        comment
      }
    }
  }
`);
export const AcknowledgeInjectDocument = graphql(`
  mutation AcknowledgeInject($input: AcknowledgeInjectInput!) {
    acknowledgeInject(input: $input) {
      ...MyDrillParts
    }
  }
`);
export const CompleteInjectDocument = graphql(`
  mutation CompleteInject($input: CompleteInjectInput!) {
    completeInject(input: $input) {
      ...MyDrillParts
    }
  }
`);

export type MyDrillData = MyDrillsQuery['myDrills'][number];
export type MyInjectData = MyDrillData['injects'][number];
