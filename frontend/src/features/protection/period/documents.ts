import { graphql } from '../../../gql/gql.js';
import type { PeriodHeadFragment, PeriodSettingsFragment } from '../../../gql/graphql.js';

graphql(`
  fragment PeriodHead on ProtectionPeriod {
    id
    name
    zone
    mode
    zeroReportAt
    windows {
      startsAt
      endsAt
    }
    phases {
      phase
      startsAt
      endsAt
    }
    now {
      phase
      isWindowOpen
      windowEndsAt
      dutyDay
    }
    dutyDays
  }
`);

graphql(`
  fragment PeriodSettings on ProtectionPeriod {
    ...PeriodHead
    basis
    incidentHours
    version
    ownerUnit {
      id
      name
    }
    units {
      id
      name
    }
    windows {
      startsLocal
      endsLocal
    }
    measures {
      mode
      measures
    }
    switches {
      mode
      reason
      at
      byName
      seq
    }
    warnings {
      window
      code
      local
      minutes
      wallMinutes
    }
  }
`);

export const PeriodsDocument = graphql(`
  query ProtectionPeriods($exerciseId: ID!) {
    protectionPeriods(exerciseId: $exerciseId) {
      ...PeriodHead
    }
  }
`);

export const PeriodFormDocument = graphql(`
  query PeriodForm($id: ID!) {
    protectionPeriod(id: $id) {
      ...PeriodSettings
    }
  }
`);

export const RootUnitsDocument = graphql(`
  query ProtectionUnits($code: String!) {
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

export const PeriodTimesDocument = graphql(`
  query PeriodTimes($input: PeriodTimesInput!) {
    periodTimes(input: $input) {
      windows {
        startsAt
        endsAt
      }
      phases {
        phase
        startsAt
        endsAt
      }
      warnings {
        window
        code
        local
        minutes
        wallMinutes
      }
      dutyDays
    }
  }
`);

export const CreatePeriodDocument = graphql(`
  mutation CreatePeriod($input: CreateProtectionPeriodInput!) {
    createProtectionPeriod(input: $input) {
      id
    }
  }
`);

export const ChangePeriodDocument = graphql(`
  mutation ChangePeriod($input: ChangeProtectionPeriodInput!) {
    changeProtectionPeriod(input: $input) {
      id
      version
    }
  }
`);

export const SwitchModeDocument = graphql(`
  mutation SwitchMode($input: SwitchProtectionModeInput!) {
    switchProtectionMode(input: $input) {
      ...PeriodSettings
    }
  }
`);

export type PeriodHead = PeriodHeadFragment;
export type PeriodSettings = PeriodSettingsFragment;
