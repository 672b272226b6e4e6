import { graphql } from '../../gql/gql.js';
import type { DrillQuery, DrillsQuery } from '../../gql/graphql.js';

export const DrillsDocument = graphql(`
  query Drills($exerciseId: ID!) {
    drills(exerciseId: $exerciseId) {
      id
      name
      isRehearsal
      state
      createdAt
      durationSeconds
      units {
        id
        name
      }
      clock {
        drillSeconds
        elapsedSeconds
        isRunning
        speed
        asOf
      }
      injects {
        code
        state
      }
      rights {
        run
      }
    }
  }
`);

export const DrillDocument = graphql(`
  query Drill($id: ID!) {
    drill(id: $id) {
      ...DrillParts
    }
  }

  fragment DrillClockParts on DrillClockView {
    drillSeconds
    elapsedSeconds
    isRunning
    speed
    asOf
    startedAt
    endedAt
  }

  fragment DrillParts on Drill {
    id
    name
    isRehearsal
    state
    durationSeconds
    clock {
      ...DrillClockParts
    }
    units {
      id
      name
    }
    groups {
      id
      name
    }
    injects {
      code
      title
      text
      note
      cell
      channel
      trigger
      offsetSeconds
      requires
      otherwise
      state
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
      }
      cells {
        unitId
        state
        releasedAt
        isByHand
        releasedAtSeconds
        acknowledgedAt
        acknowledgedByName
        completedAt
        usedSeconds
        limitSeconds
        level
        reminders
        calls
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
          byName
        }
      }
    }
    coming {
      kind
      code
      title
      unitIds
      at
      atSeconds
      needsHand
      level
      to
      overdueSeconds
    }
    acts {
      id
      seq
      kind
      at
      drillSeconds
      code
      unitName
      actorName
      text
      level
      to
      toSeconds
      factor
      points
    }
    marksOf {
      unitId
      points
      of
      marked
      expected
    }
    rights {
      run
      evaluate
      barredUnitIds
    }
  }
`);

export const DrillPlansDocument = graphql(`
  query DrillPlansToRun($exerciseId: ID!, $code: String!) {
    drillPlans(exerciseId: $exerciseId) {
      id
      title
      injectCount
      durationMinutes
    }
    exercise(code: $code) {
      id
      units {
        id
        name
        isParticipant
      }
    }
  }
`);

export const CreateDrillDocument = graphql(`
  mutation CreateDrill($input: CreateDrillInput!) {
    createDrill(input: $input) {
      id
    }
  }
`);
export const StartDrillDocument = graphql(`
  mutation StartDrill($input: DrillCommandInput!) {
    startDrill(input: $input) {
      ...DrillParts
    }
  }
`);
export const PauseDrillDocument = graphql(`
  mutation PauseDrill($input: DrillCommandInput!) {
    pauseDrill(input: $input) {
      ...DrillParts
    }
  }
`);
export const ResumeDrillDocument = graphql(`
  mutation ResumeDrill($input: DrillCommandInput!) {
    resumeDrill(input: $input) {
      ...DrillParts
    }
  }
`);
export const EndDrillDocument = graphql(`
  mutation EndDrill($input: DrillCommandInput!) {
    endDrill(input: $input) {
      ...DrillParts
    }
  }
`);
export const JumpDrillDocument = graphql(`
  mutation JumpDrill($input: JumpDrillInput!) {
    jumpDrill(input: $input) {
      ...DrillParts
    }
  }
`);
export const SpeedDrillDocument = graphql(`
  mutation SpeedDrill($input: DrillSpeedInput!) {
    setDrillSpeed(input: $input) {
      ...DrillParts
    }
  }
`);
export const NoteDrillDocument = graphql(`
  mutation NoteDrill($input: NoteDrillInput!) {
    noteDrill(input: $input) {
      ...DrillParts
    }
  }
`);
export const ReleaseInjectDocument = graphql(`
  mutation ReleaseInject($input: ReleaseInjectInput!) {
    releaseInject(input: $input) {
      ...DrillParts
    }
  }
`);
export const TakeBackInjectDocument = graphql(`
  mutation TakeBackInject($input: TakeBackInjectInput!) {
    takeBackInject(input: $input) {
      ...DrillParts
    }
  }
`);
export const RecordCallDocument = graphql(`
  mutation RecordCall($input: RecordCallInput!) {
    recordCall(input: $input) {
      ...DrillParts
    }
  }
`);
export const MarkResponseDocument = graphql(`
  mutation MarkResponse($input: MarkResponseInput!) {
    markResponse(input: $input) {
      ...DrillParts
    }
  }
`);

export type DrillData = DrillQuery['drill'];
export type DrillListed = DrillsQuery['drills'][number];
export type InjectData = DrillData['injects'][number];
export type CellData = InjectData['cells'][number];
export type ComingData = DrillData['coming'][number];
export type ActData = DrillData['acts'][number];
