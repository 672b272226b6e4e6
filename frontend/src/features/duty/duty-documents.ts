import { graphql } from '../../gql/gql.js';
import type { DutyBoardQuery, DutyLogQuery, DutyRostersQuery, DutyRotationQuery } from '../../gql/graphql.js';
import type { MyShiftsQuery } from '../../gql/graphql.js';

graphql(`
  fragment WholeRoster on DutyRoster {
    id
    rootId
    unitName
    zone
    minRestHours
    lateMinutes
    plannerName
    version
    mayPlan
    kinds {
      key
      name
      role
      startsAt
      endsAt
      needed
    }
  }
`);

graphql(`
  fragment WholeSlot on DutySlot {
    kindKey
    date
    startsAt
    endsAt
    minutes
    wallMinutes
    isProtected
    assignedIds
    mayCheckInIds
    mayTakeOver
    present {
      personId
      at
      isCover
      byName
    }
    told {
      level
      at
      personIds
      toCallIds
    }
  }
`);

graphql(`
  fragment WholePerson on DutyPerson {
    id
    name
    phone
    note
    isActive
    hasAccount
    mayStand
    isMe
    version
    shifts
    minutes
  }
`);

graphql(`
  fragment WholeProblem on DutyProblem {
    code
    kindKey
    date
    personId
    otherKindKey
    otherDate
    missing
    restMinutes
    minutes
    wallMinutes
    isAlarm
  }
`);

graphql(`
  fragment WholeItem on HandoverItem {
    kind
    ref
    title
    note
  }
`);

export const DutyRostersDocument = graphql(`
  query DutyRosters($exerciseId: ID!, $code: String!) {
    dutyRosters(exerciseId: $exerciseId) {
      ...WholeRoster
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

export const DutyBoardDocument = graphql(`
  query DutyBoard($rosterId: ID!, $from: String!, $to: String!) {
    dutyBoard(rosterId: $rosterId, from: $from, to: $to) {
      asOf
      basedOn
      roster {
        ...WholeRoster
      }
      people {
        ...WholePerson
      }
      slots {
        ...WholeSlot
      }
      problems {
        ...WholeProblem
      }
      windows {
        startsAt
        endsAt
      }
      swaps {
        id
        state
        from {
          kindKey
          date
        }
        back {
          kindKey
          date
        }
        personId
        otherId
        reason
        isPossible
        mayAnswer
        mayDecide
        mayWithdraw
        steps {
          state
          at
          byName
          reason
          asLeader
        }
      }
      now {
        slots {
          ...WholeSlot
        }
        proposals {
          ...WholeItem
        }
        handovers {
          id
          state
          from {
            kindKey
            date
          }
          to {
            kindKey
            date
          }
          endsAt
          lateAt
          offeredAt
          offeredById
          note
          signedAt
          signedById
          mayOfferIds
          maySignIds
          items {
            ...WholeItem
          }
        }
      }
    }
  }
`);

export const DutyRotationDocument = graphql(`
  query DutyRotation($input: DutyRotationInput!) {
    dutyRotationPreview(input: $input) {
      basedOn
      added
      removed
      people {
        id
        name
        shifts
      }
      problems {
        ...WholeProblem
      }
      slots {
        kindKey
        date
        assignedIds
      }
    }
  }
`);

export const DutyLogDocument = graphql(`
  query DutyLog($rosterId: ID!) {
    dutyLog(rosterId: $rosterId) {
      id
      seq
      at
      byName
      personName
      text
      correctsId
      correctsSeq
      correctedById
    }
  }
`);

export const DutyCandidatesDocument = graphql(`
  query DutyCandidates($rosterId: ID!) {
    dutyCandidates(rosterId: $rosterId) {
      userId
      name
    }
  }
`);

export const MyShiftsDocument = graphql(`
  query MyShifts($exerciseId: ID!) {
    myShifts(exerciseId: $exerciseId) {
      rosterId
      kindName
      role
      kindKey
      date
      startsAt
      endsAt
      withNames
      checkedInAt
      isLate
    }
  }
`);

export const DutyFeedDocument = graphql(`
  query DutyFeed($exerciseId: ID!) {
    dutyFeed(exerciseId: $exerciseId) {
      isOpen
      createdAt
      lastReadAt
    }
  }
`);

export const OpenDutyFeedDocument = graphql(`
  mutation OpenDutyFeed($input: DutyFeedInput!) {
    openDutyFeed(input: $input) {
      isOpen
      createdAt
      path
    }
  }
`);

export const CloseDutyFeedDocument = graphql(`
  mutation CloseDutyFeed($input: DutyFeedInput!) {
    closeDutyFeed(input: $input) {
      isOpen
    }
  }
`);

export type DutyRoster = DutyRostersQuery['dutyRosters'][number];
export type DutyBoard = DutyBoardQuery['dutyBoard'];
export type DutySlot = DutyBoard['slots'][number];
export type DutyPerson = DutyBoard['people'][number];
export type DutyProblem = DutyBoard['problems'][number];
export type DutySwap = DutyBoard['swaps'][number];
export type DutyHandover = DutyBoard['now']['handovers'][number];
export type HandoverItem = DutyHandover['items'][number];
export type DutyLogEntry = DutyLogQuery['dutyLog'][number];
export type MyShift = MyShiftsQuery['myShifts'][number];
export type RotationPreview = DutyRotationQuery['dutyRotationPreview'];
