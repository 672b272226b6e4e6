import { graphql } from '../../gql/gql.js';
import type { ControlPeopleQuery, ControlPlacesQuery, RuleSetChoicesQuery } from '../../gql/graphql.js';

export const ControlPlacesDocument = graphql(`
  query ControlPlaces($code: String!) {
    exercise(code: $code) {
      id
      units {
        id
        parentId
        rootId
        name
        industry
        isKeyUnit
        isParticipant
        isKnockedOut
      }
      attackTeams {
        id
        name
        sourceAddresses {
          id
          cidr
          validFrom
          validTo
        }
      }
      targets {
        id
        unitId
        name
        targetClass
        address
        url
        description
      }
    }
  }
`);

export const ControlPeopleDocument = graphql(`
  query ControlPeople($code: String!) {
    exercise(code: $code) {
      id
      members {
        id
        role
        user {
          id
          username
          displayName
        }
        team {
          id
          name
        }
        unit {
          id
          name
        }
      }
      units {
        id
        parentId
        name
      }
      attackTeams {
        id
        name
      }
    }
  }
`);

export const UserSearchDocument = graphql(`
  query UserSearch($search: String) {
    users(search: $search) {
      id
      username
      displayName
    }
  }
`);

export const RuleSetChoicesDocument = graphql(`
  query RuleSetChoices {
    ruleSets {
      hash
      key
      version
      isExample
      basis
      title {
        zh
        en
      }
      summary {
        zh
        en
      }
      categories {
        key
      }
    }
  }
`);

export const ExerciseListDocument = graphql(`
  query ExerciseList {
    exercises {
      id
      code
      name
      host
      state
      timeZone
      startsAt
      endsAt
    }
  }
`);

export const ControlHomeDocument = graphql(`
  query ControlHome($exerciseId: ID!) {
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
    refereeQueue(exerciseId: $exerciseId, first: 100, filter: { subjectKind: SUBMISSION }) {
      nodes {
        code
        filedAt
      }
    }
    heldQueue: refereeQueue(exerciseId: $exerciseId, first: 100, filter: { subjectKind: SUBMISSION, seat: TAKEN }) {
      nodes {
        code
        claims {
          refereeId
          refereeName
          expiresAt
        }
      }
    }
    queueCounts(exerciseId: $exerciseId, subjectKind: SUBMISSION) {
      waiting
      free
      overdue
    }
    markingQueue(exerciseId: $exerciseId) {
      incidentId
      code
      isMarked
      linkedDeduction
      filedAt
    }
    linkProposals(exerciseId: $exerciseId) {
      incidentId
      incidentCode
      isLinked
    }
    bonusClaims(exerciseId: $exerciseId) {
      id
      code
      state
      filedAt
    }
    board(exerciseId: $exerciseId, audience: REFEREE) {
      asOfSeq
      isProvisional
      attack {
        partyId
        rank
        previousRank
        name
        points
      }
      defense {
        partyId
        rank
        previousRank
        name
        value
        isProvisional
      }
      recent {
        seq
        at
        side
        partyName
        amount
        account
        counterpartName
        ruleTitle {
          zh
          en
        }
      }
    }
  }
`);

export const JournalCheckDocument = graphql(`
  query JournalCheck($exerciseId: ID!) {
    checkJournal(exerciseId: $exerciseId) {
      holds
      checkedTo
      brokenAt
      headHash
    }
  }
`);

export const JournalPageDocument = graphql(`
  query JournalPage($exerciseId: ID!, $first: Int!, $after: String) {
    journal(exerciseId: $exerciseId, first: $first, after: $after) {
      totalCount
      nodes {
        seq
        kind
        subjectId
        actorName
        recordedAt
        hash
        prevHash
        commandId
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);

export type Places = NonNullable<ControlPlacesQuery['exercise']>;
export type Unit = Places['units'][number];
export type Team = Places['attackTeams'][number];
export type Target = Places['targets'][number];
export type People = NonNullable<ControlPeopleQuery['exercise']>;
export type RuleSetChoice = RuleSetChoicesQuery['ruleSets'][number];
