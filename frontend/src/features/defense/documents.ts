import { graphql } from '../../gql/gql.js';
import type { DefenseRulesQuery, DefenseUnitsQuery, IncidentFullFragment, LossesQuery } from '../../gql/graphql.js';

/** The pinned rules a unit defends by: what reports are marked for, the means of attack, the bonuses. */
export const DefenseRulesDocument = graphql(`
  query DefenseRules($hash: ID!) {
    ruleSet(hash: $hash) {
      hash
      key
      isExample
      recoveryShare
      reportLimit
      bonusCap
      dimensions {
        key
        weight
        filedWith
        title {
          zh
          en
        }
        items {
          key
          weight
          mark
          title {
            zh
            en
          }
          clause {
            zh
            en
          }
          evidence {
            zh
            en
          }
        }
      }
      means {
        key
        symbol
        title {
          zh
          en
        }
      }
      bonusKinds {
        key
        capPoints
        title {
          zh
          en
        }
        clause {
          zh
          en
        }
        evidence {
          zh
          en
        }
      }
    }
  }
`);

export const DefenseUnitsDocument = graphql(`
  query DefenseUnits($code: String!) {
    exercise(code: $code) {
      id
      units {
        id
        parentId
        rootId
        name
      }
    }
  }
`);

export const DefenseWaitingDocument = graphql(`
  query DefenseWaiting($exerciseId: ID!) {
    waiting(exerciseId: $exerciseId) {
      kind
      subjectId
      code
      title {
        zh
        en
      }
      dueAt
      since
      count
    }
  }
`);

export const UnitStandingDocument = graphql(`
  query UnitStanding($exerciseId: ID!) {
    board(exerciseId: $exerciseId, audience: PUBLIC) {
      edition
      defense {
        rank
        partyId
        name
        deduction
        recovered
        bonus
        penalty
        drill
        value
        isProvisional
        trend {
          at
          value
        }
      }
    }
  }
`);

export const LossesDocument = graphql(`
  query Losses($exerciseId: ID!) {
    losses(exerciseId: $exerciseId) {
      nodeId
      ruleRow
      amount
      decidedAt
      seq
      incidentId
      incidentCode
      lossGroup
      ruleTitle {
        zh
        en
      }
      unit {
        id
        name
      }
    }
  }
`);

export const UnitIncidentsDocument = graphql(`
  query UnitIncidents($exerciseId: ID!, $first: Int!, $after: String) {
    incidents(exerciseId: $exerciseId, first: $first, after: $after) {
      totalCount
      pageInfo {
        endCursor
        hasNextPage
      }
      nodes {
        id
        code
        title
        state
        discoveredAt
        linkedDeduction
        recovered
        isProvisional
        unit {
          id
          name
        }
        reports {
          id
          kind
          state
        }
      }
    }
  }
`);

export const OpenIncidentDocument = graphql(`
  mutation OpenIncident($input: OpenIncidentInput!) {
    openIncident(input: $input) {
      id
      code
    }
  }
`);

graphql(`
  fragment DefenseEvidence on Evidence {
    id
    fileName
    sizeBytes
    sha256
    mediaType
    isImage
    recordedAt
    receiptSeq
  }
`);

graphql(`
  fragment IncidentFull on Incident {
    id
    code
    exerciseId
    state
    version
    title
    attackStartedAt
    discoveredAt
    createdAt
    openedBy
    receiptSeq
    means
    linkedDeduction
    recovered
    isProvisional
    unit {
      id
      name
    }
    foundAddresses {
      address
      url
      unitName
      foundAt
    }
    reports {
      id
      kind
      state
      version
      startedAt
      endedAt
      authoredBy
      updatedAt
      filedAt
      receiptSeq
      outcome
      ...ReportFiling
      sections {
        key
        text
        evidenceIds
      }
      evidence {
        ...DefenseEvidence
      }
      missing {
        path
        code
      }
    }
    links {
      id
      lossTitle {
        zh
        en
      }
      deduction
      linkedBy
      linkedAt
      reasons {
        code
        params {
          name
          value
        }
      }
    }
    marks {
      id
      refereeName
      recordedAt
      seq
      comment
      marks {
        itemKey
        share
        comment
        earned
      }
    }
  }
`);

export const IncidentDocument = graphql(`
  query Incident($id: ID!) {
    incident(id: $id) {
      ...IncidentFull
    }
  }
`);

export type DefenseRules = NonNullable<DefenseRulesQuery['ruleSet']>;
export type RubricItem = DefenseRules['dimensions'][number]['items'][number];
export type DefenseMeans = DefenseRules['means'][number];
export type BonusKind = DefenseRules['bonusKinds'][number];
export type DefenseUnit = NonNullable<DefenseUnitsQuery['exercise']>['units'][number];
export type FullIncident = IncidentFullFragment;
export type FullReport = IncidentFullFragment['reports'][number];
export type Loss = LossesQuery['losses'][number];
