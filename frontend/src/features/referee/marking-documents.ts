import { graphql } from '../../gql/gql.js';
import type {
  BonusesToJudgeQuery,
  IncidentToMarkQuery,
  MarkingQueueQuery,
  PreviewMarksQuery,
  RefereeDefenseRulesQuery,
} from '../../gql/graphql.js';

export const MarkingQueueDocument = graphql(`
  query MarkingQueue($exerciseId: ID!) {
    markingQueue(exerciseId: $exerciseId) {
      incidentId
      code
      title
      unitName
      filedKinds
      linkedDeduction
      isMarked
      receiptSeq
      filedAt
    }
  }
`);

graphql(`
  fragment MarkSheetView on MarkSheet {
    id
    refereeName
    basis
    recordedAt
    seq
    comment
    marks {
      itemKey
      share
      comment
    }
  }
`);

graphql(`
  fragment MarkedIncident on Incident {
    id
    code
    state
    title
    attackStartedAt
    discoveredAt
    receiptSeq
    linkedDeduction
    recovered
    isProvisional
    means
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
    links {
      id
      submissionId
      submissionCode
      deduction
    }
    reports {
      id
      kind
      state
      startedAt
      endedAt
      filedAt
      receiptSeq
      authoredBy
      sections {
        key
        text
        evidenceIds
      }
      evidence {
        ...EvidenceView
      }
    }
    marks {
      ...MarkSheetView
    }
    markSheets {
      ...MarkSheetView
    }
    panel {
      ...PanelView
    }
  }
`);

export const IncidentToMarkDocument = graphql(`
  query IncidentToMark($id: ID!) {
    incident(id: $id) {
      ...MarkedIncident
    }
  }
`);

export const RecordMarksDocument = graphql(`
  mutation RecordMarks($input: MarksInput!) {
    recordMarks(input: $input) {
      ...MarkedIncident
    }
  }
`);

export const PreviewMarksDocument = graphql(`
  query PreviewMarks($input: MarksInput!) {
    previewMarks(input: $input) {
      percent
      linkedDeduction
      recovered
      valueBefore
      valueAfter
      isProvisional
      coverageFound
      coverageKnown
      items {
        itemKey
        earned
      }
      dimensions {
        key
        earned
        weight
      }
      sensitivity {
        known
        recovered
        difference
      }
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
    }
  }
`);

export const RefereeDefenseRulesDocument = graphql(`
  query RefereeDefenseRules($hash: ID!) {
    ruleSet(hash: $hash) {
      hash
      key
      version
      basis
      recoveryShare
      weightRepair {
        zh
        en
      }
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
          printedWeight
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

graphql(`
  fragment JudgedBonus on BonusClaim {
    id
    code
    bonusKey
    title
    narrative
    state
    filedAt
    receiptSeq
    verdictId
    points
    reason
    refereeName
    unit {
      id
      name
    }
    evidence {
      ...EvidenceView
    }
  }
`);

export const BonusesToJudgeDocument = graphql(`
  query BonusesToJudge($exerciseId: ID!) {
    bonusClaims(exerciseId: $exerciseId) {
      ...JudgedBonus
    }
  }
`);

export const RecordBonusVerdictDocument = graphql(`
  mutation RecordBonusVerdict($input: BonusVerdictInput!) {
    recordBonusVerdict(input: $input) {
      ...JudgedBonus
    }
  }
`);

export type MarkingItem = MarkingQueueQuery['markingQueue'][number];
export type MarkedIncident = IncidentToMarkQuery['incident'];
export type DefenseRules = NonNullable<RefereeDefenseRulesQuery['ruleSet']>;
export type Dimension = DefenseRules['dimensions'][number];
export type RubricItem = Dimension['items'][number];
export type MarksPreviewView = PreviewMarksQuery['previewMarks'];
export type JudgedBonus = BonusesToJudgeQuery['bonusClaims'][number];
