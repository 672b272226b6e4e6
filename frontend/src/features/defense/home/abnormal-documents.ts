import { graphql } from '../../../gql/gql.js';

export const RunningAbnormalDocument = graphql(`
  query RunningAbnormal($exerciseId: ID!) {
    abnormalDesk(exerciseId: $exerciseId) {
      episodes {
        id
        state
        form
        unit {
          id
          name
        }
        clock {
          graceEndsAt
          booked
          nextAt
          nextPoints
        }
      }
    }
  }
`);
