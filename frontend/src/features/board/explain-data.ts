import { graphql } from '../../gql/gql.js';
import type { ExplainScoreQuery } from '../../gql/graphql.js';

export const ExplainScoreDocument = graphql(`
  query ExplainScore($exerciseId: ID!, $side: Side!, $partyId: ID!) {
    explainScore(exerciseId: $exerciseId, side: $side, partyId: $partyId) {
      side
      partyId
      partyName
      sight
      value
      baseline
      isProvisional
      rank
      of
      edition
      asOfSeq
      asOf
      ruleSet {
        hash
        key
        version
        categories {
          key
          title {
            zh
            en
          }
          privileges {
            key
            title {
              zh
              en
            }
          }
        }
        factors {
          key
          title {
            zh
            en
          }
        }
        bonusCap
        dimensions {
          items {
            key
            mark
            title {
              zh
              en
            }
          }
        }
        bonusKinds {
          key
          capPoints
          title {
            zh
            en
          }
        }
      }
      formula {
        when
        title {
          zh
          en
        }
        expression
        nodes {
          op
          args
          name
          value
          label {
            zh
            en
          }
        }
      }
      variables {
        name
        value
        label {
          zh
          en
        }
      }
      accounts {
        account
        total
        lines
      }
      lines {
        entry {
          id
          seq
          account
          amount
          ruleKey
          reversesId
          recordedAt
        }
        isInForce
        isProvisional
        sourceKind
        sourceId
        sourceCode
        sourceTitle
        lossGroup
        link {
          incidentId
          incidentCode
          linkedBy
          linkedAt
        }
        counterpartName
        ruleTitle {
          zh
          en
        }
        clause {
          zh
          en
        }
        ruleRow
        steps {
          code
          params {
            name
            value
          }
        }
        zeroReason {
          code
          params {
            name
            value
          }
        }
        decidedBy
        decidedAt
        reason
        rescoringCode
        evidence {
          id
          fileName
          sha256
          isImage
        }
      }
      history {
        seq
        at
        value
        account
        amount
        label {
          zh
          en
        }
      }
      caps {
        unitId
        unitName
        capKey
        title {
          zh
          en
        }
        used
        limit
      }
    }
  }
`);

export type Explanation = ExplainScoreQuery['explainScore'];
export type ExplainedLine = Explanation['lines'][number];

/** Lines that stand: replaced ones and the reversals that replaced them are told in the chain beside the table. */
export function standingLines(lines: readonly ExplainedLine[]): ExplainedLine[] {
  return lines.filter((line) => line.isInForce && line.entry.reversesId === null);
}
