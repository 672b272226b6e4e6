import { graphql } from '../../gql/gql.js';
import type { RefereeStatisticsQuery } from '../../gql/graphql.js';

graphql(`
  fragment ReliabilityView on ReliabilityFigure {
    alpha
    units
    ratings
  }
`);

export const RefereeStatisticsDocument = graphql(`
  query RefereeStatistics($exerciseId: ID!) {
    refereeStatistics(exerciseId: $exerciseId) {
      referees {
        refereeId
        refereeName
        decided
        opinions
        medianMinutes
        timed
        compared
        agreed
        overturned
        standing
        days {
          date
          acts
        }
      }
      outcomes {
        ...ReliabilityView
      }
      points {
        ...ReliabilityView
      }
      marks {
        ...ReliabilityView
      }
    }
  }
`);

export type Statistics = RefereeStatisticsQuery['refereeStatistics'];
export type RefereeFigures = Statistics['referees'][number];
export type Reliability = Statistics['outcomes'];
