import { graphql } from '../../gql/gql.js';
import type { WholePlanFragment } from '../../gql/graphql.js';

graphql(`
  fragment WholePlan on DrillPlan {
    id
    exerciseId
    title
    summary
    durationMinutes
    injectCount
    approvedCount
    returnedCount
    version
    archived
    changedByName
    changedAt
    mayEdit
    mayApprove
    cells {
      key
      name
    }
    moves {
      key
      name
      situation
    }
    columns {
      key
      name
      kind
      choices
    }
    problems {
      code
      path
      inject
      message {
        zh
        en
      }
    }
    injects {
      code
      hash
      title
      body
      note
      moveKey
      trigger
      offsetSeconds
      condition
      cell
      units
      channel
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
        escalateTo
        remindMinutes
      }
      requires
      otherwise
      color
      values {
        key
        value
      }
      approval {
        state
        reason
        byName
        at
      }
      editedByName
      editedAt
      mayApprove
    }
  }
`);

export type Plan = WholePlanFragment;
export type PlanInject = Plan['injects'][number];

export const PlansDocument = graphql(`
  query DrillPlans($exerciseId: ID!) {
    drillPlans(exerciseId: $exerciseId) {
      id
      title
      summary
      durationMinutes
      injectCount
      approvedCount
      returnedCount
      problemCount
      version
      archived
      changedByName
      changedAt
    }
  }
`);

export const PlanDocument = graphql(`
  query DrillPlanPage($id: ID!, $code: String!) {
    drillPlan(id: $id) {
      ...WholePlan
    }
    exercise(code: $code) {
      id
      units {
        id
        name
        parentId
      }
    }
  }
`);

export const ShippedDrillsDocument = graphql(`
  query ShippedDrills {
    shippedDrills {
      key
      name {
        zh
        en
      }
      summary
      source
      injectCount
      durationMinutes
    }
  }
`);

export const CheckPlanTextDocument = graphql(`
  query CheckPlanText($exerciseId: ID!, $text: String!) {
    checkPlanText(exerciseId: $exerciseId, text: $text) {
      isReadable
      title
      injectCount
      problems {
        code
        path
        inject
        line
        column
        message {
          zh
          en
        }
      }
    }
  }
`);

export const CreatePlanDocument = graphql(`
  mutation CreateDrillPlan($input: CreateDrillPlanInput!) {
    createDrillPlan(input: $input) {
      id
    }
  }
`);

export const PlanShiftDocument = graphql(`
  query PlanShiftPreview($planId: ID!, $shift: ShiftInput!) {
    planShift(planId: $planId, shift: $shift) {
      moved {
        code
        title
        fromSeconds
        toSeconds
        outside
      }
      untimed
      neededMinutes
    }
  }
`);

export const SaveInjectDocument = graphql(`
  mutation SaveInject($input: SaveInjectInput!) {
    saveInject(input: $input) {
      ...WholePlan
    }
  }
`);

export const RemoveInjectsDocument = graphql(`
  mutation RemoveInjects($input: InjectCodesInput!) {
    removeInjects(input: $input) {
      ...WholePlan
    }
  }
`);

export const CopyInjectDocument = graphql(`
  mutation CopyInject($input: InjectCodeInput!) {
    copyInject(input: $input) {
      ...WholePlan
    }
  }
`);

export const MoveInjectDocument = graphql(`
  mutation MoveInject($input: MoveInjectInput!) {
    moveInject(input: $input) {
      ...WholePlan
    }
  }
`);

export const RetimeInjectsDocument = graphql(`
  mutation RetimeInjects($input: RetimeInjectsInput!) {
    retimeInjects(input: $input) {
      ...WholePlan
    }
  }
`);

export const ColorInjectsDocument = graphql(`
  mutation ColorInjects($input: ColorInjectsInput!) {
    colorInjects(input: $input) {
      ...WholePlan
    }
  }
`);

export const RenumberInjectsDocument = graphql(`
  mutation RenumberInjects($input: PlanChangeInput!) {
    renumberInjects(input: $input) {
      ...WholePlan
    }
  }
`);

export const SavePlanSettingsDocument = graphql(`
  mutation SavePlanSettings($input: SavePlanSettingsInput!) {
    savePlanSettings(input: $input) {
      ...WholePlan
    }
  }
`);

export const ShiftPlanDocument = graphql(`
  mutation ShiftPlan($input: ShiftPlanInput!) {
    shiftPlan(input: $input) {
      ...WholePlan
    }
  }
`);

export const ArchivePlanDocument = graphql(`
  mutation ArchivePlan($input: ArchivePlanInput!) {
    archivePlan(input: $input) {
      ...WholePlan
    }
  }
`);

export const JudgeInjectsDocument = graphql(`
  mutation JudgeInjects($input: JudgeInjectsInput!) {
    judgeInjects(input: $input) {
      ...WholePlan
    }
  }
`);
